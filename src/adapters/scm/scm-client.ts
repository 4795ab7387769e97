/** Asks a host's REST interface for JSON: one answer, or all pages of a list by the `Link` header (RFC 8288). */
import type { Clock } from '../../base/clock.ts';
import { authorizationHeader } from '../../base/http-authorization.ts';
import { parseJson } from '../../base/json/parse.ts';
import { isList, type Json } from '../../base/json-value.ts';
import type { HttpAccess, HttpAnswer, HttpPort, HttpRequest } from '../../ports/http.ts';
import { scmFault, statusFault, translatedFault } from './scm-fault.ts';

export interface ScmClientOptions {
  readonly http: HttpPort;
  readonly clock: Clock;
  /** Base of the interface, e.g. `https://api.github.com`. */
  readonly api: string;
  readonly access: HttpAccess;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ScmQuestion {
  /** Below the base, with query; its parts are encoded. */
  readonly path: string;
  readonly method?: 'GET' | 'POST';
  readonly body?: Json;
  readonly signal?: AbortSignal | undefined;
}

export interface ScmClient {
  /** Undefined for 404. */
  find(question: ScmQuestion): Promise<Json | undefined>;
  /** Undefined for 404. All elements of all pages. */
  findAll(question: ScmQuestion): Promise<readonly Json[] | undefined>;
}

const ANSWER_LIMIT = 16 * 1024 * 1024;
const MOST_PAGES = 200;

export function createScmClient(options: ScmClientOptions): ScmClient {
  const base = options.api.replace(/\/+$/, '');
  const whatOf = (path: string): string => `${new URL(base).host}${path.replace(/\?.*$/, '')}`;
  async function ask(url: string, { path, method = 'GET', body, signal }: ScmQuestion): Promise<HttpAnswer> {
    const request: HttpRequest = {
      url,
      method,
      headers: { accept: 'application/json', ...options.headers, ...(body === undefined ? {} : JSON_BODY) },
      secretHeaders: authorizationHeader(options.access.credentials),
      route: options.access.route ?? {},
      limit: ANSWER_LIMIT,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    const answer = await exchange(options.http, request, signal);
    if (answer.status >= 300 && answer.status !== 404) {
      throw statusFault({ ...answer, what: whatOf(path), now: options.clock.now() });
    }
    return answer;
  }
  return {
    async find(question) {
      const answer = await ask(`${base}${question.path}`, question);
      return answer.status === 404 ? undefined : parsed(answer, whatOf(question.path));
    },
    async findAll(question) {
      const found: Json[] = [];
      let url: string | undefined = `${base}${question.path}`;
      for (let page = 0; url !== undefined; page++) {
        if (page >= MOST_PAGES)
          throw scmFault('scm.too-much', `${whatOf(question.path)}: more than ${MOST_PAGES} pages`);
        const answer: HttpAnswer = await ask(url, question);
        if (answer.status === 404 && page === 0) return undefined;
        const list = answer.status === 404 ? undefined : parsed(answer, whatOf(question.path));
        if (!isList(list)) throw scmFault('scm.malformed', `${whatOf(question.path)}: the answer is no list`);
        found.push(...list);
        url = nextPage(answer, url);
      }
      return found;
    },
  };
}

const JSON_BODY = { 'content-type': 'application/json' };

async function exchange(http: HttpPort, request: HttpRequest, signal?: AbortSignal): Promise<HttpAnswer> {
  try {
    return await http.exchange(request, signal);
  } catch (error) {
    throw translatedFault(error);
  }
}

function parsed({ body }: HttpAnswer, what: string): Json {
  try {
    return body.length === 0 ? null : parseJson(new TextDecoder().decode(body));
  } catch (error) {
    throw scmFault('scm.malformed', `${what}: the answer is no JSON`, error);
  }
}

/** A page on another server would get our credentials: it is none. */
function nextPage({ headers }: HttpAnswer, from: string): string | undefined {
  const link = /<([^>]*)>\s*;[^,<]*\brel="?next"?/i.exec(headers.get('link') ?? '')?.[1];
  const next = link === undefined ? null : URL.parse(link, from);
  if (next === null) return undefined;
  if (next.origin === new URL(from).origin) return next.href;
  throw scmFault('scm.not-allowed', `${new URL(from).host}: names another server (${next.host}) for the next page`);
}
