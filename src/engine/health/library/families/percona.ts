import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import { at, shown } from '../vocabulary/index.ts';

/** Percona's operators. */

/** How many nodes of a cluster are ready. */
export function nodesReady(object: KubeObject): string {
  return `${shown(at(object, 'status.ready'))}/${shown(at(object, 'status.size'))} node(s) are ready`;
}
