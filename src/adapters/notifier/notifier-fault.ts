/** Faults of services that are told something. An address may be a secret itself: only its host is ever named. */
import { AppError, type ErrorKind } from '../../base/errors.ts';
import type { HttpAnswer } from '../../ports/http.ts';
import type { NotifierErrorCode, NotifierPause } from '../../ports/notifier.ts';

const KINDS: Readonly<Record<NotifierErrorCode, ErrorKind>> = {
  'notifier.unreachable': 'transient',
  'notifier.rate-limited': 'transient',
  'notifier.authentication': 'user',
  'notifier.rejected': 'user',
  'notifier.invalid': 'user',
};

const DEFAULT_PAUSE = 30_000;
const LONGEST_PAUSE = 3_600_000;

export function notifierFault(code: NotifierErrorCode, message: string, cause?: unknown): AppError {
  return new AppError({ code, kind: KINDS[code], message, ...(cause === undefined ? {} : { cause }) });
}

/** What an exchange threw: its own message and cause name the whole address, so neither is passed on. */
export function exchangeFault(error: unknown, host: string): unknown {
  if (!(error instanceof AppError) || error.code.startsWith('notifier.')) return error;
  if (error.code === 'http.not-allowed')
    return notifierFault('notifier.invalid', `${host}: the address is not permitted`);
  const reason = error.code === 'http.timeout' ? 'no answer in time' : `no usable answer (${error.code})`;
  const fault = { code: 'notifier.unreachable', kind: error.kind, message: `${host}: ${reason}` };
  return new AppError(fault);
}

/** A status that is no success. */
export function statusFault({ status, headers }: Pick<HttpAnswer, 'status' | 'headers'>, host: string): AppError {
  if (status === 429) return rateLimited(headers, host);
  if (status === 401 || status === 403) {
    return notifierFault('notifier.authentication', `${host}: the credentials are not accepted (${status})`);
  }
  const code = status >= 500 ? 'notifier.unreachable' : 'notifier.rejected';
  return notifierFault(code, `${host}: answered ${status}`);
}

export function rateLimited(headers: ReadonlyMap<string, string>, host: string): AppError {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  const told = Number.isNaN(seconds) ? DEFAULT_PAUSE : seconds * 1000;
  const pause: NotifierPause = { retryAfter: Math.min(Math.max(told, 1000), LONGEST_PAUSE) };
  return notifierFault('notifier.rate-limited', `${host}: asked too often`, pause);
}
