/** Chart repositories over HTTP: the index kept with its validators, archives checked against their digests. */
import { createHash } from 'node:crypto';
import { ByteLru } from '../../base/byte-lru.ts';
import type { Clock } from '../../base/clock.ts';
import { authorizationHeader } from '../../base/http-authorization.ts';
import { nearness } from '../../base/near-address.ts';
import { pauseText, RequestedPauses } from '../../base/requested-pauses.ts';
import type { ChartVersion, HelmAsking, HelmRepoPort, HelmRepository } from '../../ports/helm-repo.ts';
import type { HttpAnswer, HttpPort, HttpRequest } from '../../ports/http.ts';
import { helmRepoFault, statusFault, translatedFault } from './helm-repo-fault.ts';
import { indexNames, indexVersions } from './read-index.ts';

export interface HelmRepoOptions {
  readonly http: HttpPort;
  readonly clock: Clock;
  /** Bytes of one index; default 128 MiB. */
  readonly maxIndexSize?: number;
  /** Bytes of one archive; default 100 MiB. */
  readonly maxArchiveSize?: number;
  /** Bytes of all indexes that are kept; default 256 MiB. */
  readonly cacheSize?: number;
}

interface KeptIndex {
  readonly text: string;
  readonly etag: string;
  readonly lastModified: string;
  readonly at: number;
}

const MEBIBYTE = 1024 * 1024;
const INDEX_TIMEOUT = 90_000;
const ARCHIVE_TIMEOUT = 120_000;
const MAX_PROVENANCE = MEBIBYTE;
/** Of one archive that are tried: an index may name any number of servers. */
const MOST_ADDRESSES = 5;

export function createHelmRepo(options: HelmRepoOptions): HelmRepoPort {
  const context: Context = {
    options,
    kept: new ByteLru(options.cacheSize ?? 256 * MEBIBYTE),
    running: new Map(),
    pauses: new RequestedPauses(options.clock),
  };
  return {
    async charts(repository, asking) {
      return indexNames(await indexOf(context, repository, asking));
    },
    async versions(repository, chart, asking) {
      return await indexVersions(await indexOf(context, repository, asking), chart);
    },
    async archive(repository, version, signal) {
      const bytes = await download(context, repository, { version, suffix: '' }, signal);
      const digest = createHash('sha256').update(bytes).digest('hex');
      if (version.digest === '' || version.digest === digest) return { bytes, digest };
      const what = `chart ${version.name} ${version.version} of ${shown(repository.url)}`;
      throw helmRepoFault(
        'helm-repo.digest-mismatch',
        `${what}: the archive's digest is ${digest}, not ${version.digest}`,
      );
    },
    async provenance(repository, version, signal) {
      try {
        return await download(context, repository, { version, suffix: '.prov' }, signal);
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
  };
}

interface Context {
  readonly options: HelmRepoOptions;
  readonly kept: ByteLru<KeptIndex>;
  /** One question for an index at a time, whoever asks. */
  readonly running: Map<string, Promise<string>>;
  /** By who asks which server. */
  readonly pauses: RequestedPauses;
}

async function indexOf(context: Context, repository: HelmRepository, asking: HelmAsking): Promise<string> {
  const key = keyOf(repository);
  const known = context.kept.get(key);
  const now = context.options.clock.monotonic();
  if (known !== undefined && asking.maxAge > 0 && now - known.at <= asking.maxAge) return known.text;
  const running = context.running.get(key);
  if (running !== undefined) return await running;
  const question = askIndex(context, repository, { key, known, signal: asking.signal });
  context.running.set(key, question);
  try {
    return await question;
  } finally {
    context.running.delete(key);
  }
}

interface IndexQuestion {
  readonly key: string;
  readonly known: KeptIndex | undefined;
  readonly signal: AbortSignal | undefined;
}

async function askIndex(context: Context, repository: HelmRepository, asked: IndexQuestion): Promise<string> {
  const { options, kept } = context;
  const { known, key } = asked;
  const url = indexUrl(repository.url);
  const request = { ...requestFor(repository, url), headers: validators(known), timeout: INDEX_TIMEOUT };
  const limit = options.maxIndexSize ?? 128 * MEBIBYTE;
  const answer = await exchange(context, { ...request, limit }, asked.signal);
  const at = options.clock.monotonic();
  if (answer.status === 304 && known !== undefined) {
    kept.set(key, { ...known, at }, known.text.length);
    return known.text;
  }
  if (answer.status !== 200) {
    const hasCredentials = repository.access.credentials !== undefined;
    throw statusFault(answer.status, shown(url), { missing: 'helm-repo.not-a-repository', hasCredentials });
  }
  const text = new TextDecoder().decode(answer.body);
  const etag = answer.headers.get('etag') ?? '';
  const lastModified = answer.headers.get('last-modified') ?? '';
  kept.set(key, { text, etag, lastModified, at }, text.length);
  return text;
}

function validators(known: KeptIndex | undefined): Readonly<Record<string, string>> {
  return {
    ...(known?.etag ? { 'if-none-match': known.etag } : {}),
    ...(known?.lastModified ? { 'if-modified-since': known.lastModified } : {}),
  };
}

interface Download {
  readonly version: ChartVersion;
  readonly suffix: '' | '.prov';
}

/** The first address that answers; Helm looks at the first only, so a second can only help. */
async function download(
  context: Context,
  repository: HelmRepository,
  { version, suffix }: Download,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const limit = suffix === '' ? (context.options.maxArchiveSize ?? 100 * MEBIBYTE) : MAX_PROVENANCE;
  let fault: unknown = helmRepoFault(
    'helm-repo.chart-missing',
    `chart ${version.name} ${version.version} of ${shown(repository.url)} has no address in the index`,
  );
  for (const text of version.urls.slice(0, MOST_ADDRESSES)) {
    try {
      const url = archiveUrl(repository.url, text, suffix);
      const request = { ...requestFor(repository, url), limit, timeout: ARCHIVE_TIMEOUT };
      const { status, body } = await exchange(context, request, signal);
      if (status === 200) return body;
      const hasCredentials = Object.keys(request.secretHeaders ?? {}).length > 0;
      fault = statusFault(status, shown(url), { missing: 'helm-repo.chart-missing', hasCredentials });
    } catch (error) {
      signal?.throwIfAborted();
      fault = error;
    }
  }
  throw fault;
}

/** Credentials, client certificate and leniency are for the repository's own host, unless it says otherwise. */
function requestFor({ url: home, access, passCredentials }: HelmRepository, url: string): Omit<HttpRequest, 'limit'> {
  const { credentials, route = {} } = access;
  const isHome = new URL(url).origin === new URL(home).origin;
  const secretHeaders = authorizationHeader(credentials);
  if (isHome) return { url, route, secretHeaders };
  // An index of elsewhere leads nobody to this machine or its link.
  const farOnly = route.farOnly === true || nearness(home) === undefined;
  const isReadable = home.startsWith('https:') && url.startsWith('http:');
  if (passCredentials === true && !isReadable) return { url, route: { ...route, farOnly }, secretHeaders };
  const { clientCertificate: _certificate, insecureSkipVerify: _insecure, ...rest } = route;
  return { url, route: { ...rest, farOnly } };
}

/** Asks, unless the server wants a pause, which it may begin by the answer (429). */
async function exchange({ options, pauses }: Context, request: HttpRequest, signal?: AbortSignal): Promise<HttpAnswer> {
  const key = askerKey(request);
  const left = pauses.left(key);
  if (left !== undefined) throw helmRepoFault('helm-repo.unreachable', `${shown(request.url)}: ${pauseText(left)}`);
  const answer = await options.http.exchange(request, signal).catch((error: unknown) => {
    throw translatedFault(error);
  });
  if (answer.status !== 429) return answer;
  const pause = pauses.note(key, answer.headers.get('retry-after'));
  throw helmRepoFault('helm-repo.unreachable', `${shown(request.url)}: ${pauseText(pause)}`);
}

function askerKey({ url, secretHeaders }: HttpRequest): string {
  const who = secretHeaders?.['authorization']?.reveal() ?? '';
  return createHash('sha256')
    .update(JSON.stringify([new URL(url).origin, who]))
    .digest('hex');
}

function indexUrl(repository: string): string {
  const url = urlOf(repository);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/index.yaml`;
  return url.href;
}

/** A relative address lies in the repository and has its query (Helm: ResolveReferenceURL). */
function archiveUrl(repository: string, text: string, suffix: string): string {
  const base = urlOf(repository);
  const query = base.search;
  base.pathname = `${base.pathname.replace(/\/+$/, '')}/`;
  const url = URL.parse(text, base.href);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw helmRepoFault(
      'helm-repo.not-allowed',
      `${shown(repository)}: the index names an address that is not http or https`,
    );
  }
  if (query !== '' && !/^[a-z][a-z0-9+.-]*:/i.test(text)) url.search = query;
  url.pathname += suffix;
  return url.href;
}

function urlOf(repository: string): URL {
  const url = URL.canParse(repository) ? new URL(repository) : undefined;
  if (url !== undefined && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  throw helmRepoFault(
    'helm-repo.not-allowed',
    `${shown(repository)}: not the address of a chart repository (http or https)`,
  );
}

/** For messages: without query and user information. */
function shown(text: string): string {
  return text.replace(/[?#].*$/s, '').replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1');
}

/** Equal for equal addresses and credentials; kept in memory only. */
function keyOf({ url, access }: HelmRepository): string {
  const { credentials, route = {} } = access;
  const secret = credentials === undefined ? '' : (authorizationHeader(credentials)['authorization']?.reveal() ?? '');
  const parts = [
    url,
    secret,
    route.caBundle,
    route.insecureSkipVerify,
    route.clientCertificate?.certificate,
    route.proxy,
    route.farOnly,
    route.offLink,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function isMissing(error: unknown): boolean {
  return (error as { readonly code?: unknown }).code === 'helm-repo.chart-missing';
}
