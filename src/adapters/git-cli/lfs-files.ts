/**
 * Files of Git LFS (Git LFS documentation, "Batch API" and "Basic transfers"): the repository's server is asked where one lies, it is
 * brought beside the mirror once, and checked against its pointer. What the repository itself says about servers (`.lfsconfig`) is
 * not followed: it would send credentials elsewhere.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseJson } from '../../base/json/parse.ts';
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { nearness } from '../../base/near-address.ts';
import type { GitRemote } from '../../ports/git.ts';
import type { Growth } from './disk-growth.ts';
import { gitError } from './git-error.ts';
import type { HttpConnections } from './http-connections.ts';
import { httpFailure, statusFailure } from './http-failure.ts';
import type { LfsAccess, LfsAsker } from './lfs-access.ts';
import type { LfsPointer } from './lfs-pointer.ts';
import type { RemoteAddress } from './remote-address.ts';

export interface LfsPlace {
  readonly remote: GitRemote;
  readonly address: RemoteAddress;
  /** Folder of the mirror. */
  readonly folder: string;
  /** What is brought is counted here before it comes. */
  readonly growth: Growth;
  readonly signal: AbortSignal;
}

export interface LfsFiles {
  /** Throws the faults of the Git port; `git.missing-object` where the server does not have the file. */
  content(place: LfsPlace, pointer: LfsPointer): Promise<Buffer>;
}

const TYPE = 'application/vnd.git-lfs+json';
const ANSWER_LIMIT = 256 * 1024;

export interface LfsServers {
  readonly connections: HttpConnections;
  readonly access: (asker: LfsAsker) => Promise<LfsAccess>;
}

export function createLfsFiles(servers: LfsServers): LfsFiles {
  const running = new Map<string, Promise<void>>();
  return {
    async content(place, pointer) {
      const path = join(place.folder, 'lfs', pointer.sha256);
      const there = await readFile(path).catch(() => undefined);
      if (there !== undefined) return there;
      const work = running.get(path) ?? bring(servers, place, { pointer, path });
      running.set(path, work);
      try {
        await work;
      } finally {
        running.delete(path);
      }
      return await readFile(path);
    },
  };
}

interface Wanted {
  readonly pointer: LfsPointer;
  readonly path: string;
}

async function bring(servers: LfsServers, place: LfsPlace, { pointer, path }: Wanted): Promise<void> {
  const { address, growth, folder } = place;
  await growth.add(pointer.size);
  const access = await servers.access(place);
  const action = await askWhere(servers.connections, place, { pointer, access });
  await mkdir(join(folder, 'lfs'), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${randomUUID()}`;
  try {
    await download(servers.connections, place, { action, pointer, access, path: unfinished });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw httpFailure(error, address.url);
  }
}

interface Action {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

interface Asked {
  readonly pointer: LfsPointer;
  readonly access: LfsAccess;
}

async function askWhere(connections: HttpConnections, place: LfsPlace, asked: Asked): Promise<Action> {
  const { address, signal } = place;
  const { pointer, access } = asked;
  const url = new URL(`${access.url.href}/objects/batch`);
  const objects = [{ oid: pointer.sha256, size: pointer.size }];
  try {
    const { statusCode, body } = await connections.poolFor(remoteAt(place, url), url.href).request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: 'POST',
      headers: { ...access.headers, accept: TYPE, 'content-type': TYPE },
      body: JSON.stringify({ operation: 'download', transfers: ['basic'], objects, hash_algo: 'sha256' }),
      signal,
    });
    const content = await limited(body, ANSWER_LIMIT);
    if (statusCode !== 200) throw statusFailure(statusCode, `${address.url} (Git LFS)`, content);
    return readAction(parseJson(content.toString('utf8')), place, asked);
  } catch (error) {
    if (error instanceof SyntaxError) throw gitError('git.failed', `${address.url}: no answer of Git LFS`);
    throw httpFailure(error, address.url);
  }
}

/**
 * The server of the repository is trusted as it says; others get no certificate of ours, have to have a good one, and are not this machine
 * or its link, where that server is not.
 */
function remoteAt({ remote, address }: LfsPlace, { origin }: URL): GitRemote {
  if (origin === address.origin) return remote;
  const { clientCertificate: _certificate, insecureSkipVerify: _insecure, ...elsewhere } = remote;
  return { ...elsewhere, farOnly: remote.farOnly === true || nearness(address.origin) === undefined };
}

/** Elsewhere only what the server gave for there is shown; on its own origin the proof of the question where it gave none. */
function readAction(answer: Json, { address }: LfsPlace, { pointer, access }: Asked): Action {
  const objects = member(answer, 'objects');
  const found = isList(objects) ? objects.find((one) => member(one, 'oid') === pointer.sha256) : undefined;
  const download = member(member(found, 'actions'), 'download');
  const href = member(download, 'href');
  if (typeof href !== 'string') {
    throw gitError('git.missing-object', `${address.url}: Git LFS has no file ${pointer.sha256}`);
  }
  const url = URL.parse(href);
  const isPlain = url?.protocol === 'http:' && access.url.protocol === 'http:';
  if (url === null || (url.protocol !== 'https:' && !isPlain)) {
    throw gitError('git.failed', `${address.url}: Git LFS names an address that is not https`, { kind: 'user' });
  }
  const given = member(download, 'header');
  const headers = isObject(given)
    ? Object.fromEntries(Object.entries(given).filter((one): one is [string, string] => typeof one[1] === 'string'))
    : {};
  const isNamed = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  return url.origin !== access.url.origin || isNamed
    ? { url, headers }
    : { url, headers: { ...access.headers, ...headers } };
}

function member(value: Json | undefined, name: string): Json | undefined {
  return value !== undefined && isObject(value) ? (value as JsonObject)[name] : undefined;
}

interface Download extends Wanted, Asked {
  readonly action: Action;
}

async function download(connections: HttpConnections, place: LfsPlace, wanted: Download): Promise<void> {
  const { action, pointer, path } = wanted;
  const { address, signal } = place;
  const pool = connections.poolFor(remoteAt(place, action.url), action.url.href);
  const { statusCode, body } = await pool.request({
    origin: action.url.origin,
    path: `${action.url.pathname}${action.url.search}`,
    method: 'GET',
    headers: action.headers,
    signal,
  });
  if (statusCode !== 200)
    throw statusFailure(statusCode, `${address.url} (Git LFS)`, await limited(body, ANSWER_LIMIT));
  const hash = createHash('sha256');
  let size = 0;
  await pipeline(
    body,
    async function* (pieces: AsyncIterable<Buffer>) {
      for await (const piece of pieces) {
        size += piece.length;
        if (size > pointer.size) break;
        hash.update(piece);
        yield piece;
      }
    },
    createWriteStream(path, { mode: 0o600 }),
  );
  if (size === pointer.size && hash.digest('hex') === pointer.sha256) return;
  throw gitError('git.failed', `${address.url}: Git LFS gave another file than ${pointer.sha256}`);
}

async function limited(body: AsyncIterable<Buffer>, limit: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of body) {
    size += piece.length;
    if (size > limit) throw gitError('git.failed', `an answer of Git LFS has more than ${limit} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
