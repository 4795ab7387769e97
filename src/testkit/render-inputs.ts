/** A repository's tree in memory as the inputs of a renderer, complete or learning what it is asked for. */
import type { Answer, NamedEntry, Need, PathEntry, RenderInputs } from '../render/contract.ts';
import type { TestFile } from './git-repository.ts';
import { MemoryObjects } from './memory-git-objects.ts';

export interface TestWorld {
  readonly files: Readonly<Record<string, Exclude<TestFile, null>>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly kubeVersion?: string;
  readonly apiVersions?: readonly string[];
}

export interface TestInputs extends RenderInputs {
  /** From now on these are known; only of importance with `lazy`. */
  learn(needs: readonly Need[]): void;
}

/** With `lazy` nothing is known until it was learned. */
export function testInputs(world: TestWorld, options: { readonly lazy?: boolean } = {}): TestInputs {
  const objects = new MemoryObjects();
  const files = Object.entries(world.files).map(([path, file]) => [path, objects.file(file)] as const);
  const root = objects.tree(new Map(files));
  const known = new Set<string>();
  const missing = (oid: string): boolean => options.lazy === true && !known.has(oid);

  function entriesOf(oid: string): Answer<readonly NamedEntry[]> {
    if (missing(oid)) return { kind: 'needed', needs: [{ kind: 'tree', oid }] };
    const tree = objects.get(oid);
    return { kind: 'known', value: tree?.kind === 'tree' ? tree.entries : [] };
  }

  function find(path: string): Answer<PathEntry | undefined> {
    let here: PathEntry | undefined = { mode: 'tree', oid: root };
    for (const part of path === '' ? [] : path.split('/')) {
      if (here?.mode !== 'tree') return { kind: 'known', value: undefined };
      const entries = entriesOf(here.oid);
      if (entries.kind === 'needed') return entries;
      const found: NamedEntry | undefined = entries.value.find(({ name }) => name === part);
      here = found === undefined ? undefined : { mode: found.mode, oid: found.oid };
    }
    return { kind: 'known', value: here };
  }

  return {
    learn(needs) {
      for (const { oid } of needs) known.add(oid);
    },
    entry: find,
    listing(path) {
      const folder = find(path);
      if (folder.kind === 'needed') return folder;
      return folder.value?.mode === 'tree' ? entriesOf(folder.value.oid) : { kind: 'known', value: undefined };
    },
    content(oid, limit) {
      if (missing(oid)) return { kind: 'needed', needs: [{ kind: 'blob', oid, limit }] };
      const blob = objects.get(oid);
      const content = blob?.kind === 'blob' ? blob.content : new Uint8Array();
      return { kind: 'known', value: content.length > limit ? 'too-large' : content };
    },
    variable: (name) => world.variables?.[name],
    kubeVersion: () => world.kubeVersion ?? '1.35.4',
    hasApiVersion: (name) => world.apiVersions?.includes(name) ?? false,
  };
}
