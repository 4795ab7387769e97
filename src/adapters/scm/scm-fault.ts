/** Faults of hosts of source code, translated once from those of the HTTP port and from statuses. */
import { AppError, type ErrorKind } from '../../base/errors.ts';
import type { ScmErrorCode, ScmPause } from '../../ports/scm.ts';

const KINDS: Readonly<Record<ScmErrorCode, ErrorKind>> = {
  'scm.unreachable': 'transient',
  'scm.authentication': 'user',
  'scm.not-found': 'user',
  'scm.rate-limited': 'transient',
  'scm.too-much': 'user',
  'scm.not-allowed': 'user',
  'scm.malformed': 'transient',
};

const BY_HTTP_CODE: Readonly<Record<string, ScmErrorCode>> = {
  'http.too-large': 'scm.too-much',
  'http.not-allowed': 'scm.not-allowed',
  'http.malformed': 'scm.malformed',
};

export function scmFault(code: ScmErrorCode, message: string, cause?: unknown): AppError {
  return new AppError({ code, kind: KINDS[code], message, ...(cause === undefined ? {} : { cause }) });
}

/** What an exchange threw; the reason of the caller's own signal stays as it is. */
export function translatedFault(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code.startsWith('scm.')) return error;
  const { kind, message } = error;
  const code = BY_HTTP_CODE[error.code] ?? 'scm.unreachable';
  return new AppError({ code, kind, message, cause: error });
}

const DEFAULT_PAUSE = 60_000;
const LONGEST_PAUSE = 3_600_000;

export interface Refusal {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  /** What was asked, for messages. */
  readonly what: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A status that is no success. A refusal that says when to come back is no refusal of the credentials. */
export function statusFault({ status, headers, what, now }: Refusal): AppError {
  const wait = pauseOf(headers, now);
  const exhausted = headers.get('x-ratelimit-remaining') === '0' || headers.has('retry-after');
  if (status === 429 || (status === 403 && exhausted)) {
    const pause: ScmPause = { retryAfter: wait ?? DEFAULT_PAUSE };
    return scmFault(
      'scm.rate-limited',
      `${what}: asked too often, ${Math.ceil(pause.retryAfter / 1000)} s to wait`,
      pause,
    );
  }
  if (status === 401) return scmFault('scm.authentication', `${what}: these credentials are not accepted`);
  if (status === 403) return scmFault('scm.authentication', `${what}: these credentials may not do that`);
  if (status === 404) return scmFault('scm.not-found', `${what}: not found`);
  const code = status >= 500 ? 'scm.unreachable' : 'scm.malformed';
  return scmFault(code, `${what}: the host answered ${status}`);
}

/** From `Retry-After` (seconds or a date) or the second at which the limit ends; within an hour. */
function pauseOf(headers: ReadonlyMap<string, string>, now: number): number | undefined {
  const after = headers.get('retry-after') ?? '';
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN) * 1000 - now;
  const date = Date.parse(after) - now;
  const told = /^\d+$/.test(after) ? Number(after) * 1000 : [date, reset].find((one) => !Number.isNaN(one));
  return told === undefined ? undefined : Math.min(Math.max(told, 1000), LONGEST_PAUSE);
}
