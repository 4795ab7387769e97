import fc from 'fast-check';
import { expect, test } from 'vitest';
import { touchesPaths } from '../../base/glob/touches-paths.ts';
import { TouchedFiles } from './touched-files.ts';

test.each<[string, readonly string[], readonly string[], boolean]>([
  ['the file itself', ['a/b', 'a/b.yaml', 'a/c'], ['a/b.yaml'], true],
  ['a folder', ['a.b', 'a/b/c', 'a0'], ['a'], true],
  ['a folder whose name begins alike', ['ab/c', 'a-b/c'], ['a'], false],
  ['a pattern behind a beginning', ['x/1.yaml', 'y/1.yaml', 'z/1.yaml'], ['y/*.yaml'], true],
  ['a pattern whose beginning nothing has', ['x/1.yaml', 'z/1.yaml'], ['y/*.yaml'], false],
  ['a character that is written with a backslash', ['a*b'], ['a\\*b'], true],
  ['a folder that is named as a pattern', ['a*b/c'], ['a*b'], true],
  ['a pattern that is none', ['[a'], ['[b'], false],
  ['the root', ['a'], [''], true],
  ['files that were not told', [], ['a'], true],
  ['no paths', ['a'], [], false],
])('%s', (_reason, files, paths, touched) => {
  expect(new TouchedFiles(files).touch(paths)).toBe(touched);
});

test('whatever the files and paths, as each file by itself is judged', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '.', '/', '*', '?', '[', ']', '\\', '-'), maxLength: 6 });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), fc.array(word, { maxLength: 4 }), (files, paths) => {
      expect(new TouchedFiles(files).touch(paths)).toBe(files.some((file) => touchesPaths(file, paths)));
    }),
    { numRuns: 2000 },
  );
});

test('files and patterns that would cost seconds to compare count as touching', () => {
  const files = Array.from({ length: 2_000 }, (_, index) => `${'a'.repeat(1000)}${index}`);
  const touched = new TouchedFiles(files);
  const began = performance.now();
  for (let index = 0; index < 100; index += 1) expect(touched.touch([`${'*a'.repeat(30)}b`])).toBe(true);
  expect(performance.now() - began).toBeLessThan(5000);
});
