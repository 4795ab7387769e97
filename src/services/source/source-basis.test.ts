import { expect, test } from 'vitest';
import type { Read } from '../../render/contract.ts';
import { entryRead, listingRead } from '../../render/trace/read.ts';
import { basisOf } from './source-basis.ts';

/** Folders by id: names to `mode id`. */
const TREES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  root: {
    apps: 'tree t-apps',
    base: 'tree t-base',
    '.gitmodules': 'file f-modules',
    way: 'symlink l',
    sub: 'submodule s',
  },
  't-apps': { one: 'tree t-one', two: 'tree t-two' },
  't-one': { 'a.yaml': 'file f-a' },
  't-base': { 'b.yaml': 'file f-b' },
};

const inMemory = (oid: string): unknown => {
  const names = TREES[oid];
  if (names === undefined) return undefined;
  return new Map(
    Object.entries(names).map(([name, text]) => [name, { mode: text.split(' ')[0], oid: text.split(' ')[1] }]),
  );
};

const file = (path: string): Read => entryRead(path, { mode: 'file', oid: 'f' });
const MODULES = { path: '.gitmodules', mode: 'file', oid: 'f-modules' };

const ONE = { path: 'apps/one', mode: 'tree', oid: 't-one' };

test.each<[string, string, readonly Read[], unknown]>([
  [
    'its folder stands for all in it',
    'apps/one',
    [file('apps/one/a.yaml'), listingRead('apps/one', [])],
    [ONE, MODULES],
  ],
  ['a folder is the same however it is written', './apps//one/', [file('apps/one/a.yaml')], [ONE, MODULES]],
  [
    'what lies elsewhere stands by itself, and so does what is not there',
    'apps/one',
    [file('base/b.yaml'), entryRead('apps/three', undefined), listingRead('base', [])],
    [
      ONE,
      MODULES,
      { path: 'base/b.yaml', mode: 'file', oid: 'f-b' },
      { path: 'apps/three', mode: 'absent', oid: '' },
      { path: 'base', mode: 'tree', oid: 't-base' },
    ],
  ],
  [
    'of folders on the way it counts that they are folders, unless they were listed',
    'apps/one',
    [folderRead('apps'), folderRead('base'), listingRead('base', []), folderRead('base')],
    [ONE, MODULES, { path: 'apps', mode: 'tree', oid: '' }, { path: 'base', mode: 'tree', oid: 't-base' }],
  ],
  [
    'a folder behind a link is read by the paths that the link leads to',
    'way',
    [entryRead('way', { mode: 'symlink', oid: 'l' }), file('base/b.yaml')],
    [{ path: 'way', mode: 'symlink', oid: 'l' }, MODULES, { path: 'base/b.yaml', mode: 'file', oid: 'f-b' }],
  ],
  [
    'what lies behind a submodule stands by the commit of that',
    'sub/in',
    [file('sub/in/x.yaml')],
    [{ path: 'sub/in', mode: 'submodule', oid: 's' }, MODULES, { path: 'sub/in/x.yaml', mode: 'submodule', oid: 's' }],
  ],
  ['the name of the Application is always the same', 'apps/one', [variable('ARGOCD_APP_NAME')], [ONE, MODULES]],
  ['the revision is not', 'apps/one', [variable('ARGOCD_APP_REVISION_SHORT')], undefined],
  ['what a cluster serves may have changed', 'apps/one', [variable('KUBE_API_VERSIONS')], undefined],
  ['the same, asked by a chart', 'apps/one', [{ kind: 'kube-version', value: '1.35.0' }], undefined],
  ['the clock is no file', 'apps/one', [{ kind: 'moment' }], undefined],
  ['files of another source are not its own', 'apps/one', [entryRead('x', undefined, 'values')], undefined],
  ['a folder that is not in memory says nothing', 'apps/two/deep', [file('apps/two/deep/a.yaml')], undefined],
  [
    'too many to be compared one by one',
    'apps/one',
    Array.from({ length: 100 }, (_, at) => file(`n-${at}`)),
    undefined,
  ],
])('%s', (_reason, folder, reads, expected) => {
  expect(basisOf({ root: 'root', folder }, reads, inMemory)).toEqual(expected);
});

function folderRead(path: string): Read {
  return entryRead(path, { mode: 'tree', oid: 'any' });
}

function variable(name: string): Read {
  return { kind: 'variable', name, value: 'x' };
}
