/** New objects need a namespace that exists and stays (admission plugin NamespaceLifecycle). */
import { textAt } from '../../base/json-value.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import { forbiddenFor, notFound } from '../status/faults.ts';
import type { Cluster } from './cluster.ts';

const NAMESPACES = { group: '', plural: 'namespaces' };

/** Throws 404 where the namespace is missing, 403 where it is going away. */
export function checkNamespace(
  cluster: Cluster,
  definition: ResourceDefinition,
  namespace: string,
  name: string,
): void {
  if (!definition.namespaced) return;
  const found = cluster.store.get('/namespaces', '', namespace);
  if (!found) throw notFound(NAMESPACES, namespace);
  if (textAt(found.object, 'status', 'phase') !== 'Terminating' && !found.object.metadata.deletionTimestamp) return;
  throw forbiddenFor(definition, name, {
    why: `unable to create new content in namespace ${namespace} because it is being terminated`,
    causes: [
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${namespace} is being terminated`,
        field: 'metadata.namespace',
      },
    ],
  });
}
