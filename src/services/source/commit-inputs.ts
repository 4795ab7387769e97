/** The inputs of a render at one commit: paths walked from its trees through objects in memory, facts of the request. */
import type {
  Answer,
  ChartAnswer,
  ChartQuestion,
  Moment,
  NamedEntry,
  Need,
  PathEntry,
  RemoteAnswer,
  RenderInputs,
  RepositoryAnswer,
  RepositoryQuestion,
} from '../../render/contract.ts';
import { isRepositoryReference, referencedRepository, repositoryReference } from '../../render/trace/read.ts';
import type { GitObject, TreeNames } from './git-objects.ts';

export interface RequestFacts {
  readonly variables: ReadonlyMap<string, string>;
  readonly kubeVersion: string;
  readonly apiVersions: ReadonlySet<string>;
  readonly moment: Moment;
}

/** What a need is brought for: an object of Git, the version of a chart, a remote file. */
export type RenderObject = GitObject | ChartAnswer | RemoteAnswer | RepositoryAnswer;

export interface RenderTrees {
  /** Object id of the source's own tree. */
  readonly root: string;
  /** Those of the sources it may refer to, by name. */
  readonly references: ReadonlyMap<string, string>;
}

export interface CommitTree extends RenderTrees {
  /** What is in memory, by `needKey`. */
  readonly object: (key: string) => RenderObject | undefined;
}

/** Under which name what a need brings is kept in memory: equal content has one. */
export function needKey(need: Need): string {
  switch (need.kind) {
    case 'tree':
    case 'blob':
      return need.oid;
    case 'chart':
      return chartKey(need.question);
    case 'remote-file':
      return urlKey(need.url);
    case 'remote':
      return `remote ${need.url}`;
    case 'repository':
      return repositoryReference(need.question);
  }
}

export function chartKey({ repository, name, version }: ChartQuestion): string {
  return `chart ${JSON.stringify([repository, name, version])}`;
}

function urlKey(url: string): string {
  return `url ${url}`;
}

export function commitInputs(tree: CommitTree, facts: RequestFacts): RenderInputs {
  return {
    entry: (path, reference) => find(tree, path, reference),
    listing: (path, reference) => list(tree, path, reference),
    content: (oid, limit, reference) =>
      content(tree, { kind: 'blob', oid, limit, ...(reference === undefined ? {} : { reference }) }),
    chart: (question, asker) => chart(tree, { kind: 'chart', question, asker }),
    remoteFile: (url, limit) => content(tree, { kind: 'remote-file', url, limit }),
    remote: (url, limit) => remote(tree, { kind: 'remote', url, limit }),
    repository: (question) => repository(tree, question),
    computing: () => known(true),
    moment: () => facts.moment,
    variable: (name) => facts.variables.get(name),
    kubeVersion: () => facts.kubeVersion,
    hasApiVersion: (name) => facts.apiVersions.has(name),
  };
}

function find(tree: CommitTree, path: string, reference: string | undefined): Answer<PathEntry | undefined> {
  const root = reference === undefined ? known(tree.root) : rootOf(tree, reference);
  if (root.kind === 'needed') return root;
  if (root.value === undefined) return known(undefined);
  let here: PathEntry = { mode: 'tree', oid: root.value };
  for (const part of path === '' ? [] : path.split('/')) {
    if (here.mode !== 'tree') return known(undefined);
    const names = namesOf(tree, here.oid, reference);
    if (names.kind === 'needed') return names;
    const next = names.value.get(part);
    if (next === undefined) return known(undefined);
    here = next;
  }
  return known(here);
}

function rootOf(tree: CommitTree, reference: string): Answer<string | undefined> {
  if (!isRepositoryReference(reference)) return known(tree.references.get(reference));
  const answer = repository(tree, referencedRepository(reference));
  if (answer.kind === 'needed') return answer;
  return known(answer.value.kind === 'commit' ? answer.value.root : undefined);
}

function list(
  tree: CommitTree,
  path: string,
  reference: string | undefined,
): Answer<readonly NamedEntry[] | undefined> {
  const folder = find(tree, path, reference);
  if (folder.kind === 'needed') return folder;
  if (folder.value?.mode !== 'tree') return known(undefined);
  const names = namesOf(tree, folder.value.oid, reference);
  return names.kind === 'needed' ? names : known([...names.value.values()]);
}

function content(
  tree: CommitTree,
  need: Extract<Need, { kind: 'blob' | 'remote-file' }>,
): Answer<Uint8Array | 'too-large'> {
  const object = tree.object(needKey(need));
  if (object instanceof Uint8Array) return known(object.length > need.limit ? 'too-large' : object);
  if (isTooLarge(object) && need.limit <= object.tooLargeFor) return known('too-large');
  return needed(need);
}

function isTooLarge(object: RenderObject | undefined): object is { readonly tooLargeFor: number } {
  return object !== undefined && 'tooLargeFor' in object;
}

function remote(tree: CommitTree, need: Extract<Need, { kind: 'remote' }>): Answer<RemoteAnswer> {
  const object = tree.object(needKey(need));
  return isRemoteAnswer(object) ? known(object) : needed(need);
}

function isRemoteAnswer(object: RenderObject | undefined): object is RemoteAnswer {
  return object !== undefined && 'kind' in object && object.kind !== 'commit' && object.kind !== 'fault';
}

function repository(tree: CommitTree, question: RepositoryQuestion): Answer<RepositoryAnswer> {
  const need: Need = { kind: 'repository', question };
  const object = tree.object(needKey(need));
  return isRepositoryAnswer(object) ? known(object) : needed(need);
}

function isRepositoryAnswer(object: RenderObject | undefined): object is RepositoryAnswer {
  return object !== undefined && 'kind' in object && (object.kind === 'commit' || object.kind === 'fault');
}

function chart(tree: CommitTree, need: Extract<Need, { kind: 'chart' }>): Answer<ChartAnswer> {
  const object = tree.object(needKey(need));
  return object !== undefined && 'digest' in object ? known(object) : needed(need);
}

function namesOf(tree: CommitTree, oid: string, reference: string | undefined): Answer<TreeNames> {
  const object = tree.object(oid);
  if (object instanceof Map) return known(object);
  return needed({ kind: 'tree', oid, ...(reference === undefined ? {} : { reference }) });
}

function known<T>(value: T): Answer<T> {
  return { kind: 'known', value };
}

function needed(need: Need): { readonly kind: 'needed'; readonly needs: readonly Need[] } {
  return { kind: 'needed', needs: [need] };
}
