/** What calls about repositories have in common: how rules name one, and faults of reaching it. */
import { AppError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json-value.ts';

/** What rules name: the URL, behind the project that the repository belongs to. */
export function objectOf({ repo = '', project = '' }: JsonObject): string {
  return project === '' ? String(repo) : `${project}/${repo}`;
}

export function place(url: string, project: string | undefined): { readonly url: string; readonly project?: string } {
  return project === undefined ? { url } : { url, project };
}

/** What keeps a repository out of reach is no fault of the request: it gets the code that Argo CD's plain errors have. */
export async function orUnusable<T>(prefix: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw unusable(`${prefix}${error.message}`, error);
  }
}

export function unusable(message: string, cause?: AppError): AppError {
  const hint = cause?.hint === undefined ? {} : { hint: cause.hint };
  return new AppError({ code: 'api.repository', kind: 'user', message, cause, ...hint });
}
