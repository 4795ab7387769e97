/** What handlers read from a call. */
import type { Application } from '../../api/application/fields.ts';
import { AppError } from '../../base/errors.ts';
import type { HandlerContext } from '../dispatch.ts';

/** The request as the method table declares it; the dispatcher has decoded it. */
export function read<T>({ request }: HandlerContext): T {
  return request as unknown as T;
}

/** The Application that the permission of the method named. */
export function stored({ application }: HandlerContext): Application {
  if (application) return application;
  throw new AppError({
    code: 'api.no-application',
    kind: 'terminal',
    message: 'the method table names no application permission',
  });
}

/** Name of the caller, as operations and events show it; empty where nobody is known. */
export function who({ identity }: HandlerContext): string {
  return identity?.subject ?? '';
}
