/** The refs of a remote by whatever transport it has: our own HTTP request, or `git ls-remote` for ssh and files. */
import type { GitRefs, GitRemote } from '../../ports/git.ts';
import { gitError } from './git-error.ts';
import type { GitProgram } from './git-program.ts';
import { readLsRemote } from './ref-listing.ts';
import type { RemoteAddress } from './remote-address.ts';
import type { SmartHttp } from './smart-http.ts';
import { sshFailure, sshWay } from './ssh-failure.ts';

export interface RefsContext {
  readonly program: GitProgram;
  readonly http: SmartHttp;
  readonly remote: GitRemote;
  readonly address: RemoteAddress;
}

export interface RefsWish {
  readonly prefixes: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

export async function askRemote(context: RefsContext, wish: RefsWish): Promise<GitRefs> {
  const { program, http, remote, address } = context;
  if (address.kind !== 'http') return await lsRemote(context, wish);
  const deadline = AbortSignal.timeout(program.options.requestTimeout);
  const signal = wish.signal === undefined ? deadline : AbortSignal.any([wish.signal, deadline]);
  try {
    return await http.listRefs({ remote, address, prefixes: wish.prefixes, signal });
  } catch (error) {
    wish.signal?.throwIfAborted();
    throw error;
  }
}

async function lsRemote({ program, remote, address }: RefsContext, wish: RefsWish): Promise<GitRefs> {
  const patterns = ['HEAD', ...wish.prefixes.map((prefix) => `${prefix}*`)];
  const outcome = await program.remote({
    argv: ['ls-remote', '--quiet', '--symref', '--end-of-options', address.url, ...patterns],
    remote,
    address,
    timeout: program.options.requestTimeout,
    purpose: `listing the refs of ${address.url}`,
    signal: wish.signal,
  });
  if (outcome.status === 0) return readLsRemote(outcome.output);
  if (address.kind === 'ssh') throw sshFailure(outcome.diagnostics, address.url, sshWay(remote, address));
  throw gitError('git.not-a-repository', `${address.url}: repository not found`);
}
