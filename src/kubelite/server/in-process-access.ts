/** The cluster for controllers of the same process: the operations of the API without requests, on the store itself. */
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type {
  ClusterAccess,
  ClusterDeleteOptions,
  ClusterListener,
  ClusterResource,
  ClusterUpdateOptions,
  ServedResource,
} from '../controllers/cluster-access.ts';
import type { Cluster } from '../operations/cluster.ts';
import { createObject } from '../operations/create-object.ts';
import { decodeObject } from '../operations/decode-object.ts';
import { deleteObject } from '../operations/delete-object.ts';
import { updateObject } from '../operations/update-object.ts';
import { internalWrite } from '../operations/write-options.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import { badRequest, notFound } from '../status/faults.ts';

/** Access to everything, in the stored versions. Fields that it sets belong to `manager`. */
export function inProcessAccess(cluster: Cluster, manager: string): ClusterAccess {
  const { store, registry } = cluster;
  const write = internalWrite(manager);
  return {
    list: (resource, namespace) => [...each(cluster, resource, namespace)],
    each: (resource, namespace) => each(cluster, resource, namespace),
    get: (resource, namespace, name) => {
      const definition = registry.stored(resource.group, resource.plural);
      return definition && store.get(definition.shelf, namespace, name)?.object;
    },
    create: (object) => {
      const definition = definitionOf(cluster, object);
      const namespace = definition.namespaced ? (object.metadata.namespace ?? '') : '';
      const { object: decoded } = decodeObject(definition, object);
      return createObject(cluster, definition, decoded, { ...write, namespace }).object;
    },
    update: (object, options = {}) => update(cluster, manager, object, options),
    delete: (resource, namespace, name, options = {}) => remove(cluster, resource, { namespace, name }, options),
    resources: () => registry.storedOnes().map(servedResource),
    subscribe: (listener) => subscribe(cluster, listener),
  };
}

function* each({ store, registry }: Cluster, resource: ClusterResource, namespace?: string): Generator<KubeObject> {
  const definition = registry.stored(resource.group, resource.plural);
  if (!definition) return;
  for (const stored of store.snapshot(definition.shelf, namespace === '' ? undefined : namespace)) yield stored.peek();
}

function definitionOf({ registry }: Cluster, { apiVersion, kind }: KubeObject): ResourceDefinition {
  const definition = registry.ofKind(apiVersion, kind);
  if (definition) return definition;
  throw badRequest(`no kind "${kind}" is registered for version "${apiVersion}"`);
}

function update(cluster: Cluster, manager: string, given: KubeObject, options: ClusterUpdateOptions): KubeObject {
  const definition = definitionOf(cluster, given);
  const { object: next } = decodeObject(definition, given);
  const { name = '', namespace = '' } = next.metadata;
  const current = cluster.store.get(definition.shelf, namespace, name);
  if (!current) throw notFound(definition, name);
  const write = { ...internalWrite(manager), subresource: options.subresource ?? '' };
  return updateObject(cluster, definition, { current, next }, write).object;
}

function remove(
  cluster: Cluster,
  resource: ClusterResource,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  options: ClusterDeleteOptions,
): void {
  const definition = cluster.registry.stored(resource.group, resource.plural);
  const current = definition && cluster.store.get(definition.shelf, namespace, name);
  if (!definition || !current) return;
  deleteObject(cluster, definition, current, { ...options, dryRun: false });
}

function subscribe({ store, registry }: Cluster, listener: ClusterListener): () => void {
  const served = new Map<ResourceDefinition, ServedResource>();
  return store.subscribeAll(({ type, stored }, shelf) => {
    const definition = registry.ofShelf(shelf);
    if (!definition) return;
    const resource = served.get(definition) ?? servedResource(definition);
    served.set(definition, resource);
    listener({ type, resource, object: stored.object });
  });
}

function servedResource({ group, version, plural, kind, namespaced }: ResourceDefinition): ServedResource {
  return { group, version, plural, kind, namespaced };
}
