/** Repositories: listed with the state of their connection, made, changed, tested and removed. */
import type {
  RepoAccessQuery,
  RepoCreateRequest,
  RepoQuery,
  RepoUpdateRequest,
} from '../../api/methods/repository-messages.ts';
import type { Clock } from '../../base/clock.ts';
import { rfc3339 } from '../../base/clock.ts';
import { AppError, messageOf } from '../../base/errors.ts';
import { compareBytes } from '../../base/json/byte-order.ts';
import type { JsonObject } from '../../base/json-value.ts';
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
import { objectOf, orUnusable, place, unusable } from './repository-fields.ts';
import { read } from './request.ts';

export interface RepositoryHandlerDependencies extends RepositoriesDependencies {
  readonly installation: InstallationPort;
  readonly clock: Clock;
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
      // Recorded: those of no project first, and each by its address.
      const order = ({ project = '', repo }: (typeof wanted)[number]): string => `${project}/${repo}`;
      const sorted = wanted.toSorted((a, b) => compareBytes(order(a), order(b)));
      const items = await Promise.all(sorted.map((fields) => shown(deps, states, { fields, forceRefresh })));
      return { metadata: {}, items };
    },

    async 'repository.RepositoryService/Get'(context) {
      const { forceRefresh = false } = read<RepoQuery>(context);
      return await shown(deps, states, { fields: await permitted(deps, context, 'get'), forceRefresh });
    },

    async 'repository.RepositoryService/CreateRepository'(context) {
      const { repo, upsert = false } = read<RepoCreateRequest>(context);
      const fields = (repo ?? {}) as unknown as JsonObject;
      context.authorize('repositories', 'create', objectOf(fields));
      if (upsert) context.authorize('repositories', 'update', objectOf(fields));
      const { repo: url, ...kept } = fields;
      await checkAccess(deps, fields);
      const done = await store(deps, 'repository', { fields: { ...kept, repo: trimmed(url) }, upsert });
      return answered(fields, done === 'changed' ? 'Successful' : '');
    },

    /** What is not said again is gone: no password is sent to another place than it was given for (row 129). */
    async 'repository.RepositoryService/UpdateRepository'(context) {
      const fields = (read<RepoUpdateRequest>(context).repo ?? {}) as unknown as JsonObject;
      const { repo: url, project = '' } = fields;
      context.authorize('repositories', 'update', objectOf(fields));
      const found = await findStored(deps, 'repository', { url: trimmed(url), project: String(project) });
      if (found === undefined) throw missing(trimmed(url));
      await store(deps, 'repository', { fields: { ...fields, repo: trimmed(url) }, upsert: true });
      return answered(fields, '');
    },

    async 'repository.RepositoryService/ListWriteRepositories'({ may }) {
      checkHydrator(deps);
      const all = (await listStored(deps, 'repository-write')).map(({ fields }) => withoutSecrets(fields));
      return { metadata: {}, items: all.filter((fields) => may('write-repositories', 'get', objectOf(fields))) };
    },

    async 'repository.RepositoryService/CreateWriteRepository'(context) {
      const { repo, upsert = false } = read<RepoCreateRequest>(context);
      checkHydrator(deps);
      const fields = (repo ?? {}) as unknown as JsonObject;
      context.authorize('write-repositories', 'create', objectOf(fields));
      if (upsert) context.authorize('write-repositories', 'update', objectOf(fields));
      await checkAccess(deps, fields);
      const done = await store(deps, 'repository-write', { fields, upsert });
      return answered(fields, done === 'changed' ? 'Successful' : '');
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
  };
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
  const prefix = 'error testing repository connectivity: ';
  if (trimmed(fields['repo']) === '') {
    throw unusable(
      `${prefix}unable to initialize git client: repository "" cannot be initialized: repo URL is invalid`,
    );
  }
  await orUnusable(prefix, () => deps.probe(recordOf(deps, fields)));
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

function answered({ repo, type, name }: JsonObject, status: 'Successful' | ''): object {
  return { repo, type, name, connectionState: { status, message: '', attemptedAt: null } };
}

function missing(url: string): AppError {
  return new AppError({ code: 'api.not-found', kind: 'user', message: `repo '${url}' not found` });
}

/** Repositories that manifests are written to are wanted by the hydrator only. */
function checkHydrator({ installation }: RepositoryHandlerDependencies): void {
  const { commandParameters } = installation.current().settings;
  if (commandParameters['hydrator.enabled'] === 'true') return;
  throw new AppError({ code: 'api.unimplemented', kind: 'user', message: 'hydrator is disabled' });
}
