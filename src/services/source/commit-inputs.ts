/** The inputs of a render at one commit: paths walked from its trees through objects in memory, facts of the request. */
import { sortedTexts } from '../../base/json/byte-order.ts';
import type {
  Answer,
  ChartAnswer,
  ChartQuestion,
  Moment,
  NamedEntry,
  Need,
  PathEntry,
  PluginAnswer,
  RemoteAnswer,
  RenderInputs,
  RepositoryAnswer,
  RepositoryQuestion,
} from '../../render/contract.ts';
import {
  isRepositoryReference,
  pluginKey,
  referencedRepository,
  repositoryReference,
} from '../../render/trace/read.ts';
import { resolvedUrl, submoduleUrl } from './git-modules.ts';
import type { GitObject, TreeNames } from './git-objects.ts';

export interface RequestFacts {
  readonly variables: ReadonlyMap<string, string>;
  readonly kubeVersion: string;
  readonly apiVersions: ReadonlySet<string>;
  readonly moment: Moment;
}

/** What a need is brought for: an object of Git, the version of a chart, a remote file. */
export type RenderObject = GitObject | ChartAnswer | RemoteAnswer | RepositoryAnswer | PluginAnswer;

export interface RenderTrees {
  /** Object id of the source's own tree. */
  readonly root: string;
  /** Those of the sources it may refer to, by name. */
  readonly references: ReadonlyMap<string, string>;
  /** The repositories that they are from, where they are from repositories of Git. */
  readonly urls?: { readonly own: string | undefined; readonly references: ReadonlyMap<string, string> };
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
    case 'plugin':
      return pluginKey(need.question);
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
    plugin: (question) => plugin(tree, { kind: 'plugin', question }),
    repository: (question) => repository(tree, { kind: 'repository', question }),
    computing: () => known(true),
    moment: () => facts.moment,
    variable: (name) => facts.variables.get(name),
    kubeVersion: () => facts.kubeVersion,
    hasApiVersion: (name) => facts.apiVersions.has(name),
    apiVersions: () => sortedTexts(facts.apiVersions),
  };
}

function find(tree: CommitTree, path: string, reference: string | undefined): Answer<PathEntry | undefined> {
  const found = walk(tree, path, reference);
  if (found.kind === 'needed') return found;
  return known(found.value === undefined ? undefined : entryOf(found.value, reference));
}

/** Where a way has come to. */
interface Place {
  /** Of the tree that it is in, which is another behind a submodule. */
  readonly reference: string | undefined;
  readonly root: string;
  /** From that root. */
  readonly path: readonly string[];
  readonly entry: PathEntry;
}

function entryOf({ reference, entry }: Place, asked: string | undefined): PathEntry {
  return reference === asked || reference === undefined ? entry : { ...entry, reference };
}

/** Through submodules where the way goes on behind them. */
function walk(tree: CommitTree, path: string, asked: string | undefined): Answer<Place | undefined> {
  const start = asked === undefined ? known(tree.root) : rootOf(tree, asked);
  if (start.kind === 'needed') return start;
  if (start.value === undefined) return known(undefined);
  let [reference, root, begins] = [asked, start.value, 0];
  let entry: PathEntry = { mode: 'tree', oid: root };
  const parts = path === '' ? [] : path.split('/');
  for (let index = 0; index < parts.length; index++) {
    if (entry.mode === 'submodule') {
      const inside = beyond(tree, { reference, root, path: parts.slice(begins, index), entry });
      if (inside.kind === 'needed' || inside.value === undefined) return inside;
      ({ reference, root, entry } = inside.value);
      begins = index;
    }
    if (entry.mode !== 'tree') return known(undefined);
    const names = namesOf(tree, entry.oid, reference);
    if (names.kind === 'needed') return names;
    const next = names.value.get(parts[index] ?? '');
    if (next === undefined) return known(undefined);
    entry = next;
  }
  return known({ reference, root, path: begins === 0 ? parts : parts.slice(begins), entry });
}

/** The root of the repository that a submodule is; undefined where it cannot be had. */
function beyond(tree: CommitTree, place: Place): Answer<Place | undefined> {
  const found = submoduleAt(tree, place);
  if (found.kind === 'needed') return found;
  const question = found.value;
  if (question === undefined) return known(undefined);
  const answer = repository(tree, { kind: 'repository', question, submodule: place.path.join('/') });
  if (answer.kind === 'needed') return answer;
  if (answer.value.kind === 'fault') return known(undefined);
  const { root } = answer.value;
  return known({ reference: repositoryReference(question), root, path: [], entry: { mode: 'tree', oid: root } });
}

/** Bytes of `.gitmodules`. */
const LARGEST_MODULES = 1024 * 1024;

/** What the submodule at a place is; undefined where nothing says where it comes from. */
function submoduleAt(
  tree: CommitTree,
  { reference, root, path, entry }: Place,
): Answer<RepositoryQuestion | undefined> {
  const url = urlOf(tree, reference);
  const names = namesOf(tree, root, reference);
  if (names.kind === 'needed') return names;
  const file = names.value.get('.gitmodules');
  if (url === undefined || file === undefined || (file.mode !== 'file' && file.mode !== 'executable')) {
    return known(undefined);
  }
  const modules = content(tree, {
    kind: 'blob',
    oid: file.oid,
    limit: LARGEST_MODULES,
    ...(reference === undefined ? {} : { reference }),
  });
  if (modules.kind === 'needed') return modules;
  const text = modules.value === 'too-large' ? '' : Buffer.from(modules.value).toString('utf8');
  const written = submoduleUrl(text, path.join('/'));
  return known(written === undefined ? undefined : { url: resolvedUrl(written, url), ref: entry.oid });
}

/** Of the repository that a tree is from; undefined where it has none or its submodules are to be empty. */
function urlOf(tree: CommitTree, reference: string | undefined): string | undefined {
  if (reference === undefined) return tree.urls?.own;
  if (!isRepositoryReference(reference)) return tree.urls?.references.get(reference);
  const { url, submodules } = referencedRepository(reference);
  return submodules === false ? undefined : url;
}

function rootOf(tree: CommitTree, reference: string): Answer<string | undefined> {
  if (!isRepositoryReference(reference)) return known(tree.references.get(reference));
  const answer = repository(tree, { kind: 'repository', question: referencedRepository(reference) });
  if (answer.kind === 'needed') return answer;
  return known(answer.value.kind === 'commit' ? answer.value.root : undefined);
}

function list(
  tree: CommitTree,
  path: string,
  reference: string | undefined,
): Answer<readonly NamedEntry[] | undefined> {
  const found = walk(tree, path, reference);
  if (found.kind === 'needed') return found;
  if (found.value === undefined) return known(undefined);
  const folder = found.value.entry.mode === 'submodule' ? beyond(tree, found.value) : found;
  if (folder.kind === 'needed') return folder;
  if (folder.value?.entry.mode !== 'tree') return known(undefined);
  const inside = folder.value.reference;
  const names = namesOf(tree, folder.value.entry.oid, inside);
  if (names.kind === 'needed') return names;
  const entries = [...names.value.values()];
  if (inside === reference || inside === undefined) return known(entries);
  return known(entries.map((entry) => ({ ...entry, reference: inside })));
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

const REMOTE_KINDS = ['content', 'too-large', 'status', 'unreachable'];

function isRemoteAnswer(object: RenderObject | undefined): object is RemoteAnswer {
  return object !== undefined && 'kind' in object && REMOTE_KINDS.includes(object.kind);
}

function plugin(tree: CommitTree, need: Extract<Need, { kind: 'plugin' }>): Answer<PluginAnswer> {
  const object = tree.object(needKey(need));
  return isPluginAnswer(object) ? known(object) : needed(need);
}

function isPluginAnswer(object: RenderObject | undefined): object is PluginAnswer {
  if (object === undefined || !('kind' in object)) return false;
  return object.kind === 'manifests' || object.kind === 'match' || object.kind === 'parameters';
}

function repository(tree: CommitTree, need: Extract<Need, { kind: 'repository' }>): Answer<RepositoryAnswer> {
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
