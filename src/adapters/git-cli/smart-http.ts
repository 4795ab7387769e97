/**
 * Asks an HTTP remote for its refs without any process: protocol version 2 where the server speaks it (one request once
 * that is known), the older advertisement elsewhere. Redirects are followed within the origin only, so credentials never
 * leave it.
 */
import type { Dispatcher } from 'undici';
import { hasCode } from '../../base/errors.ts';
import { proxyFor } from '../../base/proxy-choice.ts';
import type { GitRefs, GitRemote, Oid } from '../../ports/git.ts';
import { authorizationOf } from './authorization.ts';
import { gitError } from './git-error.ts';
import type { HttpConnections } from './http-connections.ts';
import { httpFailure, statusFailure } from './http-failure.ts';
import { packIn, packRequest } from './pack-transfer.ts';
import { readPackets } from './pkt-line.ts';
import { lsRefsRequest, readAdvertisement, readLsRefs } from './ref-listing.ts';
import type { RemoteAddress } from './remote-address.ts';
import { createServerMemory, type ServerMemory } from './server-memory.ts';

const AGENT = 'git/tiphys';
/** Half a million refs. */
const ANSWER_LIMIT = 64 * 1024 * 1024;
const REDIRECTS = 5;

export interface RefQuestion {
  readonly remote: GitRemote;
  readonly address: RemoteAddress;
  readonly prefixes: readonly string[];
  readonly signal: AbortSignal;
}

export interface PackWish {
  readonly remote: GitRemote;
  readonly address: RemoteAddress;
  readonly signal: AbortSignal;
  readonly want: Oid;
  /** Commits that are here with everything they reach. */
  readonly have: readonly Oid[];
}

export interface SmartHttp {
  /** Whether the server is known to speak protocol version 2, so that `pack` may be asked for. */
  givesPacks(address: RemoteAddress): boolean;
  /**
   * The pack of what is missing, as it comes; deltas may lean on what is here. Throws the faults of HTTP, and `git.failed` where
   * the server refuses or says something else: `git fetch` finds out why.
   */
  pack(wish: PackWish): AsyncIterable<Buffer>;
  listRefs(question: RefQuestion): Promise<GitRefs>;
  /** The URL that a remote redirected to within its origin, else its own. */
  finalUrl(address: RemoteAddress): string;
}

/** `memory`: of servers, for this port alone. */
export function createSmartHttp(connections: HttpConnections, memory: ServerMemory = createServerMemory()): SmartHttp {
  return {
    givesPacks: ({ url }) => memory.isModern(memory.place(url)),
    pack: (wish) => packOf(connections, wish, memory.place(wish.address.url)),
    finalUrl: ({ url }) => memory.place(url),
    async listRefs(question) {
      const own = question.address.url;
      const start = memory.start(own);
      if (start === own) return await listedFrom({ connections, memory }, question, own);
      try {
        return await listedFrom({ connections, memory }, question, start);
      } catch (error) {
        if (!hasCode(error, 'git.not-a-repository', 'git.failed', 'git.authentication')) throw error;
        memory.forget(own);
        return await listedFrom({ connections, memory }, question, own);
      }
    },
  };
}

interface Servers {
  readonly connections: HttpConnections;
  readonly memory: ServerMemory;
}

/** One request where the server is known to speak version 2: it saves the round trip for capabilities. */
async function listedFrom({ connections, memory }: Servers, question: RefQuestion, start: string): Promise<GitRefs> {
  if (memory.isModern(start)) {
    const refs = await askRefs(connections, question, start).catch(changedServer);
    if (refs !== undefined) return refs;
    memory.noteModern(start, false);
  }
  const found = await advertisement(connections, question, start);
  memory.found(question.address.url, found.url);
  const told = readAdvertisement(readPackets(found.body));
  if (told.kind === 'refs') return told.refs;
  const refs = await askRefs(connections, question, found.url);
  memory.noteModern(found.url, true);
  return refs;
}

async function* packOf(connections: HttpConnections, wish: PackWish, url: string): AsyncIterable<Buffer> {
  const { remote, address, signal } = wish;
  const asked: Asked = { method: 'POST', url: `${url}/git-upload-pack`, body: packRequest(wish, AGENT) };
  const request = { ...requestOf({ remote, address }, asked), signal };
  const { statusCode, body } = await connections
    .poolFor(remote, url)
    .request(request)
    .catch((cause: unknown) => Promise.reject(httpFailure(cause, address.url, proxyFor(remote, url))));
  if (statusCode !== 200) {
    body.destroy();
    throw statusFailure(statusCode, address.url, Buffer.alloc(0));
  }
  yield* packIn(body as AsyncIterable<Buffer>);
}

/** A server that no longer answers in version 2 is asked anew from the start; other faults stand. */
function changedServer(error: unknown): undefined {
  if (!hasCode(error, 'git.not-a-repository', 'git.failed')) throw error;
}

async function askRefs(connections: HttpConnections, question: RefQuestion, url: string): Promise<GitRefs> {
  const body = lsRefsRequest(question.prefixes, AGENT);
  const answer = await exchange(connections, question, { method: 'POST', url: `${url}/git-upload-pack`, body });
  if (answer.statusCode !== 200) throw statusFailure(answer.statusCode, question.address.url, answer.content);
  return readLsRefs(readPackets(answer.content));
}

async function advertisement(
  connections: HttpConnections,
  question: RefQuestion,
  start: string,
): Promise<{ readonly url: string; readonly body: Buffer }> {
  let url = start;
  for (let hop = 0; hop <= REDIRECTS; hop++) {
    const answer = await exchange(connections, question, { method: 'GET', url: refsUrl(url) });
    if (answer.statusCode === 200) return { url, body: gitContent(answer, question.address) };
    if (answer.statusCode < 300 || answer.statusCode > 399) {
      throw statusFailure(answer.statusCode, question.address.url, answer.content);
    }
    url = redirected(url, answer.location, question.address);
  }
  throw gitError('git.failed', `${question.address.url}: too many redirects`, { kind: 'user' });
}

function refsUrl(url: string): string {
  return `${url}/info/refs?service=git-upload-pack`;
}

function gitContent(answer: Answer, address: RemoteAddress): Buffer {
  if (answer.contentType.startsWith('application/x-git-upload-pack-advertisement')) return answer.content;
  throw gitError('git.not-a-repository', `${address.url}: the server does not speak Git's smart protocol there`);
}

/** The repository's URL after a redirect of its `info/refs`. */
function redirected(url: string, location: string | undefined, address: RemoteAddress): string {
  const target = location === undefined ? undefined : URL.parse(location, refsUrl(url));
  const end = '/info/refs';
  if (!target?.pathname.endsWith(end)) {
    const hint = 'a page to sign in may be there, or the address lacks its .git';
    throw gitError('git.not-a-repository', `${address.url}: redirects to what is no repository; ${hint}`, { hint });
  }
  const next = `${target.origin}${target.pathname.slice(0, -end.length)}`;
  if (target.origin !== address.origin) {
    const hint = `use ${next} as the repository URL where that is meant`;
    const message = `${address.url}: redirects to ${next}, another server, and is not followed there; ${hint}`;
    throw gitError('git.failed', message, { kind: 'user', hint });
  }
  return next;
}

interface Answer {
  readonly statusCode: number;
  readonly contentType: string;
  readonly location: string | undefined;
  readonly content: Buffer;
}

interface Asked {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body?: string;
}

async function exchange(connections: HttpConnections, question: RefQuestion, asked: Asked): Promise<Answer> {
  const { remote, address, signal } = question;
  try {
    const response = await connections.poolFor(remote, asked.url).request({ ...requestOf(question, asked), signal });
    const content = await readBody(response.body, address);
    const { 'content-type': type, location } = response.headers;
    return { statusCode: response.statusCode, contentType: String(type ?? ''), location: one(location), content };
  } catch (cause) {
    throw httpFailure(cause, address.url, proxyFor(remote, asked.url));
  }
}

function requestOf(
  { remote, address }: Pick<RefQuestion, 'remote' | 'address'>,
  asked: Asked,
): Dispatcher.RequestOptions {
  const url = new URL(asked.url);
  const posted = asked.method === 'POST' ? { 'content-type': 'application/x-git-upload-pack-request' } : {};
  const headers = { 'user-agent': AGENT, 'git-protocol': 'version=2', accept: '*/*', ...posted };
  const authorization = authorizationOf(remote.credentials ?? address.credentials);
  return {
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: asked.method,
    headers: authorization === undefined ? headers : { ...headers, authorization },
    body: asked.body ?? null,
  };
}

async function readBody(body: AsyncIterable<Buffer>, address: RemoteAddress): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > ANSWER_LIMIT)
      throw gitError('git.too-large', `${address.url}: the list of refs has more than ${ANSWER_LIMIT} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
