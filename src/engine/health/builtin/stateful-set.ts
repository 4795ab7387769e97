import { isObject, memberAt, textAt } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { type Health, health } from '../health.ts';
import type { HealthCheck } from '../health-check.ts';
import { countAt, isObserved, numberAt } from '../status-fields.ts';

/** StatefulSet (features D4): ready pods, then the partition, then the revisions. */
export const STATEFUL_SET: HealthCheck = { groups: ['apps'], kind: 'StatefulSet', check };

function check(object: KubeObject): Health {
  if (countAt(object, 'status', 'observedGeneration') === 0 || !isObserved(object)) {
    return health('Progressing', 'Waiting for statefulset spec update to be observed...');
  }
  const wanted = numberAt(object, 'spec', 'replicas');
  const ready = countAt(object, 'status', 'readyReplicas');
  if (wanted !== undefined && ready < wanted) {
    return health('Progressing', `Waiting for ${wanted - ready} pods to be ready...`);
  }
  const strategy = memberAt(object, 'spec', 'updateStrategy');
  if (textAt(strategy, 'type') === 'OnDelete') return health('Healthy', `statefulset has ${ready} ready pods`);
  if (textAt(strategy, 'type') === 'RollingUpdate' && isObject(memberAt(strategy, 'rollingUpdate'))) {
    return partitioned(object, wanted);
  }
  return byRevision(object);
}

function partitioned(object: KubeObject, wanted: number | undefined): Health {
  const partition = numberAt(object, 'spec', 'updateStrategy', 'rollingUpdate', 'partition');
  const updated = countAt(object, 'status', 'updatedReplicas');
  if (wanted !== undefined && partition !== undefined && updated < wanted - partition) {
    return health(
      'Progressing',
      `Waiting for partitioned roll out to finish: ${updated} out of ${wanted - partition} new pods have been updated...`,
    );
  }
  return health('Healthy', `partitioned roll out complete: ${updated} new pods have been updated...`);
}

function byRevision(object: KubeObject): Health {
  const next = textAt(object, 'status', 'updateRevision') ?? '';
  const current = textAt(object, 'status', 'currentRevision') ?? '';
  if (next !== current) {
    const updated = countAt(object, 'status', 'updatedReplicas');
    return health(
      'Progressing',
      `waiting for statefulset rolling update to complete ${updated} pods at revision ${next}...`,
    );
  }
  const pods = countAt(object, 'status', 'currentReplicas');
  return health('Healthy', `statefulset rolling update complete ${pods} pods at revision ${current}...`);
}
