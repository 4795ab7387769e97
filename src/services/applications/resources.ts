/** One resource of an Application as the cluster has it, and the events about it. */
import type { Application } from '../../api/application/fields.ts';
import type { ApplicationResourceRequest } from '../../api/methods/application-messages.ts';
import { AppError } from '../../base/errors.ts';
import { type JsonObject, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { KubePort, ResourceType } from '../../ports/kube.ts';
import type { LiveClusters } from '../../ports/live-cluster.ts';
import type { LiveView } from '../../ports/live-view.ts';

const EVENTS: ResourceType = { group: '', version: 'v1', plural: 'events', namespaced: true };

export interface ResourceDependencies {
  readonly liveView: LiveView;
  readonly clusters: LiveClusters;
  readonly kube: KubePort;
  /** Server address of an Application's destination. */
  readonly serverOf: (app: Application) => string;
  /** Hides the values of Secrets. Decided on the object that the server parsed. */
  readonly mask: (object: KubeObject) => KubeObject;
}

/** The live object, secrets masked. Only what stands in the Application's tree is shown; else `api.invalid-argument`. */
export async function readResource(
  deps: ResourceDependencies,
  app: Application,
  request: ApplicationResourceRequest,
): Promise<KubeObject> {
  return deps.mask(await liveResource(deps, app, request));
}

/** The live object as it is. Only what stands in the Application's tree is read; else `api.invalid-argument`. */
export async function liveResource(
  deps: Omit<ResourceDependencies, 'mask'>,
  app: Application,
  request: ApplicationResourceRequest,
): Promise<KubeObject> {
  const { group = '', kind, namespace = '', resourceName: name } = request;
  const tree = await deps.liveView.resourceTree(keyOf(app));
  const node = tree?.nodes?.find(
    (candidate) =>
      (candidate.group ?? '') === group &&
      candidate.kind === kind &&
      (candidate.namespace ?? '') === namespace &&
      candidate.name === name,
  );
  const absent = `${kind} ${group} ${name} not found as part of application ${app.metadata.name}`;
  if (!node?.uid) throw new AppError({ code: 'api.invalid-argument', kind: 'user', message: absent });
  const cluster = deps.clusters.get(deps.serverOf(app));
  await cluster.ready();
  const object = await cluster.body({ group, kind, namespace, name });
  if (!object) throw new AppError({ code: 'api.invalid-argument', kind: 'user', message: absent });
  return object;
}

export interface EventsRequest {
  readonly resourceNamespace: string;
  readonly resourceName: string;
  readonly resourceUID: string;
}

/**
 * Events about a resource in its cluster, or about the Application itself where none is named. Newest last. Only what stands in
 * the Application's tree is asked about; else `api.invalid-argument`.
 */
export async function listEvents(
  deps: ResourceDependencies,
  app: Application,
  request: EventsRequest,
): Promise<JsonObject> {
  const aboutApplication = request.resourceName === '' && request.resourceUID === '';
  if (!aboutApplication && !(await isInTree(deps, app, request))) {
    const message = `${request.resourceName} not found as part of application ${app.metadata.name}`;
    throw new AppError({ code: 'api.invalid-argument', kind: 'user', message });
  }
  const kube = aboutApplication ? deps.kube : deps.clusters.get(deps.serverOf(app)).kube;
  const namespace = aboutApplication ? (app.metadata.namespace ?? '') : request.resourceNamespace || 'default';
  const fields = aboutApplication
    ? { name: app.metadata.name ?? '', uid: app.metadata.uid ?? '' }
    : { name: request.resourceName, uid: request.resourceUID };
  const page = await kube.list(EVENTS, { namespace, fieldSelector: selectorOf(fields) });
  const when = (event: KubeObject): string => textAt(event, 'lastTimestamp') ?? event.metadata.creationTimestamp ?? '';
  const items = [...page.items].sort((a, b) => (when(a) < when(b) ? -1 : 1));
  return { metadata: { resourceVersion: page.resourceVersion }, items };
}

/** By name, namespace and, where it is given, UID. */
async function isInTree(deps: ResourceDependencies, app: Application, request: EventsRequest): Promise<boolean> {
  const tree = await deps.liveView.resourceTree(keyOf(app));
  const { resourceName, resourceNamespace, resourceUID } = request;
  return [...(tree?.nodes ?? []), ...(tree?.orphanedNodes ?? [])].some(
    ({ name = '', namespace = '', uid = '' }) =>
      name === resourceName && namespace === resourceNamespace && (resourceUID === '' || uid === resourceUID),
  );
}

function selectorOf({ name, uid }: { readonly name: string; readonly uid: string }): string {
  const parts = [name && `involvedObject.name=${name}`, uid && `involvedObject.uid=${uid}`];
  return parts.filter((part) => part !== '').join(',');
}

function keyOf(app: Application): { readonly namespace: string; readonly name: string } {
  return { namespace: app.metadata.namespace ?? '', name: app.metadata.name ?? '' };
}
