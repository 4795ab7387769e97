import { expect, test } from 'vitest';
import { BatchAnswers } from './batch-answers.ts';

test('answers that arrive byte by byte, missing ones and empty ones among them', async () => {
  const answers = new BatchAnswers();
  const asked = [10, 10, 10, 2].map((limit) => answers.expect('name', limit));
  const tooLarge = asked[3]?.catch((error: unknown) => error);
  for (const byte of Buffer.from('aa blob 3\nx\ny\nbb missing\ncc blob 0\n\ndd blob 3\nxyz\n')) {
    answers.take(Buffer.from([byte]));
  }
  const found = await Promise.all(asked.slice(0, 3));
  expect(found.map((object) => object && `${object.type}:${object.content}`)).toEqual([
    'blob:x\ny',
    undefined,
    'blob:',
  ]);
  expect(await tooLarge).toMatchObject({ code: 'git.too-large' });
});

test('a question whose answer nobody would wait for ends there; the others are asked elsewhere', async () => {
  const elsewhere: string[] = [];
  const answers = new BatchAnswers((others) => elsewhere.push(...others.map(({ name }) => name)));
  const huge = answers.expect('huge', 10).catch((error: unknown) => error);
  void answers.expect('next', 10);
  answers.take(Buffer.from(`aa blob ${2 ** 30}\nxxxx`));
  expect(await huge).toMatchObject({ code: 'git.too-large' });
  answers.take(Buffer.from('bb blob 1\ny\n'));
  expect(elsewhere).toEqual(['next']);
});

test('the end of the stream is told to all who wait', async () => {
  const answers = new BatchAnswers();
  const asked = [1, 2].map(() => answers.expect('name', 10).catch((error: unknown) => error));
  answers.fail(new Error('ended'));
  expect(await Promise.all(asked)).toMatchObject([{ message: 'ended' }, { message: 'ended' }]);
});
