/**
 * Brings a wanted commit into a mirror: by its object id, or with all branches and tags where a server gives only those.
 * The reason of a failure is found by asking the remote again, not by reading what `git` printed.
 */

import { hasCode } from '../../base/errors.ts';
import type { GitRemote, Oid } from '../../ports/git.ts';
import { HARMLESS } from './child-environment.ts';
import { type Growth, watchGrowth } from './disk-growth.ts';
import { gitError } from './git-error.ts';
import type { GitProgram } from './git-program.ts';
import type { Mirror } from './mirror.ts';
import { reasonFrom } from './redaction.ts';
import type { RemoteAddress } from './remote-address.ts';
import type { GitOutcome } from './run-git.ts';
import { SMALL, type SmallPack, unpackSmall } from './small-pack.ts';
import type { SmartHttp } from './smart-http.ts';
import { sshFailure, sshWay } from './ssh-failure.ts';
import { isWhole } from './whole-commit.ts';

/** Trees and commits beyond this (half a million files in one folder) are an attack, not a repository. */
export const STRUCTURE_LIMIT = 16 * 1024 * 1024;

export interface FetchContext {
  readonly program: GitProgram;
  readonly http: SmartHttp;
  readonly mirror: Mirror;
  readonly remote: GitRemote;
  readonly address: RemoteAddress;
  /** Where the remote stands after redirects. */
  readonly url: string;
  /** What the transfer brings is counted here. */
  readonly growth: Growth;
  /** Asks the remote for its refs; throws why it cannot be reached. */
  readonly probe: () => Promise<unknown>;
}

/**
 * Resolves when the commit is there and marked; false where it was already, so that the remote was not asked. Throws
 * `git.missing-object` where the remote does not have it, `git.too-large` where the mirror would take more than one may.
 */
export async function fetchCommit(context: FetchContext, commit: Oid): Promise<boolean> {
  const { mirror, remote } = context;
  // Git keeps one list of where a shallow history ends, and writes it under a lock.
  const beside = remote.depth === undefined ? mirror.gate.shared : mirror.gate.alone;
  const found = await beside(async () => (mirror.has(commit) ? 'there' : await fetchDirectly(context, commit)));
  if (found === 'there') return false;
  if (found !== 'fetched') await mirror.gate.alone(() => fetchByRefs(context, { commit, failed: found }));
  return true;
}

/** Otherwise how `git` ended. */
async function fetchDirectly(context: FetchContext, commit: Oid): Promise<GitOutcome | 'fetched'> {
  const { mirror } = context;
  const got = await fetchPack(context, commit);
  if (got !== undefined) {
    mirror.noteMark(commit);
    // Files and refs are for later runs: nobody waits for them, and without them the commit is fetched once more.
    const kept = got.kind === 'small' ? mirror.store(commit, got.pack) : mirror.mark(commit);
    kept.then(mirror.tidy).catch(() => undefined);
    return 'fetched';
  }
  const outcome = await fetchRefs(context, [`+${commit}:refs/tiphys/have/${commit}`]);
  if (outcome.status !== 0) return outcome;
  if (!(await isPresent(mirror, commit))) throw missing(context, commit);
  mirror.noteMark(commit);
  await mirror.tidy();
  return 'fetched';
}

/** `stored`: git has put it into the mirror. */
type Got = { readonly kind: 'stored' } | { readonly kind: 'small'; readonly pack: SmallPack };

/**
 * What is new since earlier fetches, over the connection that told of it: two requests and all processes less than `git
 * fetch`, with the same checks of objects and links. Undefined where that is not possible or fails, for whatever reason.
 */
async function fetchPack(context: FetchContext, commit: Oid): Promise<Got | undefined> {
  const { program, http, mirror, remote, address } = context;
  if (address.kind !== 'http' || remote.depth !== undefined || !http.givesPacks(address)) return undefined;
  const have = mirror.marks();
  const ending = new AbortController();
  const deadline = AbortSignal.timeout(program.options.fetchTimeout);
  const { growth } = context;
  try {
    return await program.slot(address, async (place) => {
      const room = AbortSignal.any([place, growth.signal]);
      const signal = AbortSignal.any([deadline, ending.signal, program.options.closing, room]);
      const pack = http.pack({ remote, address, want: commit, have, signal });
      return await taken({ program, mirror, room }, commit, counted(pack, growth));
    });
  } catch (error) {
    if (hasCode(error, 'git.tool-missing', 'git.too-large', 'git.timeout')) throw error;
    for (const one of [program.options.closing, growth.signal]) one.throwIfAborted();
    if (deadline.aborted) throw late(program.options.fetchTimeout, address);
    return undefined;
  } finally {
    ending.abort();
  }
}

interface Taking extends Pick<FetchContext, 'program' | 'mirror'> {
  readonly room: AbortSignal;
}

/** A small pack is taken apart here. Whatever is not, or is unusual in any way, git gets from its first byte on. */
async function taken(taking: Taking, commit: Oid, pieces: AsyncGenerator<Buffer>): Promise<Got | undefined> {
  const { mirror } = taking;
  const { begin, isWhole: isAll } = await beginOf(pieces, SMALL.packed);
  if (isAll) {
    const known = async (oid: Oid) => await mirror.reader.read(oid, SMALL.unpacked).catch(passTooLarge);
    const pack = await unpackSmall(begin, known);
    const has = (one: Oid): boolean => mirror.has(one);
    if (pack !== undefined && (await isWhole(pack, commit, { has, known }))) return { kind: 'small', pack };
  }
  return (await indexed(taking, commit, joined(begin, pieces))) ? { kind: 'stored' } : undefined;
}

/** All of it where it is not longer, else somewhat more than so many bytes. */
async function beginOf(
  pieces: AsyncGenerator<Buffer>,
  bytes: number,
): Promise<{ readonly begin: Buffer; readonly isWhole: boolean }> {
  const found: Buffer[] = [];
  let size = 0;
  while (size <= bytes) {
    const { value, done } = await pieces.next();
    if (done === true) return { begin: Buffer.concat(found), isWhole: true };
    found.push(value);
    size += value.length;
  }
  return { begin: Buffer.concat(found), isWhole: false };
}

async function* joined(begin: Buffer, rest: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  yield begin;
  yield* rest;
}

async function indexed({ program, mirror, room }: Taking, commit: Oid, input: AsyncIterable<Buffer>): Promise<boolean> {
  const ignored = HARMLESS.map((fault) => `${fault}=ignore`).join(',');
  const argv = [`--git-dir=${mirror.folder}`, 'index-pack', '--stdin', '--fix-thin', `--strict=${ignored}`];
  const { status } = await program.local({ argv, input, signal: room });
  return status === 0 && (await isPresent(mirror, commit));
}

function passTooLarge(error: unknown): undefined {
  if (!hasCode(error, 'git.too-large')) throw error;
}

async function* counted(pack: AsyncIterable<Buffer>, growth: Growth): AsyncGenerator<Buffer> {
  for await (const piece of pack) {
    await growth.add(piece.length);
    yield piece;
  }
}

/** A commit, or a tag of one. */
async function isPresent(mirror: Mirror, oid: Oid): Promise<boolean> {
  // A blob whose id was taken for that of a commit may be of any size.
  const found = await mirror.reader.read(oid, STRUCTURE_LIMIT).catch(passTooLarge);
  if (found?.type === 'tag') return (await mirror.reader.read(`${oid}^{commit}`, STRUCTURE_LIMIT)) !== undefined;
  return found?.type === 'commit';
}

/** All branches and tags, for looking up what is not the tip of any. Only alone. */
export async function fetchEverything(context: FetchContext): Promise<void> {
  const outcome = await fetchAllRefs(context);
  if (outcome.status !== 0) throw await reasonOf(context, outcome);
}

async function fetchByRefs(
  context: FetchContext,
  { commit, failed }: { readonly commit: Oid; readonly failed: GitOutcome },
): Promise<void> {
  const { mirror } = context;
  const reason = await reasonOf(context, failed);
  if (!hasCode(reason, 'git.failed')) throw reason;
  if ((await fetchAllRefs(context)).status !== 0) {
    // The remote answers and still nothing can be fetched: the mirror itself may be damaged. It is only a cache.
    await mirror.reset();
    const again = await fetchAllRefs(context);
    if (again.status !== 0) throw await reasonOf(context, again);
  }
  if (!(await isPresent(mirror, commit))) throw missing(context, commit);
  await mirror.mark(commit);
  await mirror.tidy();
}

function fetchAllRefs(context: FetchContext): Promise<GitOutcome> {
  return fetchRefs(context, [
    '+refs/heads/*:refs/tiphys/all/heads/*',
    '+refs/tags/*:refs/tiphys/all/tags/*',
    '--prune',
  ]);
}

async function fetchRefs(context: FetchContext, words: readonly string[]): Promise<GitOutcome> {
  const { program, mirror, remote, address, url, growth } = context;
  const options = words.filter((word) => word.startsWith('--'));
  if (remote.depth !== undefined) options.push(`--depth=${remote.depth}`);
  const refs = words.filter((word) => !word.startsWith('--'));
  const quiet = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--no-auto-maintenance'];
  const argv = [`--git-dir=${mirror.folder}`, 'fetch', ...quiet, ...options, '--end-of-options', url, ...refs];
  const { fetchTimeout: timeout } = program.options;
  using watch = watchGrowth(mirror.folder, growth);
  const command = { argv, remote, address, timeout, purpose: `fetching ${address.url}`, signal: growth.signal };
  const outcome = await program.remote(command);
  await watch.look();
  return outcome;
}

async function reasonOf(context: FetchContext, outcome: GitOutcome): Promise<Error> {
  const { remote, address } = context;
  if (address.kind === 'ssh') return sshFailure(outcome.diagnostics, address.url, sshWay(remote, address));
  try {
    await context.probe();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  return gitError('git.failed', `${address.url}: fetching failed: ${reasonFrom(outcome.diagnostics, remote, address)}`);
}

function late(timeout: number, { url }: RemoteAddress): Error {
  return gitError('git.timeout', `fetching ${url}: not done after ${timeout / 1000} s`);
}

function missing(context: FetchContext, commit: Oid): Error {
  return gitError('git.missing-object', `${context.address.url}: there is no commit ${commit}`);
}
