/**
 * One bare mirror on disk. What was fetched whole is marked by a ref `refs/tiphys/have/<commit>`: only a marked commit is
 * known to be there with all its trees. Transfers go on beside one another and reading needs no lock; our own refs are
 * written one after the other.
 */
import { createHash } from 'node:crypto';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteLru } from '../../base/byte-lru.ts';
import type { Oid } from '../../ports/git.ts';
import type { BatchObject } from './batch-answers.ts';
import { createGate, type Gate } from './gate.ts';
import { gitError } from './git-error.ts';
import type { GitProgram } from './git-program.ts';
import { holdObjects } from './held-objects.ts';
import { writeLooseRef } from './loose-ref.ts';
import { createObjectReader, type ObjectReader, withMemory } from './object-reader.ts';
import { writePack } from './pack-files.ts';
import type { SmallPack } from './small-pack.ts';

const HAVE = 'refs/tiphys/have/';
const KEEP = 'refs/tiphys/keep/';
/** Commits that stay marked; older ones are fetched again when somebody wants them. */
const MARKED = 64;
/** Fetches between two looks at whether packs should be joined. */
const TIDY_EVERY = 25;
const JOIN_TIMEOUT = 30 * 60_000;

export interface Mirror {
  readonly folder: string;
  readonly reader: ObjectReader;
  /** Transfers are shared, resetting is alone. */
  readonly gate: Gate;
  has(commit: Oid): boolean;
  /** Commits that are wholly present, the newest last. */
  marks(): readonly Oid[];
  /** Marks a commit as wholly present, with its ref. */
  mark(commit: Oid): Promise<void>;
  /** Takes note of a mark whose ref a fetch has written, or is to be written. */
  noteMark(commit: Oid): void;
  /** Takes in a pack that makes a commit whole. It is there at once; resolves when it is on the disk, and marked by a ref. */
  store(commit: Oid, pack: SmallPack): Promise<void>;
  /** An object that should be there is not: nothing counts as present until it was fetched again. */
  distrust(): void;
  keep(commit: Oid, reason: string): Promise<void>;
  release(reason: string): Promise<void>;
  /** Whether an operation needs something of it. */
  isKept(): boolean;
  /** Throws all content away and begins anew. Only alone. */
  reset(): Promise<void>;
  /** Forgets old marks and begins to join packs, once in a while; joining goes on beside later work, which Git allows. */
  tidy(): Promise<void>;
  /** Resolves when everything that was to be written by now is. */
  settled(): Promise<void>;
}

export interface MirrorOptions {
  /** Milliseconds after which an unused reading process ends. */
  readonly idle: number;
  /** For objects of all mirrors. */
  readonly memory: ByteLru<BatchObject>;
}

/** Opens the mirror at `folder`, or makes it. Throws `git.tool-missing`, `git.failed`. */
export async function openMirror(program: GitProgram, folder: string, options: MirrorOptions): Promise<Mirror> {
  await initialise(program, folder);
  const run = (...argv: readonly string[]) => program.local({ argv: [`--git-dir=${folder}`, ...argv] });
  const { marked, kept } = await readRefs(program, folder);
  const held = holdObjects(options.memory, folder);
  const environment = program.environment();
  const reader = withMemory(
    createObjectReader({ binary: program.options.binary, folder, environment, idle: options.idle }),
    held,
  );
  const writeRef = async (name: string, commit: Oid): Promise<void> => {
    // Git itself may be busy with the refs.
    await writeLooseRef(folder, name, commit).catch(() => checked(run('update-ref', name, commit), folder));
  };
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
  let fetches = 0;
  return {
    folder,
    reader,
    gate: createGate(),
    has: (commit) => marked.has(commit),
    marks: () => [...marked],
    mark: (commit) =>
      inTurn(async () => {
        await writeRef(`${HAVE}${commit}`, commit);
        marked.add(commit);
      }),
    noteMark: (commit) => marked.add(commit),
    async store(commit, pack) {
      const unpin = held.pin(pack.objects);
      marked.add(commit);
      try {
        await inTurn(async () => {
          await writePack(folder, pack);
          await writeRef(`${HAVE}${commit}`, commit);
        });
      } catch (error) {
        marked.delete(commit);
        throw error;
      } finally {
        unpin();
      }
    },
    distrust: () => marked.clear(),
    keep(commit, reason) {
      kept.add(nameOf(reason));
      return inTurn(() => writeRef(`${KEEP}${nameOf(reason)}/${commit}`, commit));
    },
    async release(reason) {
      // Most operations keep nothing: Git need not be asked.
      if (!kept.delete(nameOf(reason))) return;
      await inTurn(async () => {
        const listed = await run('for-each-ref', '--format=delete %(refname)', `${KEEP}${nameOf(reason)}/`);
        await program.local({ argv: [`--git-dir=${folder}`, 'update-ref', '--stdin'], input: listed.output });
      });
    },
    isKept: () => kept.size > 0,
    reset: () =>
      inTurn(async () => {
        reader.close();
        held.clear();
        marked.clear();
        kept.clear();
        await rm(folder, { recursive: true, force: true });
        await initialise(program, folder);
      }),
    async tidy() {
      fetches += 1;
      if (fetches % TIDY_EVERY !== 0) return;
      const old = [...marked].slice(0, Math.max(0, marked.size - MARKED));
      for (const commit of old) marked.delete(commit);
      const input = old.map((commit) => `delete ${HAVE}${commit}\n`).join('');
      await inTurn(() => program.local({ argv: [`--git-dir=${folder}`, 'update-ref', '--stdin'], input }));
      joinPacks(program, folder);
    },
    settled: () => inTurn(async () => undefined),
  };
}

/** Failing is harmless: the next time is soon enough. */
function joinPacks(program: GitProgram, folder: string): void {
  const argv = [`--git-dir=${folder}`, 'gc', '--auto', '--quiet'];
  program.local({ argv, settings: [['gc.auto', '6700']], timeout: JOIN_TIMEOUT }).catch(() => undefined);
}

async function initialise(program: GitProgram, folder: string): Promise<void> {
  const head = await stat(join(folder, 'HEAD')).catch(() => undefined);
  if (head?.isFile() === true) return;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const argv = ['init', '--quiet', '--bare', '--template=', '--initial-branch=main', '--end-of-options', folder];
  await checked(program.local({ argv }), folder);
}

/** What a mirror's own refs say: commits that are there, and reasons for which some are kept, as parts of names. */
interface OwnRefs {
  readonly marked: Set<Oid>;
  readonly kept: Set<string>;
}

async function readRefs(program: GitProgram, folder: string): Promise<OwnRefs> {
  const argv = [`--git-dir=${folder}`, 'for-each-ref', '--sort=committerdate', '--format=%(refname)', HAVE, KEEP];
  const names = (await program.local({ argv })).output.split('\n');
  const reasons = names.flatMap((name) => (name.startsWith(KEEP) ? (name.slice(KEEP.length).split('/')[0] ?? []) : []));
  return { marked: new Set(names.flatMap((name) => /[0-9a-f]{40}$/.exec(name)?.[0] ?? [])), kept: new Set(reasons) };
}

async function checked(outcome: ReturnType<GitProgram['local']>, folder: string): Promise<void> {
  const { status, diagnostics } = await outcome;
  if (status === 0) return;
  throw gitError('git.failed', `the mirror ${folder} cannot be written: ${diagnostics.trim().slice(0, 300)}`);
}

/** A reason as a part of a ref name. */
function nameOf(reason: string): string {
  return createHash('sha256').update(reason).digest('hex').slice(0, 32);
}
