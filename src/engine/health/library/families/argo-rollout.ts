import type { Json } from '../../../../base/json-value.ts';
import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import { HEALTH_ORDER, type Health, health } from '../../health.ts';
import { objectsAt } from '../../status-fields.ts';
import { at, type Check, count, has, INVALID, inConditions, type Rule, text, when } from '../vocabulary/index.ts';

/** Rollouts of Argo: from version 1.0 on they tell a phase; what is older is read from its counts. */

const UNOBSERVED = health('Progressing', 'Waiting for rollout spec update to be observed');

export const argoRollout: Check = (object) => {
  if (!isGenerationObserved(object) || !isWorkloadObserved(object)) return UNOBSERVED;
  const phase = text(object, 'status.phase');
  if (phase !== undefined) return byPhase(phase, text(object, 'status.message'));
  return byFailure(object) ?? byPause(object) ?? byReplicas(object) ?? byStrategy(object) ?? health('Healthy');
};

function byPhase(phase: string, message: string | undefined): Health {
  const status = phase === 'Paused' ? 'Suspended' : HEALTH_ORDER.find((known) => known === phase);
  return status === undefined ? INVALID : health(status, message);
}

/** Until version 0.9 `observedGeneration` was a hash, which is no number, or a number by chance. */
function isGenerationObserved(object: KubeObject): boolean {
  if (!has(object, 'status')) return false;
  const observed = numeric(at(object, 'status.observedGeneration'));
  const generation = count(object, 'metadata.generation');
  return observed === undefined || generation === undefined || observed >= generation;
}

/** A rollout that refers to a Deployment says in an annotation which generation of it is wanted. */
function isWorkloadObserved(object: KubeObject): boolean {
  const { annotations } = object.metadata;
  if (!has(object, 'spec.workloadRef') || annotations === undefined) return true;
  const wanted = numeric(annotations['rollout.argoproj.io/workload-generation']);
  return wanted === numeric(at(object, 'status.workloadObservedGeneration'));
}

/** A number, also where it is written as a text. */
function numeric(value: Json | undefined): number | undefined {
  if (typeof value === 'bigint') return Number(value);
  const found = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof found === 'number' && !Number.isNaN(found) ? found : undefined;
}

const byFailure = inConditions(
  when('InvalidSpec', 'Degraded'),
  when('Progressing:RolloutAborted', 'Degraded'),
  when('Progressing:ProgressDeadlineExceeded', 'Degraded'),
);

const byPause: Rule = (object) => {
  const paused = objectsAt(object, 'status', 'pauseConditions').length > 0 || at(object, 'spec.paused') === true;
  return paused ? health('Suspended', 'Rollout is paused') : undefined;
};

const WAITING = 'Waiting for roll out to finish:';

const byReplicas: Rule = (object) => {
  if (!has(object, 'status.currentPodHash')) {
    return health('Progressing', 'Waiting for rollout to finish: status has not been reconciled.');
  }
  const updated = count(object, 'status.updatedReplicas') ?? 0;
  if (updated < (count(object, 'spec.replicas') ?? 1)) {
    return health('Progressing', `${WAITING} More replicas need to be updated`);
  }
  if ((count(object, 'status.availableReplicas') ?? 0) < updated) {
    return health('Progressing', `${WAITING} updated replicas are still becoming available`);
  }
  return undefined;
};

const byStrategy: Rule = (object) => {
  if (has(object, 'spec.strategy.blueGreen')) return byActiveService(object);
  return has(object, 'spec.strategy.canary') ? bySteps(object) : undefined;
};

function byActiveService(object: KubeObject): Health | undefined {
  const wanted = text(object, 'status.currentPodHash');
  if (text(object, 'status.blueGreen.activeSelector') !== wanted) {
    return health('Progressing', 'active service cutover pending');
  }
  const stable = stableReplicaSet(object);
  return stable === '' || stable === wanted ? undefined : health('Progressing', 'waiting for analysis to complete');
}

function bySteps(object: KubeObject): Health | undefined {
  if ((count(object, 'status.replicas') ?? 0) > (count(object, 'status.updatedReplicas') ?? 0)) {
    return health('Progressing', `${WAITING} old replicas are pending termination`);
  }
  const stable = stableReplicaSet(object);
  const done = stable !== '' && stable === text(object, 'status.currentPodHash');
  return done ? undefined : health('Progressing', 'Waiting for rollout to finish steps');
}

/** Until version 0.8 it stood below `canary`. */
function stableReplicaSet(object: KubeObject): string {
  return text(object, 'status.stableRS') ?? text(object, 'status.canary.stableRS') ?? '';
}
