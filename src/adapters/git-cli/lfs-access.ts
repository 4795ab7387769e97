/**
 * Where the files of a repository's Git LFS are asked for, and with what proof: beside an HTTP address, or where the server of an ssh
 * repository says so (Git LFS documentation, "Server discovery": `git-lfs-authenticate`).
 */
import { parseJson } from '../../base/json/parse.ts';
import { isObject, type Json, textAt } from '../../base/json-value.ts';
import type { GitRemote } from '../../ports/git.ts';
import { authorizationOf } from './authorization.ts';
import { fingerprint } from './credential-fingerprint.ts';
import { gitError } from './git-error.ts';
import type { GitProgram } from './git-program.ts';
import type { RemoteAddress } from './remote-address.ts';
import { sshFailure, sshWay } from './ssh-failure.ts';

export interface LfsAccess {
  /** Of the API, without a slash at its end. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

export interface LfsAsker {
  readonly remote: GitRemote;
  readonly address: RemoteAddress;
  readonly signal: AbortSignal;
}

/** Milliseconds for which a proof is used again, at most; a server may say less. */
const KEPT = 60_000;
/** Milliseconds before its end in which a proof is not begun with. */
const MARGIN = 10_000;
const LARGEST = 64 * 1024;

/** Throws faults of the Git port. One question serves all that ask at the same time. */
export function createLfsAccess(program: GitProgram): (asker: LfsAsker) => Promise<LfsAccess> {
  const known = new Map<string, { readonly until: number; readonly access: Promise<Proof> }>();
  return async (asker) => {
    const { remote, address } = asker;
    if (address.kind === 'http') return besideHttp(asker);
    if (address.kind !== 'ssh') {
      throw gitError('git.failed', `${address.url}: Git LFS is read over http and ssh only`, { kind: 'user' });
    }
    const key = JSON.stringify([address.url, fingerprint(remote.credentials, undefined), remote.knownHosts ?? '']);
    const now = performance.now();
    for (const [old, { until }] of known) if (until <= now) known.delete(old);
    const kept = known.get(key);
    if (kept !== undefined) return await kept.access;
    const access = authenticate(program, asker);
    known.set(key, { until: now + KEPT, access });
    access.then(
      ({ life }) => known.set(key, { until: now + Math.min(KEPT, life - MARGIN), access }),
      () => known.delete(key),
    );
    return await access;
  };
}

function besideHttp({ remote, address }: LfsAsker): LfsAccess {
  const base = address.url.endsWith('.git') ? address.url : `${address.url}.git`;
  const authorization = authorizationOf(remote.credentials ?? address.credentials);
  return { url: new URL(`${base}/info/lfs`), headers: authorization === undefined ? {} : { authorization } };
}

interface Proof extends LfsAccess {
  /** Milliseconds that it holds. */
  readonly life: number;
}

async function authenticate(program: GitProgram, { remote, address, signal }: LfsAsker): Promise<Proof> {
  const { destination, path } = partsOf(address);
  const outcome = await program.ssh({
    destination,
    // What the shell of the server reads.
    command: `git-lfs-authenticate '${path.replaceAll("'", "'\\''")}' download`,
    remote,
    address,
    timeout: program.options.requestTimeout,
    purpose: `asking ${address.url} for its Git LFS`,
    signal,
  });
  if (outcome.status === 255) throw sshFailure(outcome.diagnostics, address.url, sshWay(remote, address));
  if (outcome.status !== 0 || outcome.output.length > LARGEST) throw withoutLfs(address);
  return readProof(address, outcome.output);
}

/** Both forms were checked when the address was read. */
function partsOf({ url }: RemoteAddress): { readonly destination: string; readonly path: string } {
  if (url.includes('://')) {
    const { username, hostname, pathname } = new URL(url);
    const user = username === '' ? '' : `${username}@`;
    return { destination: `${user}${hostname.replace(/^\[|\]$/g, '')}`, path: decodeURIComponent(pathname) };
  }
  const colon = url.startsWith('[') || url.includes('@[') ? url.indexOf(']:') + 1 : url.indexOf(':');
  return { destination: url.slice(0, colon).replace(/[[\]]/g, ''), path: url.slice(colon + 1) };
}

function readProof(address: RemoteAddress, output: string): Proof {
  const answer = parsed(output);
  const url = URL.parse((textAt(answer, 'href') ?? '').replace(/\/+$/, ''));
  // The proof would be told to everybody on the way.
  if (url?.protocol !== 'https:') throw withoutLfs(address);
  const header = isObject(answer) ? (answer['header'] ?? null) : null;
  const headers = isObject(header)
    ? Object.fromEntries(Object.entries(header).filter((one): one is [string, string] => typeof one[1] === 'string'))
    : {};
  const seconds = isObject(answer) ? Number(answer['expires_in']) : 0;
  return { url, headers, life: seconds > 0 ? seconds * 1000 : KEPT };
}

function parsed(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}

function withoutLfs({ url }: RemoteAddress): Error {
  const hint = 'use the https address of the repository';
  return gitError('git.failed', `${url}: the server tells no https address of its Git LFS`, { kind: 'user', hint });
}
