/** What the tree tells about a pod. */
import type { InfoItem } from '../../../api/application/tree-fields.ts';
import { type JsonObject, memberAt, textAt } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import {
  addQuantities,
  compareQuantities,
  milliValue,
  parseQuantity,
  type Quantity,
} from '../../../kube/quantity/quantity.ts';
import { objectsAt } from '../../health/status-fields.ts';
import { podReason } from './pod-reason.ts';

/** Images of its containers, init containers first, each once. */
export function podImages(pod: KubeObject): readonly string[] {
  const containers = [...objectsAt(pod, 'spec', 'initContainers'), ...objectsAt(pod, 'spec', 'containers')];
  return [...new Set(containers.map((container) => textAt(container, 'image') ?? ''))].filter((image) => image !== '');
}

/** Status, node, ready containers, restarts, and what it asks of cpu and memory (in thousandths) until it has ended. */
export function podInfo(pod: KubeObject): readonly Required<InfoItem>[] {
  const { reason, ready, restarts } = podReason(pod);
  const node = textAt(pod, 'spec', 'nodeName') ?? '';
  const total = objectsAt(pod, 'spec', 'containers').length;
  const phase = textAt(pod, 'status', 'phase');
  const ended = phase === 'Succeeded' || phase === 'Failed';
  return [
    ...(reason === '' ? [] : [{ name: 'Status Reason', value: reason }]),
    ...(node === '' ? [] : [{ name: 'Node', value: node }]),
    { name: 'Containers', value: `${ready}/${total}` },
    ...(restarts > 0 ? [{ name: 'Restart Count', value: String(restarts) }] : []),
    ...(ended ? [] : [requestInfo(pod, 'cpu'), requestInfo(pod, 'memory')]),
  ];
}

function requestInfo(pod: KubeObject, resource: string): Required<InfoItem> {
  const asked = (container: JsonObject): Quantity =>
    parseQuantity(memberAt(container, 'resources', 'requests', resource)) ?? NOTHING;
  const together = objectsAt(pod, 'spec', 'containers').map(asked).reduce(addQuantities, NOTHING);
  const alone = objectsAt(pod, 'spec', 'initContainers').map(asked).reduce(larger, NOTHING);
  return { name: resource, value: String(milliValue(larger(together, alone))) };
}

const NOTHING: Quantity = { digits: 0n, scale: 0, form: 'decimal' };

function larger(one: Quantity, other: Quantity): Quantity {
  return compareQuantities(one, other) < 0 ? other : one;
}
