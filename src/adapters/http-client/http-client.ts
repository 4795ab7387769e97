/** The HTTP port on undici: redirects checked one by one, secrets for one origin only, limits on time and size. */
import type { Dispatcher } from 'undici';
import { nearness } from '../../base/near-address.ts';
import { proxyFor } from '../../base/proxy-choice.ts';
import type { HttpAnswer, HttpPort, HttpRequest, HttpRoute } from '../../ports/http.ts';
import { checkHost, type Egress, type Resolve } from './egress.ts';
import { httpFault, shown, translated } from './http-fault.ts';
import { createPools, type Pools } from './pools.ts';
import { readBody } from './read-body.ts';

export interface HttpClientOptions {
  readonly egress: Egress;
  /** Sent with every request, e.g. `tiphys/0.1.0`. */
  readonly userAgent: string;
  /** What names mean; default: as this machine resolves them. */
  readonly resolve?: Resolve;
}

export interface HttpClient extends HttpPort {
  /** Ends all connections. */
  close(): Promise<void>;
}

const TIMEOUT = 30_000;
const REDIRECTS = 5;
const MOVED = [301, 302, 303, 307, 308];

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const pools = createPools(options.resolve);
  return {
    exchange: (request, signal) => follow({ pools, options }, request, signal),
    close: () => pools.close(),
  };
}

interface Client {
  readonly pools: Pools;
  readonly options: HttpClientOptions;
}

async function follow(client: Client, request: HttpRequest, signal?: AbortSignal): Promise<HttpAnswer> {
  const start = addressOf(request.url);
  const timeout = AbortSignal.timeout(request.timeout ?? TIMEOUT);
  const ends = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
  let url = start;
  let isHome = true;
  for (let hop = 0; ; hop++) {
    const answer = await exchange(client, { request, start, url, isHome, signal: ends }).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw error;
    });
    const { method = 'GET' } = request;
    if (!MOVED.includes(answer.status) || (method !== 'GET' && method !== 'HEAD')) return answer;
    if (hop >= (request.redirects ?? REDIRECTS)) {
      if (request.redirects === 0) return answer;
      throw httpFault('http.not-allowed', `${shown(start)}: too many redirects`);
    }
    url = redirected(url, answer);
    // Who was led elsewhere comes back as somebody else wants it.
    isHome &&= url.origin === start.origin;
  }
}

function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw httpFault('http.not-allowed', 'not the address of an HTTP server');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw httpFault('http.not-allowed', `${url.protocol}//${url.host}: only http and https are permitted`);
  }
  if (url.username !== '' || url.password !== '') {
    throw httpFault('http.not-allowed', `${shown(url)}: user information in the address is not permitted`);
  }
  url.hash = '';
  return url;
}

function redirected(from: URL, answer: HttpAnswer): URL {
  const location = answer.headers.get('location') ?? '';
  const target = location === '' ? null : URL.parse(location, from.href);
  if (target === null) throw httpFault('http.malformed', `${shown(from)}: redirects to no address`);
  if (from.protocol === 'https:' && target.protocol === 'http:') {
    throw httpFault('http.not-allowed', `${shown(from)}: redirects from https to http (${target.host})`);
  }
  return addressOf(target.href);
}

interface Hop {
  readonly request: HttpRequest;
  readonly start: URL;
  readonly url: URL;
  /** Nothing but the first origin was asked so far: it gets the secrets. */
  readonly isHome: boolean;
  readonly signal: AbortSignal;
}

async function exchange(client: Client, hop: Hop): Promise<HttpAnswer> {
  const { request, url, signal } = hop;
  const address = shown(url);
  const egress = egressOf(client, hop);
  checkHost(url, egress);
  try {
    const response = await client.pools.poolFor(routeOf(hop), url, egress).request({
      ...requestOf(client, hop),
      signal,
      headersTimeout: request.timeout ?? TIMEOUT,
      bodyTimeout: request.timeout ?? TIMEOUT,
    });
    const headers = plainHeaders(response.headers);
    const encoding = headers.get('content-encoding')?.trim().toLowerCase() ?? '';
    const hasBody = request.method !== 'HEAD' && response.statusCode !== 204 && response.statusCode !== 304;
    const reading = { encoding: hasBody ? encoding : '', limit: request.limit, address };
    const body = await readBody(response.body, reading);
    return { status: response.statusCode, headers, body, url: url.href };
  } catch (cause) {
    throw translated(cause, address, proxyFor(routeOf(hop), url.href));
  }
}

/** Who is elsewhere leads nobody to this machine or its link. */
function egressOf({ options }: Client, { request, start, url }: Hop): Egress {
  if (options.egress !== 'any') return options.egress;
  if (request.route?.farOnly === true) return 'far';
  if (url.origin !== start.origin && nearness(start.href) === undefined) return 'far';
  return request.route?.offLink === true ? 'offLink' : 'any';
}

/** Elsewhere than at the start there is no client certificate and no leniency. */
function routeOf({ request, isHome }: Hop): HttpRoute {
  const { clientCertificate: _client, insecureSkipVerify: _insecure, ...rest } = request.route ?? {};
  return isHome ? (request.route ?? {}) : rest;
}

function requestOf({ options }: Client, { request, url, isHome }: Hop): Dispatcher.RequestOptions {
  const secrets = isHome ? Object.entries(request.secretHeaders ?? {}) : [];
  return {
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: request.method ?? 'GET',
    headers: {
      'user-agent': options.userAgent,
      'accept-encoding': 'gzip',
      ...request.headers,
      ...Object.fromEntries(secrets.map(([name, secret]) => [name, secret.reveal()])),
    },
    body: request.body ?? null,
  };
}

function plainHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(headers).flatMap(([name, value]) => {
      if (value === undefined) return [];
      return [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value] as const];
    }),
  );
}
