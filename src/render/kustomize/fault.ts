/** Errors of a build, in Kustomize's words. */
import { AppError, messageOf } from '../../base/errors.ts';

/** `kustomize.failed` (user). */
export function kustomizeFault(message: string, cause?: unknown): AppError {
  return new AppError({ code: 'kustomize.failed', kind: 'user', message, ...(cause === undefined ? {} : { cause }) });
}

/** Puts words before those of whatever the work throws; what is no fault of the user goes through. */
export function explained<T>(before: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw isUserFault(error) ? kustomizeFault(`${before}: ${messageOf(error)}`, error) : error;
  }
}

export function isUserFault(error: unknown): error is AppError {
  return error instanceof AppError && error.kind === 'user';
}

/** What the work gives; undefined where it throws a fault of the user. */
export function orUndefined<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (isUserFault(error)) return undefined;
    throw error;
  }
}
