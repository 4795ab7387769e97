/** Faults of HTTP exchanges, translated once by code. Messages name the address without query, user and secrets. */
import { certificateFault, closedFault } from '../../base/certificate-fault.ts';
import { AppError, type ErrorKind } from '../../base/errors.ts';
import { throughProxy } from '../../base/proxy-choice.ts';
import type { HttpErrorCode } from '../../ports/http.ts';

const KINDS: Readonly<Record<HttpErrorCode, ErrorKind>> = {
  'http.unreachable': 'transient',
  'http.timeout': 'transient',
  'http.certificate': 'user',
  'http.too-large': 'user',
  'http.not-allowed': 'user',
  'http.malformed': 'transient',
};

const TIMEOUTS = ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT'];

export function httpFault(
  code: HttpErrorCode,
  message: string,
  details: { readonly hint?: string; readonly cause?: unknown } = {},
): AppError {
  return new AppError({ ...details, code, kind: KINDS[code], message });
}

/**
 * What an exchange threw, through this proxy where there is one. An `AppError` stays as it is, and so does the reason of the
 * caller's own signal.
 */
export function translated(cause: unknown, address: string, proxy?: string): AppError {
  if (cause instanceof AppError) return cause;
  const { name = '', code = '' } = cause as { readonly name?: string; readonly code?: string };
  if (name === 'TimeoutError' || TIMEOUTS.includes(code))
    return httpFault('http.timeout', `${address}: no answer in time`);
  const certificate = certificateFault(code, URL.parse(address)?.hostname ?? '');
  if (certificate !== undefined) {
    const { reason, fix: hint } = certificate;
    return httpFault('http.certificate', `${address}: ${reason}: ${hint}`, { hint, cause });
  }
  const closed = closedFault(code, address);
  if (closed !== undefined) {
    const { reason, fix: hint } = closed;
    return httpFault('http.unreachable', `${address}: ${reason}; ${hint}`, { hint, cause });
  }
  if (code.startsWith('Z_') || code.startsWith('HPE_')) {
    return httpFault('http.malformed', `${address}: the answer cannot be read (${code})`, { cause });
  }
  const reason = `cannot connect (${code || name || 'unknown'})${throughProxy(proxy)}`;
  return httpFault('http.unreachable', `${address}: ${reason}`, { cause });
}

/** An address as messages show it. */
export function shown({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}
