/** ApplicationService: from decoded requests to the use cases, and back to messages. */
import type { Application } from '../../api/application/fields.ts';
import type { ResourceDiff } from '../../api/application/tree-fields.ts';
import type {
  ApplicationDeleteRequest,
  ApplicationQuery,
  ApplicationResourceEventsQuery,
  ApplicationResourceRequest,
  ResourcesQuery,
  RevisionMetadataQuery,
} from '../../api/methods/application-messages.ts';
import { AppError, messageOf } from '../../base/errors.ts';
import { canonicalJson } from '../../base/json/stringify.ts';
import { applicationObject } from '../../engine/rbac/index.ts';
import * as use from '../../services/applications/index.ts';
import { projectOf } from '../application-permission.ts';
import type { Handler, HandlerContext } from '../dispatch.ts';
import { newestVersion } from '../newest-version.ts';
import { updateHandlers } from './application-updates.ts';
import { manifestHandlers } from './manifests.ts';
import { operationHandlers } from './operations.ts';
import { read, stored, who } from './request.ts';
import { resourceActionHandlers } from './resource-actions.ts';
import { resourceChangeHandlers } from './resource-changes.ts';
import { sourceAt } from './source-at.ts';

export interface ApplicationHandlerDependencies
  extends use.ApplicationsDependencies,
    use.ResourceDependencies,
    use.ActionDependencies,
    use.ManifestDependencies,
    use.ReachDependencies {}

const service = 'application.ApplicationService';

type Handlers = Readonly<Record<string, Handler>>;

export function applicationHandlers(deps: ApplicationHandlerDependencies): Handlers {
  const visible = ({ may }: HandlerContext) => {
    return (app: Application): boolean => may('applications', 'get', objectOf(app, deps.namespace));
  };

  return {
    async [`${service}/List`](context) {
      const query = read<ApplicationQuery>(context);
      const fits = filterBy(query, 'error parsing the selector');
      const sees = visible(context);
      const found = use.listApplications(deps.applications, (app) => fits(app) && sees(app));
      const items = found.map(use.withHiddenManifests);
      return { metadata: { resourceVersion: newestVersion(items) }, items };
    },

    [`${service}/Watch`](context) {
      const query = read<ApplicationQuery>(context);
      const fits = filterBy(query, 'error parsing labels with selectors');
      const sees = visible(context);
      const after = query.resourceVersion ?? '';
      const replay = after === '' || Boolean(query.name);
      const events = use.watchApplications(deps.applications, {
        shows: (app) => fits(app) && sees(app),
        replay,
        after: query.name ? '' : after,
        signal: context.signal,
      });
      return withHealths(events, deps);
    },

    async [`${service}/Get`](context) {
      const { refresh } = read<ApplicationQuery>(context);
      const app = stored(context);
      const newest = refresh
        ? await use.refreshApplication(deps, app, { level: refresh, signal: context.signal })
        : app;
      return shown(newest, await deps.liveView.resourceTree(keyOf(newest)));
    },

    async [`${service}/Create`](context) {
      const request = read<ApplicationCreateRequest>(context);
      const app = request.application && withParts(request.application);
      if (!app) throw new AppError({ code: 'api.invalid-argument', kind: 'user', message: 'application is missing' });
      const { name = '', namespace = deps.namespace } = app.metadata;
      const project = projectOf(app);
      context.authorize('applications', 'create', applicationObject({ project, namespace, name }, deps.namespace));
      if (name !== '') use.checkSpecification(deps, app);
      const existing = use.findApplication(deps.applications, namespace, name);
      if (existing) context.authorize('applications', 'update', objectOf(existing, deps.namespace));
      if (name !== '' && (request.validate ?? true)) await use.checkReach(deps, app, context.signal);
      const created = await use.createApplication(deps, app, { upsert: request.upsert ?? false });
      if (!existing)
        use.tell(deps, created, { reason: 'ResourceCreated', username: who(context), what: 'created application' });
      else if (created.metadata.resourceVersion !== existing.metadata.resourceVersion)
        use.tell(deps, created, {
          reason: 'ResourceUpdated',
          username: who(context),
          what: 'updated application spec',
        });
      return use.withHiddenManifests(created);
    },

    async [`${service}/Delete`](context) {
      const app = stored(context);
      await use.deleteApplication(deps, app, read<ApplicationDeleteRequest>(context));
      use.tell(deps, app, { reason: 'ResourceDeleted', username: who(context), what: 'deleted application' });
      return {};
    },

    ...updateHandlers(deps),
    ...operationHandlers(deps),

    async [`${service}/ManagedResources`](context) {
      const query = read<ResourcesQuery>(context);
      const all = await deps.liveView.managedResources(keyOf(stored(context)));
      if (all === undefined) throw notCompared(stored(context));
      return { items: all.filter((item) => isAskedFor(item, query)) };
    },

    async [`${service}/Explain`](context) {
      const explanation = await deps.liveView.explain(keyOf(stored(context)));
      if (explanation === undefined) throw notCompared(stored(context));
      return explanation;
    },

    async [`${service}/ResourceTree`](context) {
      return (await deps.liveView.resourceTree(keyOf(stored(context)))) ?? {};
    },

    [`${service}/WatchResourceTree`](context) {
      return deps.liveView.watchTree(keyOf(stored(context)), context.signal);
    },

    async [`${service}/GetResource`](context) {
      const object = await use.readResource(deps, stored(context), read<ApplicationResourceRequest>(context));
      return { manifest: canonicalJson(object) };
    },

    ...resourceChangeHandlers(deps),
    ...resourceActionHandlers(deps),
    ...manifestHandlers(deps),

    async [`${service}/ListResourceEvents`](context) {
      const {
        resourceName = '',
        resourceNamespace = '',
        resourceUID = '',
      } = read<ApplicationResourceEventsQuery>(context);
      return use.listEvents(deps, stored(context), { resourceName, resourceNamespace, resourceUID });
    },

    async [`${service}/RevisionMetadata`](context) {
      const app = stored(context);
      const query = read<RevisionMetadataQuery>(context);
      const { revision = '' } = query;
      const source = sourceAt(app, query);
      if (!isResolved(revision)) throw unresolvedRevision(revision);
      return deps.manifests.revisionMetadata(source, projectOf(app), revision);
    },
  };
}

/** As Go reads it: structs that are left out are there and empty. */
function withParts(app: Partial<Application>): Application {
  const { metadata = {}, spec = {} } = app;
  return { ...app, metadata, spec: { destination: {}, ...spec } } as Application;
}

interface ApplicationCreateRequest {
  readonly application?: Application;
  readonly upsert?: boolean;
  /** Absent: yes. */
  readonly validate?: boolean;
}

function objectOf(app: Application, controlNamespace: string): string {
  const { namespace = '', name = '' } = app.metadata;
  return applicationObject({ project: projectOf(app), namespace, name }, controlNamespace);
}

function keyOf(app: Application): { readonly namespace: string; readonly name: string } {
  return { namespace: app.metadata.namespace ?? '', name: app.metadata.name ?? '' };
}

function shown(app: Application, tree: Parameters<typeof use.withResourceHealth>[1]): Application {
  return use.withHiddenManifests(use.withResourceHealth(app, tree));
}

async function* withHealths(
  events: AsyncIterable<use.ApplicationEvent>,
  { liveView }: Pick<ApplicationHandlerDependencies, 'liveView'>,
): AsyncIterable<use.ApplicationEvent> {
  for await (const { type, application } of events) {
    const tree = type === 'DELETED' ? undefined : await liveView.resourceTree(keyOf(application));
    yield { type, application: shown(application, tree) };
  }
}

/** Throws `api.invalid-selector` in the words of that call. */
function filterBy(query: ApplicationQuery, words: string): (app: Application) => boolean {
  const { name = '', projects = query.project ?? [], selector = '', repo = '', appNamespace = '' } = query;
  try {
    return use.applicationFilter({ name, projects, selector, repo, namespace: appNamespace });
  } catch (error) {
    const message = `${words}: ${messageOf(error)}`;
    throw new AppError({ code: 'api.invalid-selector', kind: 'user', message, cause: error });
  }
}

function isAskedFor(item: ResourceDiff, query: ResourcesQuery): boolean {
  return (['group', 'kind', 'namespace', 'name'] as const).every(
    (key) => !query[key] || (item[key] ?? '') === query[key],
  );
}

function notCompared(app: Application): AppError {
  const errors = (app.status?.conditions ?? []).filter(({ type }) => type?.endsWith('Error'));
  const texts = errors.map(({ type, message = '' }) => `${type}: ${message}`).join(';');
  const reason = texts === '' ? 'the application has not been compared yet' : texts;
  const message = `error getting cached app managed resources: ${reason}`;
  return new AppError({ code: 'api.not-compared', kind: 'transient', message });
}

/** A commit; not a branch or a tag, which may move (recordings 0b 26). */
function isResolved(revision: string): boolean {
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(revision);
}

function unresolvedRevision(revision: string): AppError {
  const message = `revision ${revision} must be resolved`;
  return new AppError({ code: 'api.unresolved-revision', kind: 'user', message });
}
