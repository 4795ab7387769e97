/** Questions as records, and whether a record still holds in another world. */
import type { Answer, NamedEntry, PathEntry, Read, RenderInputs } from '../contract.ts';

/** One text per question, whatever the answer. */
export function readKey(read: Read): string {
  switch (read.kind) {
    case 'entry':
    case 'listing':
      return `${read.kind} ${read.path}`;
    case 'variable':
    case 'api-version':
      return `${read.kind} ${read.name}`;
    case 'kube-version':
      return read.kind;
  }
}

export function entryRead(path: string, entry: PathEntry | undefined): Read {
  const mode = entry?.mode ?? 'absent';
  // A folder's id changes with everything below it; that it is a folder is all that was answered.
  return { kind: 'entry', path, mode, oid: entry === undefined || mode === 'tree' ? '' : entry.oid };
}

export function listingRead(path: string, listing: readonly NamedEntry[] | undefined): Read {
  const names = listing?.map(({ name, mode }) => `${mode} ${name}`).join('\0');
  return { kind: 'listing', path, names: names ?? 'absent' };
}

/** Whether the question would be answered the same way by these inputs; needed where they cannot tell yet. */
export function holds(read: Read, inputs: RenderInputs): Answer<boolean> {
  switch (read.kind) {
    case 'entry':
      return same(inputs.entry(read.path), (entry) => {
        const now = entryRead(read.path, entry);
        return now.kind === 'entry' && now.mode === read.mode && now.oid === read.oid;
      });
    case 'listing':
      return same(inputs.listing(read.path), (listing) => {
        const now = listingRead(read.path, listing);
        return now.kind === 'listing' && now.names === read.names;
      });
    case 'variable':
      return known(inputs.variable(read.name) === read.value);
    case 'kube-version':
      return known(inputs.kubeVersion() === read.value);
    case 'api-version':
      return known(inputs.hasApiVersion(read.name) === read.served);
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
