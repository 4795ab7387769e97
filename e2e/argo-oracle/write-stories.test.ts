import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../src/testkit/temporary-folder.ts';
import { writeStories } from './write-stories.ts';

/** What the runner of the recordings has a function for. */
const KINDS = new Set(
  'repo commit tag charts deleteRepo apply kubectl refresh operation terminate waitFor settle sleep record'.split(' '),
);

function kindsOf(folder: string): readonly string[] {
  const { steps } = JSON.parse(readFileSync(join(folder, 'scenario.json'), 'utf8')) as {
    readonly steps: readonly object[];
  };
  return steps.flatMap((step) => Object.keys(step).slice(0, 1));
}

test('every story has a number of its own, which does not depend on the others, and steps whose first key is their kind', async () => {
  await using root = await temporaryFolder();
  const all = writeStories(root.path, '');
  expect(all.flatMap(({ folder }) => kindsOf(join(root.path, folder))).filter((kind) => !KINDS.has(kind))).toEqual([]);
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

test('what a story had before is gone, and what was recorded of it stays', async () => {
  await using root = await temporaryFolder();
  const [story] = writeStories(root.path, '^adopt$');
  const folder = join(root.path, story?.folder ?? '');
  mkdirSync(join(folder, 'files/charts/old'), { recursive: true });
  writeFileSync(join(folder, 'files/charts/old/Chart.yaml'), 'name: old');
  writeFileSync(join(folder, 'expected.json'), '{}');
  writeStories(root.path, '^adopt$');
  expect(existsSync(join(folder, 'files/charts'))).toBe(false);
  expect(existsSync(join(folder, 'files/app.yaml'))).toBe(true);
  expect(existsSync(join(folder, 'expected.json'))).toBe(true);
});
