/** What of a tree plugins get. Their runs with it: plugin-runs.test.ts. */
import { expect, test } from 'vitest';
import type { NamedEntry } from '../../render/contract.ts';
import { type TreeFiles, workingFiles } from './working-files.ts';

type Listing = (path: string) => readonly NamedEntry[];

function treeOf(listing: Listing): TreeFiles {
  return {
    root: 'root',
    isRepository: true,
    listing: (path) => ({ kind: 'known', value: listing(path) }),
    fill: async () => undefined,
    content: async () => new Uint8Array(),
  };
}

/** How many entries there are, or why they are not given. */
async function counted(listing: Listing, excluded: readonly string[] = []): Promise<unknown> {
  let count = 0;
  try {
    for await (const _entry of workingFiles(treeOf(listing), { folder: '', excluded }).entries()) count += 1;
    return count;
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message: string };
    return [code, message];
  }
}

const folders = (count: number): readonly NamedEntry[] =>
  Array.from({ length: count }, (_, index) => ({ name: `d${index}`, mode: 'tree', oid: '1' }));
const files = (count: number): readonly NamedEntry[] =>
  Array.from({ length: count }, (_, index) => ({ name: `f${index}`, mode: 'file', oid: '1' }));

const REFUSED = ['plugin.too-large', 'the source has more than 200000 files or 200 levels'];
const depthOf = (path: string): number => (path === '' ? 0 : path.split('/').length);

test.each<[string, Listing, unknown]>([
  ['a tree that repeats itself at every level', (path) => (depthOf(path) < 8 ? folders(10) : files(10)), REFUSED],
  ['a tree that never ends', () => folders(1), REFUSED],
  ['very many empty files', () => files(200_001), REFUSED],
  ['a deep tree', (path) => (depthOf(path) < 200 ? folders(1) : files(1)), 201],
])('%s', async (_reason, listing, expected) => {
  expect(await counted(listing)).toEqual(expected);
});

test.each(['.git', '.GIT', 'git~1', '.g\u200cit', '..', '.', 'a/b', '', 'a\0b'])(
  'the name %j is refused',
  async (name) => {
    expect(await counted(() => [{ name, mode: 'file', oid: '1' }])).toEqual([
      'render.path-outside',
      `no name of a file: ${JSON.stringify(name)}`,
    ]);
  },
);
