import { expect, test } from 'vitest';
import { pluginInput } from '../../testkit/plugin-input.ts';
import { workingFiles } from '../../testkit/working-files.ts';
import { hasFile } from './discover-files.ts';

const files = workingFiles({ 'apps/web/a.yaml': '', 'apps/web/deep/b.yml': '', 'other/c.json': '' });
const FOLDER = pluginInput({ folder: 'apps/web', files });

test.each([
  ['a name', { fileName: './a.yaml' }, true],
  ['no name without folders', { fileName: 'b.yml' }, false],
  ['two stars are one', { fileName: '**/b.yml' }, true],
  ['beside the folder', { fileName: '../../other/c.json' }, true],
  ['outside of the source', { fileName: '../../../etc/passwd' }, false],
  ['the folder itself', { fileName: '.' }, true],
  ['through folders', { find: { glob: '**/*.yml' } }, true],
  ['one of several', { find: { glob: '**/b.{json,yml}' } }, true],
  ['several twice', { find: { glob: '{x,deep}/{a,b}.yml' } }, true],
  ['none of several', { find: { glob: '**/*.{json,txt}' } }, false],
])('%s', async (_reason, discover, expected) => {
  expect(await hasFile(FOLDER, discover)).toBe(expected);
});

test('what is no pattern', async () => {
  await expect(hasFile(FOLDER, { fileName: '[' })).rejects.toThrow(
    'error finding filename match for pattern "[": syntax error in pattern',
  );
});

test('braces without end stay few', async () => {
  expect(await hasFile(FOLDER, { find: { glob: '{a,b}'.repeat(40) } })).toBe(false);
});
