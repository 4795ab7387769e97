import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../src/testkit/temporary-folder.ts';
import { writeStories } from './write-stories.ts';

test('every story has a number of its own, which does not depend on the other stories', async () => {
  await using root = await temporaryFolder();
  const all = writeStories(root.path, '');
  const numbers = all.map(({ folder }) => folder.split('-')[0]);
  expect(new Set(numbers).size).toBe(all.length);
  expect(writeStories(root.path, '^adopt$').map(({ folder }) => folder)).toEqual(
    all.map(({ folder }) => folder).filter((folder) => folder.endsWith('-adopt')),
  );
});

test('a story is written as its steps and the files they name', async () => {
  await using root = await temporaryFolder();
  const [story] = writeStories(root.path, '^adopt$');
  const folder = join(root.path, story?.folder ?? '');
  const scenario = JSON.parse(readFileSync(join(folder, 'scenario.json'), 'utf8')) as { readonly steps: unknown };
  expect(scenario.steps).toBeInstanceOf(Array);
  expect(readdirSync(join(folder, 'files'))).toContain('app.yaml');
});
