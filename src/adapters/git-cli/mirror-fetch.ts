/**
 * Brings a wanted commit into a mirror: by its object id, or with all branches and tags where a server gives only those.
 * The reason of a failure is found by asking the remote again, not by reading what `git` printed.
 */

import { hasCode } from '../../base/errors.ts';
import type { GitRemote, Oid } from '../../ports/git.ts';
import { HARMLESS } from './child-environment.ts';
import { gitError } from './git-error.ts';
import type { GitProgram } from './git-program.ts';
import type { Mirror } from './mirror.ts';
import { reasonFrom } from './redaction.ts';
import type { RemoteAddress } from './remote-address.ts';
import type { GitOutcome } from './run-git.ts';
import type { SmartHttp } from './smart-http.ts';
import { sshFailure } from './ssh-failure.ts';

export interface FetchContext {
  readonly program: GitProgram;
  readonly http: SmartHttp;
  readonly mirror: Mirror;
  readonly remote: GitRemote;
  readonly address: RemoteAddress;
  /** Where the remote stands after redirects. */
  readonly url: string;
  /** Asks the remote for its refs; throws why it cannot be reached. */
  readonly probe: () => Promise<unknown>;
}

/** Resolves when the commit is there and marked. Throws `git.missing-object` where the remote does not have it. */
export async function fetchCommit(context: FetchContext, commit: Oid): Promise<void> {
  const { mirror } = context;
  if (await fetchPack(context, commit)) {
    mirror.noteMark(commit);
    // The ref is for later runs: nobody waits for it, and without it the commit is fetched once more.
    mirror.exclusively(() => mirror.mark(commit).then(mirror.tidy)).catch(() => undefined);
    return;
  }
  const direct = await fetchRefs(context, [`+${commit}:refs/tiphys/have/${commit}`]);
  if (direct.status !== 0) await fetchByRefs(context, direct);
  if (!(await isPresent(mirror, commit))) throw missing(context, commit);
  if (direct.status === 0) mirror.noteMark(commit);
  else await mirror.mark(commit);
  await mirror.tidy();
}

/**
 * What is new since earlier fetches, over the connection that told of it: two processes and three requests less than `git
 * fetch`, with the same checks of objects and links. False where that is not possible or fails, for whatever reason.
 */
async function fetchPack({ program, http, mirror, remote, address }: FetchContext, commit: Oid): Promise<boolean> {
  const have = mirror.marks();
  if (address.kind !== 'http' || have.length === 0 || !http.givesPacks(address)) return false;
  const ending = new AbortController();
  const deadline = AbortSignal.timeout(program.options.fetchTimeout);
  const signal = AbortSignal.any([deadline, ending.signal, program.options.closing]);
  const ignored = HARMLESS.map((fault) => `${fault}=ignore`).join(',');
  const argv = [`--git-dir=${mirror.folder}`, 'index-pack', '--stdin', '--fix-thin', `--strict=${ignored}`];
  try {
    const input = http.pack({ remote, address, want: commit, have, signal });
    const { status } = await program.slot(() => program.local({ argv, input }));
    return status === 0 && (await isPresent(mirror, commit));
  } catch (error) {
    if (hasCode(error, 'git.tool-missing')) throw error;
    program.options.closing.throwIfAborted();
    return false;
  } finally {
    ending.abort();
  }
}

/** A commit, or a tag of one. */
async function isPresent(mirror: Mirror, oid: Oid): Promise<boolean> {
  const found = await mirror.reader.read(oid);
  if (found?.type === 'tag') return (await mirror.reader.read(`${oid}^{commit}`)) !== undefined;
  return found?.type === 'commit';
}

/** All branches and tags, for looking up what is not the tip of any. */
export async function fetchEverything(context: FetchContext): Promise<void> {
  const outcome = await fetchAllRefs(context);
  if (outcome.status !== 0) throw await reasonOf(context, outcome);
}

async function fetchByRefs(context: FetchContext, direct: GitOutcome): Promise<void> {
  const reason = await reasonOf(context, direct);
  if (!hasCode(reason, 'git.failed')) throw reason;
  const all = await fetchAllRefs(context);
  if (all.status === 0) return;
  // The remote answers and still nothing can be fetched: the mirror itself may be damaged. It is only a cache.
  await context.mirror.reset();
  const again = await fetchAllRefs(context);
  if (again.status !== 0) throw await reasonOf(context, again);
}

function fetchAllRefs(context: FetchContext): Promise<GitOutcome> {
  return fetchRefs(context, [
    '+refs/heads/*:refs/tiphys/all/heads/*',
    '+refs/tags/*:refs/tiphys/all/tags/*',
    '--prune',
  ]);
}

function fetchRefs(context: FetchContext, words: readonly string[]): Promise<GitOutcome> {
  const { program, mirror, remote, address, url } = context;
  const options = words.filter((word) => word.startsWith('--'));
  const refs = words.filter((word) => !word.startsWith('--'));
  const quiet = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--no-auto-maintenance'];
  const argv = [`--git-dir=${mirror.folder}`, 'fetch', ...quiet, ...options, '--end-of-options', url, ...refs];
  const timeout = program.options.fetchTimeout;
  return program.remote({ argv, remote, address, timeout, purpose: `fetching ${address.url}` });
}

async function reasonOf(context: FetchContext, outcome: GitOutcome): Promise<Error> {
  const { remote, address } = context;
  if (address.kind === 'ssh') return sshFailure(outcome.diagnostics, address.url);
  try {
    await context.probe();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  return gitError('git.failed', `${address.url}: fetching failed: ${reasonFrom(outcome.diagnostics, remote, address)}`);
}

function missing(context: FetchContext, commit: Oid): Error {
  return gitError('git.missing-object', `${context.address.url}: there is no commit ${commit}`);
}
