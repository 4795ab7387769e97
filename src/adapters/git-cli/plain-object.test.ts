import { describe, expect, test } from 'vitest';
import { plainLinks } from './plain-object.ts';

const [A, B, C] = ['a', 'b', 'c'].map((digit) => digit.repeat(40)) as [string, string, string];
const tree = (...entries: readonly (readonly [string, string, string])[]) => ({
  oid: '',
  type: 'tree',
  content: Buffer.concat(
    entries.map(([mode, name, oid]) => Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, 'hex')])),
  ),
});
const commit = (text: string) => ({ oid: '', type: 'commit', content: Buffer.from(text) });
const PEOPLE = 'author A B <a@b> 1 +0000\ncommitter A B <a@b> 1 +0000\n';

describe('plain ones', () => {
  test('a tree: submodules lie elsewhere, links of the file system and files of Git are looked into', () => {
    const names = [
      ['120000', '.gitignored', A],
      ['100644', '.gitmodules', B],
      ['160000', 'm', A],
      ['40000', 't', C],
      ['100755', 'x', A],
    ] as const;
    expect(plainLinks(tree(...names))).toEqual([
      { type: 'blob', oid: A, name: '.gitignored', isChecked: true },
      { type: 'blob', oid: B, name: '.gitmodules', isChecked: true },
      { type: 'tree', oid: C, name: 't', isChecked: false },
      { type: 'blob', oid: A, name: 'x', isChecked: false },
    ]);
  });

  test('a folder is sorted as if its name ended with a slash', () => {
    expect(plainLinks(tree(['100644', 'a.b', A], ['40000', 'a', B], ['100644', 'a0', A]))?.length).toBe(3);
  });

  test('a commit with its parents, and one that is signed', () => {
    const links = [
      ['tree', A],
      ['commit', B],
      ['commit', C],
    ].map(([type, oid]) => ({ type, oid, name: '', isChecked: false }));
    expect(plainLinks(commit(`tree ${A}\nparent ${B}\nparent ${C}\n${PEOPLE}\nwords\n`))).toEqual(links);
    const signed = `tree ${A}\n${PEOPLE}gpgsig -----BEGIN\n \n x\n -----END\n\nwords`;
    expect(plainLinks(commit(signed))).toEqual(links.slice(0, 1));
  });

  test('a blob refers to nothing', () => {
    expect(plainLinks({ oid: '', type: 'blob', content: Buffer.from('tree') })).toEqual([]);
  });
});

describe('left to git', () => {
  test.each([
    ['.git'],
    ['.GIT'],
    ['.git '],
    ['.git.'],
    ['.g\u200cit'],
    ['git~1'],
    ['.git:x'],
    ['a\\b'],
    ['a/b'],
    ['.'],
    ['..'],
    [''],
    ['.Gitmodules'],
    ['.gitattributes '],
    ['x'.repeat(300)],
  ])('a file named %j', (name) => {
    expect(plainLinks(tree(['100644', name, A]))).toBeUndefined();
  });

  test.each<[string, readonly (readonly [string, string, string])[]]>([
    [
      'out of order',
      [
        ['100644', 'b', A],
        ['100644', 'a', A],
      ],
    ],
    [
      'a name twice',
      [
        ['100644', 'a', A],
        ['100644', 'a', B],
      ],
    ],
    [
      'a name of a file and a folder',
      [
        ['100644', 'a', A],
        ['100644', 'a.b', A],
        ['40000', 'a', B],
      ],
    ],
    ['an old mode', [['100664', 'a', A]]],
    ['a padded mode', [['040000', 'a', A]]],
    ['no object', [['100644', 'a', '0'.repeat(40)]]],
    ['a link of the file system in place of a file of Git', [['120000', '.gitignore', A]]],
  ])('a tree: %s', (_reason, entries) => {
    expect(plainLinks(tree(...entries))).toBeUndefined();
  });

  test('a tree that breaks off', () => {
    const { content } = tree(['100644', 'a', A]);
    for (let cut = 1; cut < content.length; cut += 1) {
      expect(plainLinks({ oid: '', type: 'tree', content: content.subarray(0, cut) })).toBeUndefined();
    }
  });

  test.each([
    ['no tree', PEOPLE],
    ['no committer', `tree ${A}\nauthor A <a@b> 1 +0000\n\nx`],
    ['two authors', `tree ${A}\nauthor A <a@b> 1 +0000\n${PEOPLE}\nx`],
    ['a date that begins with zero', `tree ${A}\n${PEOPLE.replace(' 1 ', ' 01 ')}\nx`],
    ['no name', `tree ${A}\n${PEOPLE.replace('A B <', '<')}\nx`],
    ['no address', `tree ${A}\n${PEOPLE.replace(' <a@b>', '')}\nx`],
    ['an end within its head', `tree ${A}\n${PEOPLE}`],
    ['a zero byte', `tree ${A}\n${PEOPLE}\na\0b`],
  ])('a commit: %s', (_reason, text) => {
    expect(plainLinks(commit(text))).toBeUndefined();
  });

  test('a tag', () => {
    expect(plainLinks({ oid: '', type: 'tag', content: Buffer.from(`object ${A}\n`) })).toBeUndefined();
  });
});
