import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import { health } from '../../health.ts';
import { objectsAt } from '../../status-fields.ts';
import { at, type Check, count, has, inGroup, type Rule, text } from '../vocabulary/index.ts';

/** What the workloads of OpenKruise that roll out have in common. */
interface Rollout {
  readonly name: string;
  /** Where `paused` and `partition` stand. */
  readonly strategy: string;
  /** Absent before the controller has looked, or while it is paused. */
  readonly updated: string;
  /** What an absent partition stands for; without it, for one that holds pods back. */
  readonly absent?: 0;
  readonly isHeld: (object: KubeObject, partition: number) => boolean;
  readonly settled: Rule;
}

const WAITING = health('Progressing', 'Waiting for initialization');

/** A partition that is not zero holds some pods back on purpose. It means nothing for the first generation. */
function rollout({ name, strategy, updated, absent, isHeld, settled }: Rollout): Check {
  const paused = health('Suspended', `${name} is paused`);
  const held = health('Suspended', `${name} needs manual intervention`);
  return (object) => {
    const generation = count(object, 'metadata.generation');
    if (!has(object, 'status') || generation !== count(object, 'status.observedGeneration')) return WAITING;
    if (at(object, `${strategy}.paused`) === true || !has(object, updated)) return paused;
    const partition = at(object, `${strategy}.partition`) ?? absent;
    if (partition === 0 || (generation ?? 0) <= 1) return settled(object) ?? WAITING;
    return isHeld(object, count(object, `${strategy}.partition`) ?? 0) ? held : WAITING;
  };
}

/** A count of the status. An absent one is not the same as zero: nothing was said yet. */
function told(object: KubeObject, field: string): number | undefined {
  return count(object, `status.${field}`);
}

function of(object: KubeObject, field: string): number {
  return told(object, field) ?? 0;
}

function replicasReady(name: string): Rule {
  return (object) =>
    told(object, 'updatedAvailableReplicas') === told(object, 'replicas')
      ? health('Healthy', `All ${name} workloads are ready and updated`)
      : health('Degraded', 'Some replicas are not ready or available');
}

const CLONE_SET = rollout({
  name: 'Cloneset',
  strategy: 'spec.updateStrategy',
  updated: 'status.updatedAvailableReplicas',
  isHeld: (object) => of(object, 'updatedReplicas') >= of(object, 'expectedUpdatedReplicas'),
  settled: replicasReady('Cloneset'),
});

const STATEFUL_SET = rollout({
  name: 'Statefulset',
  strategy: 'spec.updateStrategy.rollingUpdate',
  updated: 'status.updatedAvailableReplicas',
  isHeld: (object, partition) => of(object, 'updatedReplicas') > of(object, 'replicas') - partition,
  settled: replicasReady('Statefulset'),
});

const DAEMON_SET = rollout({
  name: 'Daemonset',
  strategy: 'spec.updateStrategy.rollingUpdate',
  updated: 'status.updatedNumberScheduled',
  absent: 0,
  isHeld: (object, partition) =>
    of(object, 'updatedNumberScheduled') > of(object, 'desiredNumberScheduled') - partition,
  settled: (object) => {
    const desired = told(object, 'desiredNumberScheduled');
    if (told(object, 'updatedNumberScheduled') !== desired) return undefined;
    if (told(object, 'numberAvailable') === desired)
      return health('Healthy', 'All Daemonset workloads are ready and updated');
    const none = told(object, 'numberUnavailable') === desired;
    return none ? health('Degraded', 'Some pods are not ready or available') : undefined;
  },
});

const BROADCAST_JOB: Check = (object) => {
  switch (text(object, 'status.phase')) {
    case 'completed':
      if (count(object, 'status.desired') !== count(object, 'status.succeeded')) break;
      return health('Healthy', 'BroadcastJob is completed successfully');
    case 'failed':
      if (count(object, 'status.failed') === 0) break;
      return health('Degraded', 'BroadcastJob failed');
    case 'paused':
      if (at(object, 'spec.paused') !== true) break;
      return health('Suspended', 'BroadcastJob is Paused');
    default:
      break;
  }
  return health('Progressing', 'BroadcastJob is still running');
};

const ADVANCED_CRON_JOB: Check = (object) => {
  const ran = has(object, 'status.lastScheduleTime');
  if (!ran && at(object, 'spec.paused') === true) return health('Suspended', 'AdvancedCronJob is Paused');
  if (objectsAt(object, 'status', 'active').length > 0) {
    return health('Progressing', 'AdvancedCronJobs has active jobs');
  }
  return ran
    ? health('Healthy', 'AdvancedCronJobs has run successfully')
    : health('Degraded', 'AdvancedCronJobs has not run successfully');
};

/** Workloads of OpenKruise. */
export const APPS_KRUISE_IO = inGroup('apps.kruise.io', {
  AdvancedCronJob: ADVANCED_CRON_JOB,
  BroadcastJob: BROADCAST_JOB,
  CloneSet: CLONE_SET,
  DaemonSet: DAEMON_SET,
  StatefulSet: STATEFUL_SET,
});
