import { expect, test } from 'vitest';
import { readCommit, readTree } from './object-content.ts';

const ID = '0123456789abcdef0123456789abcdef01234567';

function entry(mode: string, name: string): Buffer {
  return Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(ID, 'hex')]);
}

test.each([
  ['100644', 'file'],
  ['100664', 'file'],
  ['100755', 'executable'],
  ['120000', 'symlink'],
  ['40000', 'tree'],
  ['040000', 'tree'],
  ['160000', 'submodule'],
])('an entry of mode %s is a %s', (mode, expected) => {
  expect(readTree(Buffer.concat([entry(mode, 'ä b'), entry('100644', 'z')]))).toEqual([
    { name: 'ä b', mode: expected, oid: ID },
    { name: 'z', mode: 'file', oid: ID },
  ]);
});

test('an empty tree has no entries', () => {
  expect(readTree(Buffer.alloc(0))).toEqual([]);
});

test.each([
  ['an id that breaks off', '100644 a\0short'],
  ['a mode that there is not', `777777 a\0${'x'.repeat(20)}`],
  ['no end of the name', '100644 a'],
  ['no name at all', '100644'],
])('a tree with %s is damaged', (_reason, text) => {
  expect(() => readTree(Buffer.from(text))).toThrow('a tree object is damaged');
});

test('a commit tells its tree, who made it and when, its parents and its message', () => {
  const head = `tree ${ID}\nparent ${'a'.repeat(40)}\nparent ${'b'.repeat(40)}`;
  const text = `${head}\nauthor Zoë <zoe@example.com> 1700000000 +0130\ncommitter x <x> 1 +0000\n\nFirst\n\nSecond\n`;
  expect(readCommit(ID, Buffer.from(text))).toEqual({
    oid: ID,
    tree: ID,
    author: 'Zoë <zoe@example.com>',
    authorDate: 1_700_000_000_000,
    message: 'First\n\nSecond\n',
    parents: ['a'.repeat(40), 'b'.repeat(40)],
  });
});

test('what a commit lacks is empty; a message is as long as anybody reads', () => {
  expect(readCommit(ID, Buffer.from('tree x'))).toEqual({
    ...{ oid: ID, tree: 'x', author: '', authorDate: 0, message: '', parents: [] },
  });
  expect(readCommit(ID, Buffer.from(`tree x\n\n${'m'.repeat(100_000)}`)).message).toHaveLength(65_536);
});
