/** The refusals that every face of the API answers with. */
import { AppError } from '../base/errors.ts';
import type { Identity } from '../services/accounts/index.ts';

export function unauthenticated(): AppError {
  return new AppError({ code: 'api.unauthenticated', kind: 'user', message: 'no session information' });
}

/** Says nothing about what exists. */
export function permissionDenied(): AppError {
  return new AppError({ code: 'api.permission-denied', kind: 'user', message: 'permission denied' });
}

export interface DeniedRequest {
  readonly resource: string;
  readonly action: string;
  readonly object: string;
}

/** For callers who may see the object but not do this with it. */
export function denied({ resource, action, object }: DeniedRequest, identity: Identity): AppError {
  const when = new Date(identity.issuedAt * 1000).toISOString().replace('.000', '');
  const message = `permission denied: ${resource}, ${action}, ${object}, sub: ${identity.subject}, iat: ${when}`;
  return new AppError({ code: 'api.permission-denied', kind: 'user', message });
}

export function notFound(resource: string, name: string): AppError {
  return new AppError({ code: 'api.not-found', kind: 'user', message: `${resource} "${name}" not found` });
}

export function unimplemented(method: string): AppError {
  return new AppError({ code: 'api.unimplemented', kind: 'user', message: `${method} is not served` });
}
