/** Faults of chart repositories, translated once from those of the HTTP port and from statuses. */
import { credentialAdvice } from '../../base/credential-advice.ts';
import { AppError, type ErrorKind, messageOf } from '../../base/errors.ts';
import type { HelmRepoErrorCode } from '../../ports/helm-repo.ts';

const KINDS: Readonly<Record<HelmRepoErrorCode, ErrorKind>> = {
  'helm-repo.unreachable': 'transient',
  'helm-repo.authentication': 'user',
  'helm-repo.not-a-repository': 'user',
  'helm-repo.chart-missing': 'user',
  'helm-repo.digest-mismatch': 'user',
  'helm-repo.too-large': 'user',
  'helm-repo.not-allowed': 'user',
};

const BY_HTTP_CODE: Readonly<Record<string, HelmRepoErrorCode>> = {
  'http.too-large': 'helm-repo.too-large',
  'http.not-allowed': 'helm-repo.not-allowed',
};

export function helmRepoFault(code: HelmRepoErrorCode, message: string, cause?: unknown): AppError {
  return new AppError({ code, kind: KINDS[code], message, ...(cause === undefined ? {} : { cause }) });
}

/** What an exchange threw; anything that is no fault (the caller's own signal) stays as it is. */
export function translatedFault(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code.startsWith('helm-repo.')) return error;
  const code = BY_HTTP_CODE[error.code] ?? 'helm-repo.unreachable';
  const { hint } = error;
  const details = { kind: error.kind, message: messageOf(error), cause: error };
  return new AppError({ code, ...details, ...(hint === undefined ? {} : { hint }) });
}

export interface StatusMeaning {
  /** What a 404 means. */
  readonly missing: HelmRepoErrorCode;
  /** Whether somebody was named. */
  readonly hasCredentials: boolean;
}

/** A status that is no success, for an address as it may be shown. */
export function statusFault(status: number, address: string, { missing, hasCredentials }: StatusMeaning): AppError {
  if (status === 401 || status === 403) {
    return helmRepoFault('helm-repo.authentication', `${address}: ${credentialAdvice(status, hasCredentials)}`);
  }
  if (status === 404 || status === 410) return helmRepoFault(missing, `${address}: not found (${status})`);
  if (status === 429 || status >= 500) {
    return helmRepoFault('helm-repo.unreachable', `${address}: the server answered ${status}`);
  }
  return helmRepoFault(missing, `${address}: the server answered ${status}`);
}
