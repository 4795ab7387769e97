/** The inputs of a render at one commit: paths walked from its tree through objects in memory, facts of the request. */
import type { Answer, NamedEntry, Need, PathEntry, RenderInputs } from '../../render/contract.ts';
import type { GitObject, TreeNames } from './git-objects.ts';

export interface RequestFacts {
  readonly variables: ReadonlyMap<string, string>;
  readonly kubeVersion: string;
  readonly apiVersions: ReadonlySet<string>;
}

export interface CommitTree {
  /** Object id of the commit's tree. */
  readonly root: string;
  /** What is in memory. */
  readonly object: (oid: string) => GitObject | undefined;
}

export function commitInputs(tree: CommitTree, facts: RequestFacts): RenderInputs {
  return {
    entry: (path) => find(tree, path),
    listing: (path) => list(tree, path),
    content: (oid, limit) => content(tree, oid, limit),
    variable: (name) => facts.variables.get(name),
    kubeVersion: () => facts.kubeVersion,
    hasApiVersion: (name) => facts.apiVersions.has(name),
  };
}

function find(tree: CommitTree, path: string): Answer<PathEntry | undefined> {
  let here: PathEntry = { mode: 'tree', oid: tree.root };
  for (const part of path === '' ? [] : path.split('/')) {
    if (here.mode !== 'tree') return known(undefined);
    const names = namesOf(tree, here.oid);
    if (names.kind === 'needed') return names;
    const next = names.value.get(part);
    if (next === undefined) return known(undefined);
    here = next;
  }
  return known(here);
}

function list(tree: CommitTree, path: string): Answer<readonly NamedEntry[] | undefined> {
  const folder = find(tree, path);
  if (folder.kind === 'needed') return folder;
  if (folder.value?.mode !== 'tree') return known(undefined);
  const names = namesOf(tree, folder.value.oid);
  return names.kind === 'needed' ? names : known([...names.value.values()]);
}

function content(tree: CommitTree, oid: string, limit: number): Answer<Uint8Array | 'too-large'> {
  const object = tree.object(oid);
  if (object instanceof Uint8Array) return known(object.length > limit ? 'too-large' : object);
  if (object !== undefined && 'tooLargeFor' in object && limit <= object.tooLargeFor) return known('too-large');
  return needed({ kind: 'blob', oid, limit });
}

function namesOf(tree: CommitTree, oid: string): Answer<TreeNames> {
  const object = tree.object(oid);
  return object instanceof Map ? known(object) : needed({ kind: 'tree', oid });
}

function known<T>(value: T): Answer<T> {
  return { kind: 'known', value };
}

function needed(need: Need): { readonly kind: 'needed'; readonly needs: readonly Need[] } {
  return { kind: 'needed', needs: [need] };
}
