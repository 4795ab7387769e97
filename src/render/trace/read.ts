/** Questions as records, and whether a record still holds in another world. */
import { createHash } from 'node:crypto';
import type {
  Answer,
  NamedEntry,
  PathEntry,
  PluginAnswer,
  PluginQuestion,
  Read,
  RemoteAnswer,
  RenderInputs,
  RepositoryQuestion,
} from '../contract.ts';

/** One text per question, whatever the answer. */
export function readKey(read: Read): string {
  switch (read.kind) {
    case 'entry':
    case 'listing':
      return `${read.kind} ${read.reference ?? ''}:${read.path}`;
    case 'chart':
      return `chart ${JSON.stringify([read.question.repository, read.question.name, read.question.version])}`;
    case 'remote-file':
    case 'remote':
      return `${read.kind} ${read.limit} ${read.url}`;
    case 'repository':
      return repositoryReference(read.question);
    case 'plugin':
      return pluginKey(read.question);
    case 'variable':
    case 'api-version':
      return `${read.kind} ${read.name}`;
    case 'kube-version':
    case 'api-versions':
    case 'moment':
      return read.kind;
  }
}

/** One text per question to a plugin. */
export function pluginKey({ task, name, folder, environment }: PluginQuestion): string {
  return `plugin ${JSON.stringify([task, name, folder, environment.map((entry) => [entry.name, entry.value])])}`;
}

const REPOSITORY = 'repository ';

/** The name of the tree that a question for another repository leads to. No name of a source's `ref` looks like it. */
export function repositoryReference({ url, ref, submodules }: RepositoryQuestion): string {
  return REPOSITORY + JSON.stringify(submodules === false ? [url, ref, false] : [url, ref]);
}

export function isRepositoryReference(reference: string): boolean {
  return reference.startsWith(REPOSITORY);
}

/** The question that leads to such a tree. */
export function referencedRepository(reference: string): RepositoryQuestion {
  const [url, ref, submodules] = JSON.parse(reference.slice(REPOSITORY.length)) as [string, string, false?];
  return { url, ref, ...(submodules === undefined ? {} : { submodules }) };
}

export function entryRead(path: string, entry: PathEntry | undefined, reference?: string): Read {
  const { mode, oid } = answered(entry);
  return { kind: 'entry', path, mode, oid, ...(reference === undefined ? {} : { reference }) };
}

const ABSENT = { mode: 'absent', oid: '' } as const;

/** A folder's id changes with everything below it; that it is a folder is all that was answered. */
function answered(entry: PathEntry | undefined): { readonly mode: PathEntry['mode'] | 'absent'; readonly oid: string } {
  if (entry === undefined) return ABSENT;
  return entry.mode === 'tree' ? { mode: entry.mode, oid: '' } : entry;
}

export function listingRead(path: string, listing: readonly NamedEntry[] | undefined, reference?: string): Read {
  const names = listing?.map(({ name, mode }) => `${mode} ${name}`).join('\0') ?? 'absent';
  return { kind: 'listing', path, names, ...(reference === undefined ? {} : { reference }) };
}

/** What a record keeps of a remote file. */
export function contentDigest(content: Uint8Array | 'too-large'): string {
  return content === 'too-large' ? content : createHash('sha256').update(content).digest('hex');
}

/** What a record keeps of a list of names. */
export function listDigest(names: readonly string[]): string {
  return createHash('sha256').update(names.join('\n')).digest('hex');
}

/** What a record keeps of a server's answer. */
export function remoteDigest(answer: RemoteAnswer): string {
  if (answer.kind === 'content') return contentDigest(answer.content);
  return answer.kind === 'status' ? `status ${answer.status}` : answer.kind;
}

/** What a record keeps of a plugin's answer. */
export function pluginDigest(answer: PluginAnswer): string {
  if (answer.kind === 'match') return String(answer.isSupported);
  const told = answer.kind === 'manifests' ? answer.texts : answer.announcements;
  return createHash('sha256').update(JSON.stringify(told)).digest('hex');
}

/** Whether the question would be answered the same way by these inputs; needed where they cannot tell yet. */
export function holds(read: Read, inputs: RenderInputs): Answer<boolean> {
  switch (read.kind) {
    case 'entry':
      return same(inputs.entry(read.path, read.reference), (entry) => {
        const { mode, oid } = answered(entry);
        return mode === read.mode && oid === read.oid;
      });
    case 'listing':
      return same(inputs.listing(read.path, read.reference), (listing) => {
        const now = listingRead(read.path, listing);
        return now.kind === 'listing' && now.names === read.names;
      });
    case 'chart':
      return same(inputs.chart(read.question), ({ digest }) => digest === read.digest);
    case 'remote-file':
      return same(inputs.remoteFile(read.url, read.limit), (content) => contentDigest(content) === read.digest);
    case 'remote':
      return same(inputs.remote(read.url, read.limit), (answer) => remoteDigest(answer) === read.digest);
    case 'repository':
      return same(inputs.repository(read.question), ({ kind }) => (kind === 'commit') === read.isThere);
    case 'plugin':
      return same(inputs.plugin(read.question), (answer) => pluginDigest(answer) === read.digest);
    // Whoever keeps the record compares commits.
    case 'moment':
      return known(true);
    case 'variable':
      return known(inputs.variable(read.name) === read.value);
    case 'kube-version':
      return known(inputs.kubeVersion() === read.value);
    case 'api-version':
      return known(inputs.hasApiVersion(read.name) === read.served);
    case 'api-versions':
      return known(listDigest(inputs.apiVersions()) === read.digest);
  }
}

/** Whether all hold: ends at the first that does not; all that is needed for the others is told at once. */
export function allHold(reads: readonly Read[], inputs: RenderInputs): Answer<boolean> {
  const answers = reads.map((read) => holds(read, inputs));
  if (answers.some((answer) => answer.kind === 'known' && !answer.value)) return known(false);
  const needs = answers.flatMap((answer) => (answer.kind === 'needed' ? answer.needs : []));
  return needs.length > 0 ? { kind: 'needed', needs } : known(true);
}

function known(value: boolean): Answer<boolean> {
  return { kind: 'known', value };
}

function same<T>(answer: Answer<T>, compare: (value: T) => boolean): Answer<boolean> {
  return answer.kind === 'needed' ? answer : known(compare(answer.value));
}
