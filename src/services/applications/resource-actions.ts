/**
 * Actions on one resource of an Application, or on the Application itself (features U3, U4). They work on the object as it
 * is, secrets and all; nothing of it is told but names of actions.
 */
import type { Application } from '../../api/application/fields.ts';
import type { ApplicationResourceRequest } from '../../api/methods/application-messages.ts';
import { AppError } from '../../base/errors.ts';
import {
  type ActionResult,
  actionPatch,
  discoverActions,
  type ResourceAction,
  runAction,
} from '../../engine/actions/index.ts';
import { resourceOverrides } from '../../engine/settings/index.ts';
import { type KubeObject, splitApiVersion } from '../../kube/object/kube-object.ts';
import type { EventsPort } from '../../ports/events.ts';
import type { ResourceChange, ResourceWriter } from '../../ports/resource-writer.ts';
import { APPLICATIONS, type ApplicationsDependencies } from './index.ts';
import { liveResource, type ResourceDependencies } from './resources.ts';
import { tell, tellOf } from './tell.ts';

export interface ActionDependencies
  extends Omit<ResourceDependencies, 'mask'>,
    Pick<ApplicationsDependencies, 'applications' | 'installation' | 'clock'> {
  readonly events: EventsPort;
  readonly writer: ResourceWriter;
}

/** What can be done with the resource now. Throws `api.invalid-argument` for what is not of the Application. */
export async function listResourceActions(
  deps: ActionDependencies,
  app: Application,
  request: ApplicationResourceRequest,
): Promise<readonly ResourceAction[]> {
  const object = await subjectOf(deps, app, request);
  return discoverActions({ object, now: deps.clock.now() }, overridesOf(deps));
}

export interface RunActionRequest extends ApplicationResourceRequest {
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Who asks. */
  readonly username: string;
}

/** Runs it, writes what comes of it, and tells by events who did it. Throws `action.*`, `lua.*` (user) and faults of writing. */
export async function runResourceAction(
  deps: ActionDependencies,
  app: Application,
  request: RunActionRequest,
): Promise<void> {
  const { action, parameters } = request;
  const object = await newestOf(deps, app, await subjectOf(deps, app, request));
  const results = runAction(action, { object, parameters, now: deps.clock.now() }, overridesOf(deps));
  await write(deps, app, { object, results });
  tellRun(deps, app, { object, request });
}

/** A resource in the Application's tree, or the Application itself. */
async function subjectOf(
  deps: ActionDependencies,
  app: Application,
  request: ApplicationResourceRequest,
): Promise<KubeObject> {
  if (!isSelf(app, request)) return liveResource(deps, app, request);
  const object = await deps.kube.get(addressOf(app));
  if (object !== undefined) return object;
  throw new AppError({ code: 'api.not-found', kind: 'user', message: `application ${app.metadata.name} is gone` });
}

/** What is patched are differences, lists as a whole: they must be told from the object as it is now, not from a snapshot. */
async function newestOf(deps: ActionDependencies, app: Application, known: KubeObject): Promise<KubeObject> {
  if (known.metadata.uid === app.metadata.uid) return known;
  const { group, version } = splitApiVersion(known.apiVersion);
  const cluster = deps.clusters.get(deps.serverOf(app));
  const type = cluster.resourceFor(group, known.kind, version);
  if (type === undefined) return known;
  const { namespace = '', name = '' } = known.metadata;
  return (await cluster.kube.get({ type, namespace: type.namespaced ? namespace : '', name })) ?? known;
}

function isSelf({ metadata }: Application, { group, kind, resourceName }: ApplicationResourceRequest): boolean {
  return group === APPLICATIONS.group && kind === 'Application' && resourceName === metadata.name;
}

/**
 * The Application itself is patched where it lives, with the credentials of the control plane; everything else goes to its
 * destination, with those of that cluster, and under the word of the project.
 */
async function write(
  deps: ActionDependencies,
  app: Application,
  { object, results }: { readonly object: KubeObject; readonly results: readonly ActionResult[] },
): Promise<void> {
  const own = object.metadata.uid === app.metadata.uid;
  const changes = results.flatMap((result) => changesOf(result, object));
  const elsewhere = changes.filter(({ kind }) => !own || kind === 'create');
  if (elsewhere.length > 0) await deps.writer.write(keyOf(app), elsewhere);
  for (const change of own ? changes : []) {
    if (change.kind !== 'patch') continue;
    deps.applications.observe(await deps.kube.patch(addressOf(app), 'merge', change.patch.whole));
  }
}

function changesOf({ operation, resource }: ActionResult, object: KubeObject): readonly ResourceChange[] {
  if (operation === 'create') return [{ kind: 'create', object: resource }];
  const patch = actionPatch(object, resource);
  return patch === undefined ? [] : [{ kind: 'patch', object, patch }];
}

/** On the Application, and on the resource where that is another one. */
function tellRun(
  deps: ActionDependencies,
  app: Application,
  { object, request }: { readonly object: KubeObject; readonly request: RunActionRequest },
): void {
  const { action, username, group = '', kind, resourceName } = request;
  const ran = { reason: 'ResourceActionRan', username, what: `ran action ${action}` } as const;
  if (!isSelf(app, request))
    tell(deps, app, { ...ran, what: `${ran.what} on resource ${group}/${kind}/${resourceName}` });
  tellOf(deps, object, ran);
}

function overridesOf({ installation }: ActionDependencies): ReturnType<typeof resourceOverrides> {
  return resourceOverrides(installation.current().settings.cm);
}

function keyOf({ metadata }: Application): { readonly namespace: string; readonly name: string } {
  return { namespace: metadata.namespace ?? '', name: metadata.name ?? '' };
}

function addressOf(app: Application) {
  return { type: APPLICATIONS, ...keyOf(app) };
}
