import { health } from '../../health.ts';
import { type Check, conditionsIn, count, firstOf, inConditions, inGroup, when } from '../vocabulary/index.ts';

/** What is made within a cluster, by the topology operator. */
function topology(name: string): Check {
  return firstOf(
    [
      inConditions(
        when('Ready=True:SuccessfulCreateOrUpdate', 'Healthy', `RabbitMQ ${name} ready`),
        when('Ready=False:FailedCreateOrUpdate', 'Degraded', `RabbitMQ ${name} failed to be created or updated`),
      ),
    ],
    health('Unknown', `RabbitMQ ${name} status is unknown`),
  );
}

/** Conditions are Unknown for a while when a cluster forms. */
const CLUSTER: Check = (object) => {
  const failure = inConditions(when('ReconcileSuccess=False', 'Degraded'))(object);
  if (failure !== undefined) return failure;
  const latest = (type: string) => conditionsIn(object).findLast((condition) => condition.type === type);
  const [available, replicas] = [latest('ClusterAvailable'), latest('AllReplicasReady')];
  if (available?.status === 'Unknown' || replicas?.status === 'Unknown') {
    return health('Progressing', 'Waiting for RabbitMQ cluster readiness (conditions unknown)');
  }
  const scaledDown = replicas?.status === 'False' && replicas.reason === 'ScaledToZero';
  if (scaledDown && count(object, 'spec.replicas') === 0) {
    return health('Suspended', 'RabbitmqCluster is scaled to 0 replicas');
  }
  if (available?.status === 'False') return health('Progressing', 'Waiting for RabbitMQ cluster formation');
  if (replicas?.status === 'False') return health('Progressing', 'Waiting for RabbitMQ instances ready');
  return available?.status === 'True' && replicas?.status === 'True'
    ? health('Healthy', 'RabbitMQ cluster ready')
    : health('Progressing', 'Waiting for RabbitMQ Operator');
};

/** RabbitMQ. */
export const RABBITMQ_COM = inGroup('rabbitmq.com', {
  Binding: topology('binding'),
  Exchange: topology('exchange'),
  Permission: topology('permission'),
  Policy: topology('policy'),
  Queue: topology('queue'),
  RabbitmqCluster: CLUSTER,
  Shovel: topology('shovel'),
  User: topology('user'),
  Vhost: topology('vhost'),
});
