import { health } from '../../health.ts';
import { at, type Check, conditionsIn, count, has, inGroup, text } from '../vocabulary/index.ts';

const GAME_SERVER: Check = (object) => {
  const waiting = health('Unknown', 'Waiting for GameServer to be ready');
  if (!has(object, 'status')) return waiting;
  const current = text(object, 'status.currentState');
  const desired = text(object, 'status.desiredState');
  if (current !== desired) {
    return health('Progressing', `State change: ${current ?? 'Unknown'} → ${desired ?? 'Unknown'}`);
  }
  const pod = conditionsIn(object, 'status', 'podStatus', 'conditions');
  if (pod.some(({ type, status }) => type === 'KruisePodReady' && status !== 'True')) {
    return health('Degraded', 'Pod is not ready: KruisePodReady');
  }
  return current === 'Ready' ? health('Healthy', 'GameServer is Ready') : waiting;
};

const GAME_SERVER_SET: Check = (object) => {
  const waiting = health('Progressing', 'Waiting for GameServerSet initialization');
  const of = (field: string) => count(object, `status.${field}`) ?? 0;
  const observed = count(object, 'status.observedGeneration') === count(object, 'metadata.generation');
  if (!has(object, 'status') || !observed) return waiting;
  if (at(object, 'spec.updateStrategy.rollingUpdate.paused') === true) {
    return health('Suspended', 'GameServerSet is paused');
  }
  const partition = count(object, 'spec.updateStrategy.rollingUpdate.partition') ?? 0;
  if (partition !== 0 && of('updatedReplicas') >= of('replicas') - partition) {
    return health('Suspended', `Partition=${partition}, waiting for manual intervention`);
  }
  if (of('updatedReadyReplicas') === of('replicas')) {
    return health('Healthy', 'All GameServerSet replicas are updated and ready');
  }
  if (of('readyReplicas') >= of('replicas')) return waiting;
  return health('Progressing', `ReadyReplicas ${of('readyReplicas')}/${of('replicas')}, still progressing`);
};

/** OpenKruise Game. */
export const GAME_KRUISE_IO = inGroup('game.kruise.io', { GameServer: GAME_SERVER, GameServerSet: GAME_SERVER_SET });
