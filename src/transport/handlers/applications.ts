/** ApplicationService: from decoded requests to the use cases, and back to messages. */
import type { Application } from '../../api/application/fields.ts';
import type { ResourceDiff } from '../../api/application/tree-fields.ts';
import type {
  ApplicationDeleteRequest,
  ApplicationQuery,
  ApplicationResourceEventsQuery,
  ApplicationResourceRequest,
  ApplicationSyncRequest,
  ResourcesQuery,
} from '../../api/methods/application-messages.ts';
import { AppError } from '../../base/errors.ts';
import { canonicalJson } from '../../base/json/stringify.ts';
import { textAt } from '../../base/json-value.ts';
import { applicationObject } from '../../engine/rbac/index.ts';
import * as use from '../../services/applications/index.ts';
import { projectOf } from '../application-permission.ts';
import type { Handler, HandlerContext } from '../dispatch.ts';

export interface ApplicationHandlerDependencies extends use.ApplicationsDependencies, use.ResourceDependencies {}

type Handlers = Readonly<Record<string, Handler>>;

export function applicationHandlers(deps: ApplicationHandlerDependencies): Handlers {
  const service = 'application.ApplicationService';
  const visible = ({ may }: HandlerContext) => {
    return (app: Application): boolean => may('applications', 'get', objectOf(app, deps.namespace));
  };

  return {
    async [`${service}/List`](context) {
      const query = read<ApplicationQuery>(context);
      const fits = use.applicationFilter(filterOf(query));
      const sees = visible(context);
      const items = use.listApplications(deps.applications, (app) => fits(app) && sees(app));
      return { metadata: { resourceVersion: newestVersion(items) }, items };
    },

    [`${service}/Watch`](context) {
      const query = read<ApplicationQuery>(context);
      const fits = use.applicationFilter(filterOf(query));
      const sees = visible(context);
      const after = query.resourceVersion ?? '';
      const replay = after === '' || Boolean(query.name);
      return use.watchApplications(deps.applications, {
        shows: (app) => fits(app) && sees(app),
        replay,
        after: query.name ? '' : after,
        signal: context.signal,
      });
    },

    async [`${service}/Get`](context) {
      const { refresh } = read<ApplicationQuery>(context);
      const app = stored(context);
      if (!refresh) return app;
      return use.refreshApplication(deps, app, { level: refresh, signal: context.signal });
    },

    async [`${service}/Create`](context) {
      const request = read<{ readonly application?: Application; readonly upsert?: boolean }>(context);
      const app = request.application;
      if (!app) throw new AppError({ code: 'api.invalid-argument', kind: 'user', message: 'application is missing' });
      const name = app.metadata?.name ?? '';
      const namespace = app.metadata?.namespace ?? deps.namespace;
      const project = app.spec?.project || 'default';
      context.authorize('applications', 'create', applicationObject({ project, namespace, name }, deps.namespace));
      const existing = use.findApplication(deps.applications, namespace, name);
      if (existing) context.authorize('applications', 'update', objectOf(existing, deps.namespace));
      return use.createApplication(deps, app, { upsert: request.upsert ?? false });
    },

    async [`${service}/Delete`](context) {
      await use.deleteApplication(deps, stored(context), read<ApplicationDeleteRequest>(context));
      return {};
    },

    async [`${service}/Sync`](context) {
      const username = context.identity?.subject ?? '';
      return use.requestSync(deps, stored(context), { sync: read<ApplicationSyncRequest>(context), username });
    },

    async [`${service}/TerminateOperation`](context) {
      await use.terminateOperation(deps, stored(context));
      return {};
    },

    async [`${service}/ManagedResources`](context) {
      const query = read<ResourcesQuery>(context);
      const all = await deps.liveView.managedResources(keyOf(stored(context)));
      if (all === undefined) throw notCompared(stored(context));
      return { items: all.filter((item) => isAskedFor(item, query)) };
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
      const source = app.spec.sources?.[0] ?? app.spec.source;
      const revision = textAt(context.request, 'revision') ?? '';
      if (!source)
        throw new AppError({ code: 'api.precondition', kind: 'user', message: 'the application has no source' });
      return deps.manifests.revisionMetadata(source, projectOf(app), revision);
    },
  };
}

function read<T>({ request }: HandlerContext): T {
  return request as unknown as T;
}

function stored({ application }: HandlerContext): Application {
  if (application) return application;
  throw new AppError({
    code: 'api.no-application',
    kind: 'terminal',
    message: 'the method table names no application permission',
  });
}

function objectOf(app: Application, controlNamespace: string): string {
  const { namespace = '', name = '' } = app.metadata;
  return applicationObject({ project: projectOf(app), namespace, name }, controlNamespace);
}

function keyOf(app: Application): { readonly namespace: string; readonly name: string } {
  return { namespace: app.metadata.namespace ?? '', name: app.metadata.name ?? '' };
}

function filterOf(query: ApplicationQuery): use.ApplicationFilter {
  return {
    name: query.name ?? '',
    projects: query.projects ?? query.project ?? [],
    selector: query.selector ?? '',
    repo: query.repo ?? '',
    namespace: query.appNamespace ?? '',
  };
}

/** Where a watch starts that shall miss nothing of this list. */
function newestVersion(items: readonly Application[]): string {
  return String(items.reduce((newest, { metadata }) => Math.max(newest, Number(metadata.resourceVersion ?? 0)), 0));
}

function isAskedFor(item: ResourceDiff, query: ResourcesQuery): boolean {
  return (['group', 'kind', 'namespace', 'name'] as const).every(
    (key) => !query[key] || (item[key] ?? '') === query[key],
  );
}

function notCompared(app: Application): AppError {
  const first = app.status?.conditions?.find(({ type }) => type?.endsWith('Error'));
  const message = first
    ? `error getting cached app managed resources: ${first.type}: ${first.message}`
    : 'the application has not been compared yet';
  return new AppError({ code: 'api.not-compared', kind: 'transient', message });
}
