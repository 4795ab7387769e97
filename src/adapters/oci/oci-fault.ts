/** Faults of registries, translated once from those of the HTTP port and from statuses. */

import { credentialAdvice } from '../../base/credential-advice.ts';
import { AppError, type ErrorKind } from '../../base/errors.ts';
import type { OciErrorCode } from '../../ports/oci.ts';

const KINDS: Readonly<Record<OciErrorCode, ErrorKind>> = {
  'oci.unreachable': 'transient',
  'oci.authentication': 'user',
  'oci.not-found': 'user',
  'oci.digest-mismatch': 'user',
  'oci.too-large': 'user',
  'oci.not-allowed': 'user',
  'oci.malformed': 'transient',
};

const BY_HTTP_CODE: Readonly<Record<string, OciErrorCode>> = {
  'http.too-large': 'oci.too-large',
  'http.not-allowed': 'oci.not-allowed',
  'http.malformed': 'oci.malformed',
};

export function ociFault(code: OciErrorCode, message: string, cause?: unknown): AppError {
  return new AppError({ code, kind: KINDS[code], message, ...(cause === undefined ? {} : { cause }) });
}

/** What an exchange threw; the reason of the caller's own signal stays as it is. */
export function translatedFault(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code.startsWith('oci.')) return error;
  const { kind, message, hint } = error;
  const code = BY_HTTP_CODE[error.code] ?? 'oci.unreachable';
  return new AppError({ code, kind, message, cause: error, ...(hint === undefined ? {} : { hint }) });
}

/** A status that is no success. `what` names the thing that was asked for, `asAnyone` tells whether somebody was named. */
export function statusFault(status: number, what: string, asAnyone: boolean): AppError {
  if (status === 401 || status === 403) {
    return ociFault('oci.authentication', `${what}: ${credentialAdvice(status, !asAnyone)}`);
  }
  if (status === 404) return ociFault('oci.not-found', `${what}: not found`);
  const code = status === 429 || status >= 500 ? 'oci.unreachable' : 'oci.malformed';
  return ociFault(code, `${what}: the registry answered ${status}`);
}
