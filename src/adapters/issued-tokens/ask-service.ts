/** One question to a service that gives out tokens, and its answer as JSON. */
import { parseJson } from '../../base/json/parse.ts';
import { isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import type { Secret } from '../../base/secret.ts';
import type { HttpAnswer, HttpPort, HttpRequest, HttpRoute } from '../../ports/http.ts';
import type { TokenWish } from '../../ports/issued-identity.ts';
import { identityFault, refusal, translated } from './identity-fault.ts';

export interface ServiceQuestion {
  readonly url: string;
  readonly route: HttpRoute;
  /** Names the identity in messages. */
  readonly who: string;
  readonly bearer?: Secret;
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, Secret | string>>;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

const LIMIT = 4 * 1024 * 1024;
const TIMEOUT = 15_000;

/** Throws the codes of `IssuedTokenErrorCode` for anything but a success. Redirects are not followed: a key would follow. */
export async function askService(http: HttpPort, question: ServiceQuestion): Promise<HttpAnswer & { json: Json }> {
  const { url, route, who, bearer, form, method = 'GET', headers = {}, signal } = question;
  const request: HttpRequest = {
    url: trusted(url, who),
    method,
    route,
    headers: { ...headers, ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) },
    ...(bearer === undefined ? {} : { secretHeaders: { authorization: bearer } }),
    ...(form === undefined ? {} : { body: formText(form) }),
    limit: LIMIT,
    timeout: TIMEOUT,
    redirects: 0,
  };
  const answer = await http.exchange(request, signal).catch((error: unknown) => Promise.reject(translated(error)));
  if (answer.status < 200 || answer.status > 299) throw refusal(answer.status, new URL(url).host, who);
  return { ...answer, json: parsed(answer, who) };
}

/** A token without which nothing can be opened must not travel in the clear. */
function trusted(text: string, who: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isOwn = /^(?:127\.0\.0\.1|\[::1\]|localhost)$/.test(url?.hostname ?? '');
  if (url !== undefined && (url.protocol === 'https:' || (url.protocol === 'http:' && isOwn))) return text;
  throw identityFault('identity.unusable', `${who}: the service that gives out tokens has no https address`);
}

function formText(form: Readonly<Record<string, Secret | string>>): string {
  const pairs = Object.entries(form).map(([name, value]) => [name, typeof value === 'string' ? value : value.reveal()]);
  return new URLSearchParams(pairs).toString();
}

function parsed({ body, url }: HttpAnswer, who: string): Json {
  try {
    return parseJson(new TextDecoder().decode(body));
  } catch {
    throw identityFault('identity.unreachable', `${who}: the answer of ${new URL(url).host} is no JSON`);
  }
}

/** A text member of an answer; throws where there is none. */
export function wantedText(json: Json, name: string, who: string): string {
  const value = isObject(json) ? (json as JsonObject)[name] : undefined;
  if (typeof value === 'string' && value !== '') return value;
  throw identityFault('identity.unreachable', `${who}: the answer has no ${name}`);
}

/** Seconds that a token lasts, as `expires_in` tells it: a number, or one as text. */
export function lifetime(json: Json): number {
  const told = Number(isObject(json) ? (json as JsonObject)['expires_in'] : undefined);
  return Number.isFinite(told) && told > 0 ? told : 3600;
}

/** Proxies hold everywhere; what is trusted, shown or overlooked on the repository's host holds there only. */
export function routeTo(url: string, wish: TokenWish): HttpRoute {
  const { proxy, noProxy } = wish.route;
  const proxied = { ...(proxy === undefined ? {} : { proxy }), ...(noProxy === undefined ? {} : { noProxy }) };
  const isSame = URL.canParse(url) && URL.canParse(wish.url) && new URL(url).hostname === new URL(wish.url).hostname;
  return isSame ? wish.route : proxied;
}
