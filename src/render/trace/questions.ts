/**
 * What a renderer asks through: answers come back plainly, each question is recorded, and a missing answer ends this
 * attempt by an exception that only `attempt` catches. Purity makes the repetition safe.
 */
import { AppError } from '../../base/errors.ts';
import type {
  Answer,
  ChartAnswer,
  ChartQuestion,
  Moment,
  NamedEntry,
  Need,
  PathEntry,
  PluginAnswer,
  PluginQuestion,
  Read,
  RemoteAnswer,
  RenderInputs,
  RenderSettings,
  RepositoryAnswer,
  RepositoryQuestion,
} from '../contract.ts';
import {
  contentDigest,
  entryRead,
  listDigest,
  listingRead,
  pluginDigest,
  readKey,
  referencedRepository,
  remoteDigest,
} from './read.ts';

const MOST_AHEAD = 300;

/** What the questions about several trees of one render have in common, and the tree of these. */
interface Shared {
  readonly records?: Map<string, Read>[];
  readonly reference?: string;
  readonly ahead?: { count: number };
  readonly permitsLinksOut?: boolean;
}

export class Questions {
  readonly #inputs: RenderInputs;
  /** All reads, and those of each piece of work that is recorded by itself now. */
  readonly #records: Map<string, Read>[];
  readonly #reference: string | undefined;
  /** A link out of a tree leads nowhere, and is no fault. */
  readonly permitsLinksOut: boolean;
  /** How much work may still be done in this attempt only to see what it lacks. */
  readonly #ahead: { count: number };

  constructor(inputs: RenderInputs, shared: Shared = {}) {
    this.#inputs = inputs;
    this.#records = shared.records ?? [new Map()];
    this.#reference = shared.reference;
    this.permitsLinksOut = shared.permitsLinksOut === true;
    this.#ahead = shared.ahead ?? { count: MOST_AHEAD };
  }

  /** The same render asking about the tree of another source. */
  in(reference: string): Questions {
    const { permitsLinksOut } = this;
    return new Questions(this.#inputs, { records: this.#records, reference, ahead: this.#ahead, permitsLinksOut });
  }

  /** Everything asked so far, each question once. */
  get reads(): readonly Read[] {
    return [...(this.#records[0]?.values() ?? [])];
  }

  /** Runs work and tells what it asked, whether it was asked before or not. */
  recorded<T>(work: () => T): { readonly value: T; readonly reads: readonly Read[] } {
    const reads = new Map<string, Read>();
    this.#records.push(reads);
    try {
      return { value: work(), reads: [...reads.values()] };
    } finally {
      this.#records.pop();
    }
  }

  /**
   * Does one piece of work after the other, and tells at once what all of them lack. After the first that lacks something the
   * others are only done for that: nobody uses what they make, and faults of theirs are found in the next attempt.
   */
  each(works: readonly (() => void)[]): void {
    const needs: Need[] = [];
    for (const work of works) {
      if (needs.length > 0 && this.#ahead.count-- <= 0) break;
      try {
        work();
      } catch (error) {
        if (error instanceof MissingInputs) needs.push(...error.needs);
        else if (needs.length === 0 || !(error instanceof AppError)) throw error;
      }
    }
    if (needs.length > 0) throw new MissingInputs(needs);
  }

  /** Takes over what was asked by work that need not be done again. */
  replay(reads: readonly Read[]): void {
    for (const read of reads) this.#record(read);
  }

  /** The tree whose paths are asked for; undefined: the source's own. */
  get reference(): string | undefined {
    return this.#reference;
  }

  /** The object that a folder is, without that being a question: undefined where there is none. */
  treeId(path: string): string | undefined {
    const entry = answered(this.#inputs.entry(path, this.#reference));
    return entry?.mode === 'tree' ? entry.oid : undefined;
  }

  /** What stands at a path, links not followed; undefined where nothing does. */
  entry(path: string): PathEntry | undefined {
    const entry = answered(this.#inputs.entry(path, this.#reference));
    this.#record(entryRead(path, entry, this.#reference));
    this.#beyondSubmodule(entry?.reference);
    return entry;
  }

  /** Entries of a folder in byte order of their names, as Go walks folders; undefined where there is no folder. */
  listing(path: string): readonly NamedEntry[] | undefined {
    const listing = answered(this.#inputs.listing(path, this.#reference));
    this.#record(listingRead(path, listing, this.#reference));
    this.#beyondSubmodule(listing?.[0]?.reference);
    return listing?.toSorted((a, b) => compareBytes(a.name, b.name));
  }

  /** Tells at once all that is missing for listing these folders; asks and records nothing. */
  expectListings(paths: readonly string[]): void {
    const needs = paths.flatMap((path) => {
      const answer = this.#inputs.listing(path, this.#reference);
      return answer.kind === 'needed' ? answer.needs : [];
    });
    if (needs.length > 0) throw new MissingInputs(needs);
  }

  /** Contents of files whose entries were asked before (the object id is the read); all that are missing are needed at once. */
  contents(files: readonly PathEntry[], limit: number): readonly (Uint8Array | 'too-large')[] {
    return allAnswered(files.map((file) => this.#inputs.content(file.oid, limit, file.reference ?? this.#reference)));
  }

  /**
   * Charts of repositories with their archives of at most `limit` bytes each; all that are missing are needed at once.
   * `asker` is named where they cannot be had.
   */
  charts(questions: readonly ChartQuestion[], limit: number, asker?: string): readonly FetchedChart[] {
    const answers = allAnswered(questions.map((question) => this.#inputs.chart(question, asker)));
    const archives = allAnswered(answers.map(({ digest }) => this.#inputs.content(digest, limit)));
    return answers.map(({ version, digest }, index) => {
      const question = questions[index];
      if (question !== undefined) this.#record({ kind: 'chart', question, digest });
      return { version, digest, archive: archives[index] ?? 'too-large' };
    });
  }

  /** Files by their URLs; all that are missing are needed at once. */
  remoteFiles(urls: readonly string[], limit: number): readonly (Uint8Array | 'too-large')[] {
    const contents = allAnswered(urls.map((url) => this.#inputs.remoteFile(url, limit)));
    for (const [index, content] of contents.entries()) {
      this.#record({ kind: 'remote-file', url: urls[index] ?? '', limit, digest: contentDigest(content) });
    }
    return contents;
  }

  /** What is behind URLs that may be files; all that are missing are needed at once. */
  remotes(urls: readonly string[], limit: number): readonly RemoteAnswer[] {
    const answers = allAnswered(urls.map((url) => this.#inputs.remote(url, limit)));
    for (const [index, answer] of answers.entries()) {
      this.#record({ kind: 'remote', url: urls[index] ?? '', limit, digest: remoteDigest(answer) });
    }
    return answers;
  }

  /** Commits of other repositories; all that are missing are needed at once. Their trees: `in(repositoryReference(…))`. */
  repositories(questions: readonly RepositoryQuestion[]): readonly RepositoryAnswer[] {
    const answers = allAnswered(questions.map((question) => this.#inputs.repository(question)));
    for (const [index, question] of questions.entries()) {
      this.#record({ kind: 'repository', question, isThere: answers[index]?.kind === 'commit' });
    }
    return answers;
  }

  plugin(question: PluginQuestion): PluginAnswer {
    const answer = answered(this.#inputs.plugin(question));
    this.#record({ kind: 'plugin', question, digest: pluginDigest(answer) });
    return answer;
  }

  /** Before work that takes long: ends this attempt on a thread that has others to serve. */
  expectComputing(): void {
    answered(this.#inputs.computing());
  }

  /** Clock and randomness of this render. */
  moment(): Moment {
    this.#record({ kind: 'moment' });
    return this.#inputs.moment();
  }

  variable(name: string): string | undefined {
    const value = this.#inputs.variable(name);
    this.#record({ kind: 'variable', name, value });
    return value;
  }

  kubeVersion(): string {
    const value = this.#inputs.kubeVersion();
    this.#record({ kind: 'kube-version', value });
    return value;
  }

  hasApiVersion(name: string): boolean {
    const served = this.#inputs.hasApiVersion(name);
    this.#record({ kind: 'api-version', name, served });
    return served;
  }

  apiVersions(): readonly string[] {
    const versions = this.#inputs.apiVersions();
    this.#record({ kind: 'api-versions', digest: listDigest(versions) });
    return versions;
  }

  /** That the submodule's repository could be had is part of what was asked. */
  #beyondSubmodule(reference: string | undefined): void {
    if (reference === undefined) return;
    this.#record({ kind: 'repository', question: referencedRepository(reference), isThere: true });
  }

  #record(read: Read): void {
    const key = readKey(read);
    for (const reads of this.#records) reads.set(key, read);
  }
}

export interface FetchedChart extends ChartAnswer {
  /** The packed chart (`.tgz`). */
  readonly archive: Uint8Array | 'too-large';
}

export type Attempt<T> =
  | { readonly kind: 'done'; readonly value: T; readonly reads: readonly Read[] }
  | { readonly kind: 'needs'; readonly needs: readonly Need[] }
  | { readonly kind: 'failed'; readonly error: AppError; readonly reads: readonly Read[] };

/** Runs a renderer once: its result, what it lacked, or the fault it threw, with all questions. */
export function attempt<T>(
  inputs: RenderInputs,
  work: (questions: Questions) => T,
  { permitsLinksOut = false }: Pick<RenderSettings, 'permitsLinksOut'> = {},
): Attempt<T> {
  const questions = new Questions(inputs, { permitsLinksOut });
  try {
    return { kind: 'done', value: work(questions), reads: questions.reads };
  } catch (error) {
    if (error instanceof MissingInputs) return { kind: 'needs', needs: error.needs };
    if (error instanceof AppError) return { kind: 'failed', error, reads: questions.reads };
    throw error;
  }
}

class MissingInputs extends Error {
  readonly needs: readonly Need[];

  constructor(needs: readonly Need[]) {
    super('inputs are missing');
    this.needs = needs;
  }
}

const BEYOND = /[\ud800-\uffff]/;

/** Order of UTF-8; that of UTF-16 is the same below the surrogates, and a hundred times faster. */
function compareBytes(a: string, b: string): number {
  if (BEYOND.test(a) || BEYOND.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : Number(a > b);
}

function allAnswered<T>(answers: readonly Answer<T>[]): readonly T[] {
  const needs = answers.flatMap((answer) => (answer.kind === 'needed' ? answer.needs : []));
  if (needs.length > 0) throw new MissingInputs(needs);
  return answers.map(answered);
}

function answered<T>(answer: Answer<T>): T {
  if (answer.kind === 'needed') throw new MissingInputs(answer.needs);
  return answer.value;
}
