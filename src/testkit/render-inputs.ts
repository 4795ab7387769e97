/** A repository's tree in memory as the inputs of a renderer, complete or learning what it is asked for. */
import { createHash } from 'node:crypto';
import type {
  Answer,
  NamedEntry,
  Need,
  PathEntry,
  PluginAnswer,
  PluginQuestion,
  RenderInputs,
  RepositoryAnswer,
  RepositoryQuestion,
} from '../render/contract.ts';
import { withoutSecrets } from '../render/kustomize/files/safe-repository.ts';
import { isRepositoryReference, pluginKey, referencedRepository, repositoryReference } from '../render/trace/read.ts';
import type { TestFile } from './git-repository.ts';
import { MemoryObjects } from './memory-git-objects.ts';

export interface TestWorld {
  readonly files: Readonly<Record<string, Exclude<TestFile, null>>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly kubeVersion?: string;
  readonly apiVersions?: readonly string[];
  /** Archives by repository, name and version, joined by spaces; a question's version is taken as it is. */
  readonly charts?: Readonly<Record<string, Uint8Array>>;
  readonly remoteFiles?: Readonly<Record<string, string>>;
  /** Trees of other repositories by URL and ref, joined by a space; the URL alone for the default branch. */
  readonly repositories?: Readonly<Record<string, TestWorld['files']>>;
  /** Files of other sources by the name of their `ref`. */
  readonly references?: Readonly<Record<string, TestWorld['files']>>;
  readonly instant?: number;
  /** What plugins answer; without it nobody does. */
  readonly plugin?: (question: PluginQuestion) => PluginAnswer;
}

export interface TestInputs extends RenderInputs {
  /** From now on these are known; only of importance with `lazy`. */
  learn(needs: readonly Need[]): void;
}

/** With `lazy` nothing is known until it was learned. */
export function testInputs(world: TestWorld, options: { readonly lazy?: boolean } = {}): TestInputs {
  const objects = new MemoryObjects();
  const treeOf = (files: TestWorld['files']): string =>
    objects.tree(new Map(Object.entries(files).map(([path, file]) => [path, objects.file(file)] as const)));
  const root = treeOf(world.files);
  const references = new Map(Object.entries(world.references ?? {}).map(([name, files]) => [name, treeOf(files)]));
  const archives = new Map(Object.values(world.charts ?? {}).map((archive) => [digestOf(archive), archive]));
  const known = new Set<string>();
  const missing = (key: string): boolean => options.lazy === true && !known.has(key);

  function entriesOf(oid: string): Answer<readonly NamedEntry[]> {
    if (missing(oid)) return { kind: 'needed', needs: [{ kind: 'tree', oid }] };
    const tree = objects.get(oid);
    return { kind: 'known', value: tree?.kind === 'tree' ? tree.entries : [] };
  }

  function find(path: string, reference?: string): Answer<PathEntry | undefined> {
    if (reference !== undefined && isRepositoryReference(reference) && !references.has(reference)) {
      const answer = repository(referencedRepository(reference));
      if (answer.kind === 'needed') return answer;
    }
    const top = reference === undefined ? root : references.get(reference);
    let here: PathEntry | undefined = top === undefined ? undefined : { mode: 'tree', oid: top };
    for (const part of path === '' ? [] : path.split('/')) {
      if (here?.mode !== 'tree') return { kind: 'known', value: undefined };
      const entries = entriesOf(here.oid);
      if (entries.kind === 'needed') return entries;
      const found: NamedEntry | undefined = entries.value.find(({ name }) => name === part);
      here = found === undefined ? undefined : { mode: found.mode, oid: found.oid };
    }
    return { kind: 'known', value: here };
  }

  function repository(question: RepositoryQuestion): Answer<RepositoryAnswer> {
    const need: Need = { kind: 'repository', question };
    if (missing(keyOf(need))) return { kind: 'needed', needs: [need] };
    const files = world.repositories?.[`${question.url} ${question.ref}`.trim()];
    if (files === undefined) {
      const message = `no repository ${withoutSecrets(question.url)} at ${question.ref}`;
      return { kind: 'known', value: { kind: 'fault', faultKind: 'user', code: 'source.base-not-read', message } };
    }
    const tree = treeOf(files);
    references.set(repositoryReference(question), tree);
    return { kind: 'known', value: { kind: 'commit', commit: tree, root: tree } };
  }

  return {
    learn(needs) {
      for (const need of needs) known.add(keyOf(need));
    },
    entry: find,
    listing(path, reference) {
      const folder = find(path, reference);
      if (folder.kind === 'needed') return folder;
      return folder.value?.mode === 'tree' ? entriesOf(folder.value.oid) : { kind: 'known', value: undefined };
    },
    content(oid, limit) {
      if (missing(oid)) return { kind: 'needed', needs: [{ kind: 'blob', oid, limit }] };
      const blob = objects.get(oid);
      const content = archives.get(oid) ?? (blob?.kind === 'blob' ? blob.content : new Uint8Array());
      return { kind: 'known', value: content.length > limit ? 'too-large' : content };
    },
    chart(question) {
      const need: Need = { kind: 'chart', question };
      const archive = world.charts?.[keyOf(need)];
      if (archive === undefined || missing(keyOf(need))) return { kind: 'needed', needs: [need] };
      return { kind: 'known', value: { version: question.version, digest: digestOf(archive) } };
    },
    remoteFile(url, limit) {
      const text = world.remoteFiles?.[url];
      if (text === undefined || missing(url)) return { kind: 'needed', needs: [{ kind: 'remote-file', url, limit }] };
      const content = new TextEncoder().encode(text);
      return { kind: 'known', value: content.length > limit ? 'too-large' : content };
    },
    remote(url, limit) {
      const text = world.remoteFiles?.[url];
      if (missing(`remote ${url}`)) return { kind: 'needed', needs: [{ kind: 'remote', url, limit }] };
      if (text === undefined) return { kind: 'known', value: { kind: 'status', status: 404 } };
      return { kind: 'known', value: { kind: 'content', content: new TextEncoder().encode(text) } };
    },
    plugin(question) {
      const need: Need = { kind: 'plugin', question };
      if (world.plugin === undefined || missing(keyOf(need))) return { kind: 'needed', needs: [need] };
      return { kind: 'known', value: world.plugin(question) };
    },
    repository,
    computing: () => ({ kind: 'known', value: true }),
    moment: () => ({ instant: world.instant ?? 0, entropy: new Uint8Array(32) }),
    variable: (name) => world.variables?.[name],
    kubeVersion: () => world.kubeVersion ?? '1.35.4',
    hasApiVersion: (name) => world.apiVersions?.includes(name) ?? false,
    apiVersions: () => (world.apiVersions ?? []).toSorted(),
  };
}

function digestOf(archive: Uint8Array): string {
  return `sha256:${createHash('sha256').update(archive).digest('hex')}`;
}

/** A chart by repository, name and version, joined by spaces. */
function keyOf(need: Need): string {
  if (need.kind === 'remote-file') return need.url;
  if (need.kind === 'remote') return `remote ${need.url}`;
  if (need.kind === 'repository') return repositoryReference(need.question);
  if (need.kind === 'plugin') return pluginKey(need.question);
  if (need.kind !== 'chart') return need.oid;
  const { repository, name, version } = need.question;
  return `${repository} ${name} ${version}`;
}
