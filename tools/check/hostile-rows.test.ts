/** The tables of docs/hostile-input.md name tests that exist. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const ROW = /^\| ([^|]+) \| [^|]+ \| [^|]+ \| `([^`]+)`: (.+) \|$/;

const lines = readFileSync(join(root, 'docs/hostile-input.md'), 'utf8').split('\n');
const rows = lines.flatMap((line) => {
  const [, id, file, title] = ROW.exec(line) ?? [];
  return id === undefined || file === undefined || title === undefined ? [] : [{ id, file, title }];
});

test('every line of a table is a row', () => {
  const others = lines.filter((line) => line.startsWith('|') && !ROW.test(line) && !/^\|(?:---| row )/.test(line));
  expect(others).toEqual([]);
  expect(rows.length).toBeGreaterThan(60);
});

test.each(rows)('$id: $title', ({ file, title }) => {
  const text = readFileSync(join(root, file), 'utf8').replaceAll("\\'", "'");
  expect(text).toContain(title);
});
