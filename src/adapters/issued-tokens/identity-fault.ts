/** Faults of the services that give out tokens. Messages name the service and the identity, never a key or a token. */
import { AppError, type ErrorKind, hasCode } from '../../base/errors.ts';
import type { IssuedTokenErrorCode } from '../../ports/issued-identity.ts';

const KINDS: Readonly<Record<IssuedTokenErrorCode, ErrorKind>> = {
  'identity.refused': 'user',
  'identity.unusable': 'user',
  'identity.unreachable': 'transient',
};

export function identityFault(
  code: IssuedTokenErrorCode,
  message: string,
  details: { readonly hint?: string; readonly cause?: unknown } = {},
): AppError {
  return new AppError({ ...details, code, kind: KINDS[code], message });
}

/** What asking a service threw; the reason of the caller's own signal stays as it is. */
export function translated(error: unknown): unknown {
  if (!(error instanceof AppError) || !error.code.startsWith('http.')) return error;
  const code = hasCode(error, 'http.certificate', 'http.not-allowed') ? 'identity.unusable' : 'identity.unreachable';
  const { message, hint } = error;
  return identityFault(code, `no token can be had: ${message}`, {
    cause: error,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** A status that is no success. `who` names the identity. */
export function refusal(status: number, service: string, who: string): AppError {
  if (status === 429 || status >= 500) {
    return identityFault('identity.unreachable', `${who}: ${service} answered ${status}, no token can be had`);
  }
  return identityFault('identity.refused', `${who}: ${service} refuses to give a token (${status})`);
}
