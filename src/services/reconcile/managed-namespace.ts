/** The destination's namespace as part of a sync: `CreateNamespace=true`. Source: features row C21, recordings 127 and 129. */
import type { ManagedNamespaceMetadata } from '../../api/application/fields.ts';
import { type ResourceResult, SYNC_OPTIONS_ANNOTATION, type SyncRequest } from '../../engine/sync/index.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { LiveCluster } from '../../ports/live-cluster.ts';
import type { Comparison } from './compare.ts';
import type { PassContext } from './pass.ts';

export interface ManagedNamespaceInput {
  readonly cluster: LiveCluster;
  readonly comparison: Comparison;
  readonly request: SyncRequest;
  readonly lines: readonly ResourceResult[];
}

/**
 * The namespace to apply before everything else; undefined where none is asked for, a manifest brings it, or it is there and
 * nothing of it is managed. With managed labels or annotations it is applied server-side, so that others' stay.
 */
export async function managedNamespaceOf(
  context: PassContext,
  input: ManagedNamespaceInput,
): Promise<KubeObject | undefined> {
  const name = context.view.app.spec.destination.namespace ?? '';
  if (name === '' || input.request.options.get('CreateNamespace') !== 'true') return undefined;
  const brought = input.comparison.resources.some(
    ({ key, target }) => target !== undefined && key.kind === 'Namespace' && key.group === '' && key.name === name,
  );
  if (brought) return undefined;
  const metadata = context.view.app.spec.syncPolicy?.managedNamespaceMetadata;
  if (metadata !== undefined) return namespaceObject(name, metadata);
  const begun = input.lines.some(
    (line) => line.kind === 'Namespace' && line.syncPhase === 'PreSync' && line.name === name,
  );
  const present = input.cluster.get({ group: '', kind: 'Namespace', namespace: '', name }) !== undefined;
  return present && !begun ? undefined : namespaceObject(name, undefined);
}

function namespaceObject(name: string, managed: ManagedNamespaceMetadata | undefined): KubeObject {
  if (managed === undefined) return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
  const { labels, annotations } = managed;
  const options = [annotations?.[SYNC_OPTIONS_ANNOTATION], 'ServerSideApply=true'].filter(Boolean).join(',');
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      ...(labels === undefined ? {} : { labels }),
      annotations: { ...annotations, [SYNC_OPTIONS_ANNOTATION]: options },
    },
  };
}
