/** Calls of the REST API. A refusal becomes an `ApiError` that holds what the server said. */

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  return call<T>(withQuery(path, query), signal ? { signal } : {});
}

export function post<T>(path: string, body: unknown): Promise<T> {
  return call<T>(path, write('POST', body));
}

export function remove<T>(path: string, query?: Query): Promise<T> {
  return call<T>(withQuery(path, query), write('DELETE', undefined));
}

function write(method: string, body: unknown): RequestInit {
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  return { method, headers: { 'content-type': 'application/json' }, ...content };
}

async function call<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(path, { ...init, credentials: 'same-origin' }).catch(() => undefined);
  if (!response) throw new ApiError(0, 'The server does not answer. Is it still running?');
  const answer = (await response.json().catch(() => ({}))) as T & { message?: string };
  if (response.ok) return answer;
  throw new ApiError(response.status, answer.message ?? `The server answered ${response.status}`);
}

export function withQuery(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs)}`;
}
