/** The tables of docs/credentials.md name tests that exist, run for the kinds that they are named for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const page = read('docs/credentials.md');
const kinds = rowsOf('Kinds').map(([kind = '', calls = '', file = '']) => ({ kind, calls, file: bare(file) }));
const tests = rowsOf('Tests').map(([name = '', contract = '', place = '']) => ({
  ...{ name, contract: bare(contract) },
  ...placeOf(place),
}));
const [, ...columns] = headOf('Matrix');
const cells = rowsOf('Matrix').flatMap(([row = '', ...names]) =>
  names.map((name, at) => ({ row, name, kind: columns[at] ?? '' })).filter(({ name }) => name !== '-'),
);

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Lines of the table below a heading, each by its cells. */
function tableOf(heading: string): readonly (readonly string[])[] {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const lines = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('|'));
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function headOf(heading: string): readonly string[] {
  return tableOf(heading)[0] ?? [];
}

function rowsOf(heading: string): readonly (readonly string[])[] {
  return tableOf(heading).slice(2);
}

function bare(text: string): string {
  return text.replaceAll('`', '');
}

function placeOf(text: string): { readonly file: string; readonly title: string } {
  const [, file = '', title = ''] = /^`([^`]+)`: (.+)$/.exec(text) ?? [];
  return { file, title };
}

test('every column of the matrix is a kind', () => {
  expect(columns).toEqual(kinds.map(({ kind }) => kind));
  expect(cells.length).toBeGreaterThan(90);
});

test.each([
  ...tests.map(({ name, file, title }) => ({ name, file, title })),
  ...[...rowsOf('Keys of the Secret'), ...rowsOf('Registries')].map(([name = '', place = '']) => ({
    name,
    ...placeOf(place),
  })),
])('$name: $title', ({ file, title }) => {
  expect(file).not.toBe('');
  expect(read(file).replaceAll("\\'", "'")).toContain(title);
});

test.each(kinds)('contracts of $kind', ({ calls, file }) => {
  const found = [...calls.matchAll(/`([^`]+)`/g)].map(([, call = '']) => call);
  expect(found.length).toBeGreaterThan(0);
  const text = read(file);
  for (const call of found) expect(text).toContain(call);
});

test('a test of a contract is named only for kinds that the contract is run for', () => {
  const unknown = cells.filter(({ name, kind }) => {
    const shown = tests.find((one) => one.name === name);
    const calls = kinds.find((one) => one.kind === kind)?.calls ?? '';
    return shown === undefined || (shown.contract !== '' && !calls.includes(`${shown.contract}(`));
  });
  expect(unknown).toEqual([]);
});
