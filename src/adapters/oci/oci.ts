/** Registries over HTTP: the pull side of the OCI Distribution Specification 1.1. */
import { createHash } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { parseJson } from '../../base/json/parse.ts';
import { isList, isObject } from '../../base/json-value.ts';
import { pauseText, RequestedPauses } from '../../base/requested-pauses.ts';
import type { HttpAnswer, HttpPort, HttpRequest } from '../../ports/http.ts';
import type { OciPort, OciRepository } from '../../ports/oci.ts';
import { askerKey, createAuthorization, type RegistryAuthorization } from './authorization.ts';
import { ociFault, statusFault, translatedFault } from './oci-fault.ts';
import { isDigest, MANIFEST_TYPES, readManifest } from './read-manifest.ts';

export interface OciOptions {
  readonly http: HttpPort;
  readonly clock: Clock;
  /** Default 100,000. */
  readonly maxTags?: number;
}

const MEBIBYTE = 1024 * 1024;
const MANIFEST_LIMIT = 4 * MEBIBYTE;
const TAGS_LIMIT = 8 * MEBIBYTE;
/** What a refusal may say, however small the blob. */
const ERROR_LIMIT = 64 * 1024;
const MOST_PAGES = 1000;
/** Milliseconds for all pages: each may take its time, but not all of them. */
const TAGS_TIME = 300_000;
const BLOB_TIMEOUT = 300_000;
const NAME = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^[\w][\w.-]{0,127}$/;
const HOST = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9][A-Za-z0-9.-]*)(?::\d{1,5})?$/;

export function createOci(options: OciOptions): OciPort {
  const authorization = createAuthorization(options.http, options.clock);
  const context: Context = { options, authorization, pauses: new RequestedPauses(options.clock) };
  return {
    tags: (repository, signal) => allTags(context, repository, signal),
    resolve: (repository, reference, signal) => resolve(context, repository, { reference, signal }),
    async manifest(repository, digest, signal) {
      const path = `manifests/${digest}`;
      const what = nameOf(repository, digest);
      requireDigest(digest, what);
      const answer = await ask(context, repository, { path, what, limit: MANIFEST_LIMIT, accept: ACCEPT, signal });
      if (answer.status !== 200) throw refusal(answer, repository, what);
      requireContent(answer.body, digest, what);
      return readManifest(answer.body, digest, what);
    },
    async blob(repository, { digest, size }, limit, signal) {
      const what = nameOf(repository, digest);
      requireDigest(digest, what);
      if (size > limit) throw tooLarge(what, limit);
      const path = `blobs/${digest}`;
      const most = Math.max(limit, ERROR_LIMIT);
      const question = { path, what, limit: most, accept: '*/*', signal, timeout: BLOB_TIMEOUT };
      const answer = await ask(context, repository, question);
      if (answer.status !== 200) throw refusal(answer, repository, what);
      if (answer.body.length > limit) throw tooLarge(what, limit);
      requireContent(answer.body, digest, what);
      return answer.body;
    },
  };
}

const ACCEPT = MANIFEST_TYPES.join(', ');

interface Context {
  readonly options: OciOptions;
  readonly authorization: RegistryAuthorization;
  /** By who asks which registry. */
  readonly pauses: RequestedPauses;
}

async function resolve(
  context: Context,
  repository: OciRepository,
  { reference, signal }: { readonly reference: string; readonly signal: AbortSignal | undefined },
): Promise<string | undefined> {
  const what = nameOf(repository, reference);
  if (!isDigest(reference) && !TAG.test(reference)) throw ociFault('oci.not-found', `${what}: no tag and no digest`);
  const path = `manifests/${reference}`;
  const question = { path, what, limit: MANIFEST_LIMIT, accept: ACCEPT, signal };
  const head = await ask(context, repository, { ...question, method: 'HEAD' });
  if (head.status === 404) return undefined;
  const told = head.headers.get('docker-content-digest') ?? '';
  if (head.status === 200 && isDigest(told)) return told;
  // The header is optional: then the digest is that of the content.
  const answer = await ask(context, repository, question);
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw refusal(answer, repository, what);
  return `sha256:${createHash('sha256').update(answer.body).digest('hex')}`;
}

async function allTags(context: Context, repository: OciRepository, signal?: AbortSignal): Promise<readonly string[]> {
  const most = context.options.maxTags ?? 100_000;
  const { clock } = context.options;
  const began = clock.monotonic();
  const what = `tags of ${nameOf(repository, '')}`;
  const tags: string[] = [];
  let path: string | undefined = 'tags/list?n=1000';
  for (let page = 0; path !== undefined; page++) {
    const answer: HttpAnswer = await ask(context, repository, { path, what, limit: TAGS_LIMIT, accept: '*/*', signal });
    if (answer.status !== 200) throw refusal(answer, repository, what);
    const found = readTags(answer.body, what);
    if (tags.length + found.length > most || page >= MOST_PAGES) {
      throw ociFault('oci.too-large', `${what}: more than ${most}`);
    }
    for (const tag of found) tags.push(tag);
    if (clock.monotonic() - began > TAGS_TIME) {
      throw ociFault('oci.unreachable', `${what}: not all of them came within ${TAGS_TIME / 1000} s`);
    }
    path = nextPage(repository, answer);
  }
  return tags;
}

function readTags(body: Uint8Array, what: string): readonly string[] {
  try {
    const value = parseJson(new TextDecoder().decode(body));
    const tags = isObject(value) ? (value['tags'] ?? []) : undefined;
    if (isList(tags)) return tags.filter((tag) => typeof tag === 'string');
  } catch (error) {
    throw ociFault('oci.malformed', `${what}: the answer is no JSON`, error);
  }
  throw ociFault('oci.malformed', `${what}: the answer is no list of tags`);
}

/** From the `Link` header (RFC 8288); of the target only the query counts, so it can lead nowhere else. */
function nextPage(repository: OciRepository, { headers }: HttpAnswer): string | undefined {
  const link = /<([^>]*)>\s*;[^,]*\brel="?next"?/i.exec(headers.get('link') ?? '');
  if (link === null) return undefined;
  const target = URL.parse(link[1] ?? '', baseOf(repository));
  return target === null || target.search === '' ? undefined : `tags/list${target.search}`;
}

interface Question {
  readonly method?: 'HEAD';
  /** Below the repository. */
  readonly path: string;
  readonly what: string;
  readonly accept: string;
  readonly limit: number;
  readonly timeout?: number;
  readonly signal: AbortSignal | undefined;
}

function refusal({ status }: HttpAnswer, { access }: OciRepository, what: string): Error {
  return statusFault(status, what, access.credentials === undefined);
}

/** Asks, unless the registry wants a pause, which it may begin by the answer (429). */
async function ask(context: Context, repository: OciRepository, question: Question): Promise<HttpAnswer> {
  const key = askerKey(repository);
  const left = context.pauses.left(key);
  if (left !== undefined) throw ociFault('oci.unreachable', `${question.what}: ${pauseText(left)}`);
  const answer = await askAs(context, repository, question);
  if (answer.status !== 429) return answer;
  const pause = context.pauses.note(key, answer.headers.get('retry-after'));
  throw ociFault('oci.unreachable', `${question.what}: ${pauseText(pause)}`);
}

/** Asks, and once more where the registry wants to know who asks. */
async function askAs(
  { options, authorization }: Context,
  repository: OciRepository,
  question: Question,
): Promise<HttpAnswer> {
  const { path, accept, limit, signal, timeout } = question;
  const method: HttpRequest['method'] = question.method ?? 'GET';
  const { route = {} } = repository.access;
  const url = `${baseOf(repository)}${path}`;
  const request: HttpRequest = {
    url,
    method,
    limit,
    headers: { accept },
    route,
    ...(timeout === undefined ? {} : { timeout }),
  };
  const send = (secretHeaders: NonNullable<HttpRequest['secretHeaders']>): Promise<HttpAnswer> =>
    options.http.exchange({ ...request, secretHeaders }, signal);
  try {
    const first = await send(authorization.current(repository));
    // Whom the registry redirects to has no say in who learns its password.
    if (first.status !== 401 || new URL(first.url).origin !== new URL(url).origin) return first;
    const renewed = await authorization.renew(repository, first.headers.get('www-authenticate') ?? '', signal);
    return renewed === undefined ? first : await send(renewed);
  } catch (error) {
    throw translatedFault(error);
  }
}

function baseOf({ registry, name, plainHttp }: OciRepository): string {
  // Docker Hub serves under another name than people write.
  const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
  if (!HOST.test(host) || !NAME.test(name)) {
    throw ociFault('oci.not-allowed', `${JSON.stringify(`${registry}/${name}`)} is not the name of an OCI repository`);
  }
  return `${plainHttp === true ? 'http' : 'https'}://${host}/v2/${name}/`;
}

function nameOf({ registry, name }: OciRepository, reference: string): string {
  if (reference === '') return `${registry}/${name}`;
  return `${registry}/${name}${reference.includes(':') ? '@' : ':'}${reference}`;
}

function tooLarge(what: string, limit: number): Error {
  return ociFault('oci.too-large', `${what}: has more than the ${limit} bytes that are permitted`);
}

function requireDigest(digest: string, what: string): void {
  if (!isDigest(digest)) throw ociFault('oci.malformed', `${what}: not a digest`);
}

function requireContent(body: Uint8Array, digest: string, what: string): void {
  const [algorithm = 'sha256', expected] = digest.split(':');
  const found = createHash(algorithm).update(body).digest('hex');
  if (found !== expected)
    throw ociFault('oci.digest-mismatch', `${what}: the content has the digest ${algorithm}:${found}`);
}
