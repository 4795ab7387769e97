/** The table of docs/faults.md names tests that exist. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const ROW = /^\| (F\d\d) \|.*\| `([^`]+)`: (.+) \|$/;

const rows = readFileSync(join(root, 'docs/faults.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, id, file, title] = ROW.exec(line) ?? [];
    return id === undefined || file === undefined || title === undefined ? [] : [{ id, file, title }];
  });

test('there are rows', () => expect(rows.length).toBeGreaterThan(30));

test.each(rows)('$id: $title', ({ file, title }) => {
  expect(readFileSync(join(root, file), 'utf8')).toContain(title);
});
