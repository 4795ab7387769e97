/** Templates of credentials: listed without their secrets, made, changed and removed. */

import type { RbacResource } from '../../api/methods/method.ts';
import type {
  RepoCredsCreateRequest,
  RepoCredsQuery,
  RepoCredsUpdateRequest,
} from '../../api/methods/repository-messages.ts';
import { AppError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json-value.ts';
import {
  deleteStored,
  findStored,
  listStored,
  type RepositoriesDependencies,
  type StoredKind,
  store,
  withoutSecrets,
} from '../../services/repositories/index.ts';
import type { Handler } from '../dispatch.ts';
import { read } from './request.ts';

const SERVICE = 'repocreds.RepoCredsService';

export function repositoryTemplateHandlers(deps: RepositoriesDependencies): Readonly<Record<string, Handler>> {
  return {
    [`${SERVICE}/ListRepositoryCredentials`]: lister(deps, 'repo-creds', 'repositories'),
    [`${SERVICE}/CreateRepositoryCredentials`]: creator(deps, 'repo-creds', 'repositories'),
    [`${SERVICE}/ListWriteRepositoryCredentials`]: lister(deps, 'repo-write-creds', 'write-repositories'),
    [`${SERVICE}/CreateWriteRepositoryCredentials`]: creator(deps, 'repo-write-creds', 'write-repositories'),

    /** What is not said again is gone: no secret goes to another place or user than it was given for. */
    async [`${SERVICE}/UpdateRepositoryCredentials`](context) {
      const fields = (read<RepoCredsUpdateRequest>(context).creds ?? {}) as unknown as JsonObject;
      const url = String(fields['url'] ?? '');
      context.authorize('repositories', 'update', url);
      if ((await findStored(deps, 'repo-creds', { url })) === undefined) throw missing(url);
      await store(deps, 'repo-creds', { fields, upsert: true });
      return { url };
    },

    async [`${SERVICE}/DeleteRepositoryCredentials`](context) {
      const { url = '' } = read<RepoCredsQuery>(context);
      context.authorize('repositories', 'delete', url);
      const found = await findStored(deps, 'repo-creds', { url });
      if (found === undefined) throw missing(url);
      await deleteStored(deps, found);
      return {};
    },
  };
}

function lister(deps: RepositoriesDependencies, kind: StoredKind, resource: RbacResource): Handler {
  return async ({ may }) => {
    const all = (await listStored(deps, kind)).map(({ fields }) => withoutSecrets(fields));
    return { metadata: {}, items: all.filter(({ url }) => may(resource, 'get', String(url))) };
  };
}

function creator(deps: RepositoriesDependencies, kind: StoredKind, resource: RbacResource): Handler {
  return async (context) => {
    const { creds, upsert = false } = read<RepoCredsCreateRequest>(context);
    const fields = (creds ?? {}) as unknown as JsonObject;
    const url = String(fields['url'] ?? '');
    context.authorize(resource, 'create', url);
    if (upsert) context.authorize(resource, 'update', url);
    await store(deps, kind, { fields, upsert });
    return { url: fields['url'] };
  };
}

function missing(url: string): AppError {
  return new AppError({ code: 'api.not-found', kind: 'user', message: `repository credentials '${url}' not found` });
}
