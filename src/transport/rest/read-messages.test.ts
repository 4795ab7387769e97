import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMessages } from './read-messages.ts';

async function* inParts(text: string, size: number): AsyncIterable<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all(text: string, size = 7): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for await (const message of readMessages(inParts(text, size))) found.push(message);
  return found;
}

test('messages however they are cut and whatever stands between them', async () => {
  const text = '{"a":"}\\"{"}\n\n {"b":{"c":[{}]}}{"d":"\\\\"}\r\n';
  for (const size of [1, 2, 3, 5, 100]) {
    expect(await all(text, size)).toEqual([{ a: '}"{' }, { b: { c: [{}] } }, { d: '\\' }]);
  }
});

test('whatever objects are sent come back', async () => {
  const objects = fc.array(
    fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      fc.string(),
    ),
    { maxLength: 5 },
  );
  await fc.assert(
    fc.asyncProperty(objects, fc.integer({ min: 1, max: 9 }), async (sent, size) => {
      expect(await all(sent.map((one) => JSON.stringify(one)).join(' '), size)).toEqual(
        sent.map((one) => JSON.parse(JSON.stringify(one))),
      );
    }),
    { numRuns: 100 },
  );
});

const REFUSED: readonly [string, string][] = [
  ['cut off', '{"a":1'],
  ['a list', '[1]'],
  ['text between', '{"a":1}x{"b":2}'],
  ['no JSON', '{a}'],
  ['a message without end', `{"a":"${'x'.repeat(5 * 1024 * 1024)}"}`],
];

test.each(REFUSED)('refused: %s', async (_name, text) => {
  await expect(all(text, 65536)).rejects.toMatchObject({ name: 'AppError', kind: 'user' });
});
