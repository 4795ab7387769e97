/** Repositories and templates of credentials: listed with the state of their connection, made, tested and removed. */
import type {
  RepoAccessQuery,
  RepoCreateRequest,
  RepoCredsCreateRequest,
  RepoCredsQuery,
  RepoQuery,
} from '../../api/methods/repository-messages.ts';
import type { Clock } from '../../base/clock.ts';
import { rfc3339 } from '../../base/clock.ts';
import { AppError, messageOf } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json-value.ts';
import type { GitRefs } from '../../ports/git.ts';
import type { InstallationPort, RepositoryRecord } from '../../ports/settings.ts';
import {
  deleteStored,
  findStored,
  hasIdentity,
  listStored,
  type RepositoriesDependencies,
  secretKeysOf,
  store,
  withoutSecrets,
} from '../../services/repositories/index.ts';
import type { Handler, HandlerContext } from '../dispatch.ts';
import { permissionDenied } from '../refusals.ts';
import { read } from './request.ts';

export interface RepositoryHandlerDependencies extends RepositoriesDependencies {
  readonly installation: InstallationPort;
  readonly clock: Clock;
  readonly refs: (record: RepositoryRecord) => Promise<GitRefs>;
}

/** Milliseconds for which a state of a connection is told again. */
const STATE_KEPT = 60_000;

interface State {
  readonly at: number;
  readonly state: Promise<object>;
}

export function repositoryHandlers(deps: RepositoryHandlerDependencies): Readonly<Record<string, Handler>> {
  const states = new Map<string, State>();
  return {
    async 'repository.RepositoryService/ListRepositories'(context) {
      const { forceRefresh = false, appProject = '' } = read<RepoQuery>(context);
      const all = (await listStored(deps, 'repository')).map(({ fields }) => fields);
      const seen = all.filter((fields) => context.may('repositories', 'get', objectOf(fields)));
      // Those of no project are everybody's (recording repo/list/project).
      const wanted = seen.filter(({ project = '' }) => appProject === '' || project === '' || project === appProject);
      const items = await Promise.all(wanted.map((fields) => shown(deps, states, { fields, forceRefresh })));
      return { metadata: {}, items };
    },

    async 'repository.RepositoryService/Get'(context) {
      const { forceRefresh = false } = read<RepoQuery>(context);
      return await shown(deps, states, { fields: await permitted(deps, context, 'get'), forceRefresh });
    },

    async 'repository.RepositoryService/ListRefs'(context) {
      const { repo: url = '', appProject } = read<RepoQuery>(context);
      const found = await findStored(deps, 'repository', place(url, appProject));
      const { repo, project = '' } = found?.fields ?? { repo: url };
      context.authorize('repositories', 'get', objectOf({ repo, project }));
      const record = deps.installation.current().repositoryFor(String(repo), String(project));
      const { refs } = await orUnusable('', () => deps.refs(record));
      const names = (prefix: string): readonly string[] =>
        [...refs.keys()].flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
      return { branches: names('refs/heads/'), tags: names('refs/tags/') };
    },

    async 'repository.RepositoryService/CreateRepository'(context) {
      const { repo, upsert = false } = read<RepoCreateRequest>(context);
      const fields = (repo ?? {}) as unknown as JsonObject;
      context.authorize('repositories', 'create', objectOf(fields));
      if (upsert) context.authorize('repositories', 'update', objectOf(fields));
      const { repo: url, ...kept } = fields;
      await checkAccess(deps, fields);
      await store(deps, 'repository', { fields: { ...kept, repo: trimmed(url) }, upsert });
      const { type, name } = fields;
      return { repo: url, type, name, connectionState: { status: 'Successful', message: '', attemptedAt: null } };
    },

    async 'repository.RepositoryService/DeleteRepository'(context) {
      const { repo = '', appProject } = read<RepoQuery>(context);
      await permitted(deps, context, 'delete');
      const found = await findStored(deps, 'repository', place(repo, appProject));
      if (found !== undefined) await deleteStored(deps, found);
      return {};
    },

    async 'repository.RepositoryService/ValidateAccess'(context) {
      const { enableOci, insecureOciForceHttp, ...query } = read<RepoAccessQuery>(context);
      const fields = {
        ...query,
        enableOCI: enableOci,
        insecureOCIForceHttp: insecureOciForceHttp,
      } as unknown as JsonObject;
      context.authorize('repositories', 'create', objectOf(fields));
      await checkAccess(deps, fields);
      return {};
    },

    async 'repocreds.RepoCredsService/ListRepositoryCredentials'({ may }) {
      const all = (await listStored(deps, 'repo-creds')).map(({ fields }) => withoutSecrets(fields));
      return { metadata: {}, items: all.filter(({ url }) => may('repositories', 'get', String(url))) };
    },

    async 'repocreds.RepoCredsService/CreateRepositoryCredentials'(context) {
      const { creds, upsert = false } = read<RepoCredsCreateRequest>(context);
      const fields = (creds ?? {}) as unknown as JsonObject;
      context.authorize('repositories', 'create', String(fields['url'] ?? ''));
      if (upsert) context.authorize('repositories', 'update', String(fields['url'] ?? ''));
      await store(deps, 'repo-creds', { fields, upsert });
      return { url: fields['url'] };
    },

    async 'repocreds.RepoCredsService/DeleteRepositoryCredentials'(context) {
      const { url = '' } = read<RepoCredsQuery>(context);
      context.authorize('repositories', 'delete', url);
      const found = await findStored(deps, 'repo-creds', { url });
      if (found === undefined) throw missing(`repository credentials for ${url}`);
      await deleteStored(deps, found);
      return {};
    },
  };
}

/** What rules name: the URL, behind the project that the repository belongs to. */
function objectOf({ repo = '', project = '' }: JsonObject): string {
  return project === '' ? String(repo) : `${project}/${repo}`;
}

function place(url: string, project: string | undefined): { readonly url: string; readonly project?: string } {
  return project === undefined ? { url } : { url, project };
}

/** The one that a call names. One that is not there and one that may not be touched look the same to everybody. */
async function permitted(
  deps: RepositoryHandlerDependencies,
  context: HandlerContext,
  action: string,
): Promise<JsonObject> {
  const { repo = '', appProject } = read<RepoQuery>(context);
  const found = await findStored(deps, 'repository', place(repo, appProject));
  if (found === undefined || !context.may('repositories', action, objectOf(found.fields))) throw permissionDenied();
  return found.fields;
}

interface Showing {
  readonly fields: JsonObject;
  readonly forceRefresh: boolean;
}

async function shown(
  deps: RepositoryHandlerDependencies,
  states: Map<string, State>,
  { fields, forceRefresh }: Showing,
): Promise<object> {
  const { repo = '', project = '' } = fields;
  const record = deps.installation.current().repositoryFor(String(repo), String(project));
  const isInherited = !hasIdentity(fields) && hasCredentials(record);
  const key = JSON.stringify([repo, project]);
  const known = states.get(key);
  const isFresh = known !== undefined && deps.clock.monotonic() - known.at < STATE_KEPT;
  const state = isFresh && !forceRefresh ? known : { at: deps.clock.monotonic(), state: tested(deps, record) };
  states.set(key, state);
  return {
    ...withoutSecrets(fields),
    ...(isInherited ? { inheritedCreds: true } : {}),
    connectionState: await state.state,
  };
}

const TYPES = ['', 'git', 'helm', 'oci'];

/** Throws why such a repository cannot be used, as Argo CD begins to say it. */
async function checkAccess(deps: RepositoryHandlerDependencies, fields: JsonObject): Promise<void> {
  const type = String(fields['type'] ?? '');
  if (!TYPES.includes(type)) throw unusable(`unsupported repository type ${JSON.stringify(type)}`);
  await orUnusable('error testing repository connectivity: ', () => deps.probe(recordOf(deps, fields)));
}

/** What keeps a repository out of reach is no fault of the request: it gets the code that Argo CD's plain errors have. */
async function orUnusable<T>(prefix: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw unusable(`${prefix}${error.message}`, error);
  }
}

function unusable(message: string, cause?: AppError): AppError {
  const hint = cause?.hint === undefined ? {} : { hint: cause.hint };
  return new AppError({ code: 'api.repository', kind: 'user', message, cause, ...hint });
}

function recordOf({ installation }: RepositoryHandlerDependencies, fields: JsonObject): RepositoryRecord {
  return installation.current().recordFor(secretKeysOf(fields));
}

function hasCredentials({ remote }: RepositoryRecord): boolean {
  return remote.credentials !== undefined || remote.identity !== undefined;
}

async function tested({ probe, clock }: RepositoryHandlerDependencies, record: RepositoryRecord): Promise<object> {
  try {
    await probe(record);
    return stateOf('Successful', '', clock);
  } catch (error) {
    return stateOf('Failed', `Unable to connect to repository: ${messageOf(error)}`, clock);
  }
}

function stateOf(status: 'Successful' | 'Failed', message: string, clock: Clock): object {
  return { status, message, attemptedAt: rfc3339(clock.now()) };
}

function trimmed(url: unknown): string {
  return String(url ?? '').trim();
}

function missing(what: string): AppError {
  return new AppError({ code: 'api.not-found', kind: 'user', message: `${what} not found` });
}
