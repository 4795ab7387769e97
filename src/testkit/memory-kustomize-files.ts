/** Files of kustomizations in memory: names from the root, without links. */

import { repositoryFault } from '../render/kustomize/fault.ts';
import type { KustomizeFiles, Resolved } from '../render/kustomize/files/files.ts';
import { joined } from '../render/kustomize/files/folder.ts';

export interface MemoryFiles {
  /** Paths without leading slash. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly folders?: readonly string[];
  readonly restrictsToRoot?: boolean;
  /** What stands before paths in messages. */
  readonly root?: string;
}

export function memoryKustomizeFiles({
  files,
  folders = [],
  restrictsToRoot = true,
  root = '',
}: MemoryFiles): KustomizeFiles {
  const known = new Set<string>(['', ...folders]);
  for (const name of files.keys()) {
    const parts = name.split('/');
    for (let length = 1; length < parts.length; length++) known.add(parts.slice(0, length).join('/'));
  }
  return {
    restrictsToRoot,
    resolve: (path): Resolved => {
      const clamped = path.replace(/^(?:\.\.\/)+/, '');
      const name = joined('', root !== '' && clamped.startsWith(`${root}/`) ? clamped.slice(root.length) : clamped);
      if (files.has(name)) return { kind: 'file', path: name };
      return known.has(name) ? { kind: 'folder', path: name } : { kind: 'absent' };
    },
    expect: () => undefined,
    content: (path) => files.get(path) ?? new Uint8Array(),
    list: (path) => {
      const before = path === '' ? '' : `${path}/`;
      const names = [...known, ...files.keys()].filter(
        (name) => name !== '' && name.startsWith(before) && name !== path,
      );
      const inside = names.filter((name) => !name.slice(before.length).includes('/'));
      return new Map(
        inside.map((name) => [name.slice(before.length), files.has(name) ? ('file' as const) : ('folder' as const)]),
      );
    },
    chart: ({ name }) => {
      throw new Error(`no chart ${name} in memory`);
    },
    remote: () => ({ kind: 'unreachable', reason: 'nothing is reached from memory' }),
    repository: ({ raw }) => {
      throw repositoryFault(`no repository ${raw} in memory`, 'user');
    },
    expectRemote: () => undefined,
    each: (works) => {
      for (const work of works) work();
    },
    shown: (path) => `${root}/${path}`.replace(/(.)\/$/, '$1'),
  };
}
