import type { JsonObject } from '../../../../base/json-value.ts';
import { health } from '../../health.ts';
import { type Check, has, inGroup, objectsIn, text } from '../vocabulary/index.ts';

const SUCCEEDED: readonly (string | undefined)[] = ['GracefulUpscaleSucceeded', 'GracefulDownscaleSucceeded'];
const WAITING = health('Progressing', 'Waiting for KafkaCluster');

function isInSync(broker: JsonObject): boolean {
  const control = text(broker, 'gracefulActionState.cruiseControlState');
  return text(broker, 'configurationState') === 'ConfigInSync' && SUCCEEDED.includes(control);
}

const KAFKA_CLUSTER: Check = (object) => {
  const state = text(object, 'status.state');
  if (state === 'ClusterRollingUpgrading') return health('Progressing', 'Kafka Cluster is Rolling Upgrading.');
  if (!has(object, 'status.brokersState')) return WAITING;
  if (!objectsIn(object, 'status.brokersState').every(([, broker]) => isInSync(broker))) {
    return health('Degraded', 'Broker Config is out of Sync or CruiseControlState is not Ready');
  }
  const topic = text(object, 'status.cruiseControlTopicStatus') ?? 'CruiseControlTopicNotReady';
  if (topic === 'CruiseControlTopicReady' && state === 'ClusterRunning') {
    return health('Healthy', 'Kafka Brokers, CruiseControl and cluster are in Healthy State.');
  }
  return topic === 'CruiseControlTopicNotReady' && state === 'ClusterReconciling'
    ? health('Progressing', 'Kafka Cluster is Reconciling.')
    : WAITING;
};

/** Koperator. */
export const KAFKA_BANZAICLOUD_IO = inGroup('kafka.banzaicloud.io', { KafkaCluster: KAFKA_CLUSTER });
