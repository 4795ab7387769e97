/** What the match constraints of policies look at, of a write. */
import { isObject } from '../../base/json-value.ts';
import type { Labels, MatchedRequest } from '../../kube/cel/policy/match-resources.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { Cluster } from '../operations/cluster.ts';
import type { AdmittedWrite } from './admitted-write.ts';

const NAMESPACES = '/namespaces';

export function matchedRequest(cluster: Cluster, write: AdmittedWrite): MatchedRequest {
  const { definition, operation, subresource, name } = write;
  const { group, version, plural: resource, namespaced, shelf } = definition;
  const others = cluster.registry.all().filter((each) => each.shelf === shelf && each.version !== version);
  return {
    operation,
    subresource,
    name,
    namespaced,
    resource: { group, version, resource },
    equivalents: others.map((each) => ({ group: each.group, version: each.version, resource: each.plural })),
    namespaceLabels: namespaceLabels(cluster, write),
    labels: [write.object, write.old].flatMap((object) => (object === undefined ? [] : [labelsOf(object)])),
  };
}

/** A namespace is about itself. */
function namespaceLabels(cluster: Cluster, { definition, object, old, namespace }: AdmittedWrite): Labels | undefined {
  if (definition.shelf === NAMESPACES) return labelsOf(object ?? old);
  if (namespace === '') return undefined;
  return labelsOf(cluster.store.get(NAMESPACES, '', namespace)?.object);
}

function labelsOf(object: KubeObject | undefined): Labels {
  const labels = object?.metadata.labels;
  return isObject(labels) ? (labels as Labels) : {};
}
