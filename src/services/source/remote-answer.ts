/** What a server says about a URL that may be a file: every answer is one. */
import { AppError, hasCode } from '../../base/errors.ts';
import { Secret } from '../../base/secret.ts';
import type { HttpPort, HttpRequest, HttpRoute } from '../../ports/http.ts';
import type { RemoteAnswer } from '../../render/contract.ts';

const TIMEOUT = 60_000;

export interface WantedFile {
  readonly url: string;
  readonly limit: number;
  readonly route: HttpRoute;
}

/** Rejects only by our own mistake. */
export async function remoteAnswer(http: HttpPort, { url, limit, route }: WantedFile): Promise<RemoteAnswer> {
  try {
    const { status, body } = await http.exchange({ ...addressed(url), limit, route, timeout: TIMEOUT });
    return status >= 200 && status < 300 ? { kind: 'content', content: body } : { kind: 'status', status };
  } catch (error) {
    if (hasCode(error, 'http.too-large')) return { kind: 'too-large' };
    if (error instanceof AppError && error.kind !== 'terminal') return { kind: 'unreachable', reason: error.message };
    throw error;
  }
}

/** Whether the server may say something else in a moment. */
export function isTemporary(answer: RemoteAnswer): boolean {
  if (answer.kind === 'status') return answer.status === 429 || answer.status >= 500;
  return answer.kind === 'unreachable';
}

/** User and password of a URL are told in a header. */
function addressed(text: string): Pick<HttpRequest, 'url' | 'secretHeaders'> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.username === '' && url.password === '')) return { url: text };
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = '';
  url.password = '';
  const authorization = new Secret(`Basic ${Buffer.from(pair).toString('base64')}`);
  return { url: url.href, secretHeaders: { authorization } };
}
