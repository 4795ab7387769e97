import { compareBytes } from '../../../../base/json/byte-order.ts';
import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import { type HealthStatus, health } from '../../health.ts';
import { type Check, has, inGroup, objectsIn, text } from '../vocabulary/index.ts';

const CEPH_HEALTH: ReadonlyMap<string | undefined, HealthStatus> = new Map([
  ['HEALTH_ERR', 'Degraded'],
  ['HEALTH_WARN', 'Degraded'],
  ['HEALTH_OK', 'Healthy'],
]);

const CLUSTER_STATE: ReadonlyMap<string, HealthStatus> = new Map([
  ['Created', 'Healthy'],
  ['Connected', 'Healthy'],
  ['Error', 'Degraded'],
]);

/** Ceph's own health first; only where that is good the state that the operator tells counts. */
const CEPH_CLUSTER: Check = (object) => {
  if (!has(object, 'status')) return health('Progressing', 'Waiting for status to be reported');
  const ceph = text(object, 'status.ceph.health');
  const state = text(object, 'status.state');
  const own = CEPH_HEALTH.get(ceph) ?? 'Progressing';
  const judgesState = own === 'Healthy' && state !== undefined;
  const parts = [
    ceph === undefined ? '' : `Ceph health is ${ceph}${details(object)}`,
    judgesState ? `Ceph cluster state is ${state}` : '',
    text(object, 'status.message') ?? '',
  ];
  const status = judgesState ? (CLUSTER_STATE.get(state) ?? 'Progressing') : own;
  return health(status, parts.filter((part) => part !== '').join(' - '));
};

/** What Ceph complains of, in the order of the names of its checks. */
function details(object: KubeObject): string {
  const messages = [...objectsIn(object, 'status.ceph.details')]
    .sort(([left], [right]) => compareBytes(left, right))
    .flatMap(([, detail]) => text(detail, 'message') ?? []);
  return messages.length === 0 ? '' : ` (${messages.join('; ')})`;
}

const CEPH_OBJECT_STORE: Check = (object) => {
  if (!has(object, 'status')) return health('Progressing', 'Waiting for status to be reported');
  const phase = text(object, 'status.phase');
  const told = phase === undefined ? 'Waiting for status to be reported' : `Ceph object store phase is ${phase}`;
  const endpoint = text(object, 'status.info.endpoint') ?? '';
  const message = endpoint === '' ? told : `${told} - endpoint: ${endpoint}`;
  if (phase === 'Ready') return health('Healthy', message);
  return health(phase === 'Failure' ? 'Degraded' : 'Progressing', message);
};

/** Ceph by Rook. */
export const CEPH_ROOK_IO = inGroup('ceph.rook.io', {
  CephCluster: CEPH_CLUSTER,
  CephObjectStore: CEPH_OBJECT_STORE,
});
