import { health } from '../../health.ts';
import { byState, type Check, conditionsIn, count, firstOf, inGroup, text } from '../vocabulary/index.ts';

function confluent(kind: string): Check {
  return firstOf(
    [
      byState('status.phase', {
        RUNNING: health('Healthy', `${kind} running`),
        PROVISIONING: health('Progressing', `${kind} provisioning`),
      }),
    ],
    health('Progressing', `Waiting for ${kind}`),
  );
}

/** A connector has one condition, which says all that is wrong. */
const CONNECTOR: Check = (object) => {
  const waiting = health('Progressing', 'Waiting for Kafka Connector');
  const state = text(object, 'status.state');
  if (state === undefined) return waiting;
  const failed = count(object, 'status.failedTasksCount');
  const runs = state === 'CREATED' && text(object, 'status.connectorState') === 'RUNNING' && failed === undefined;
  if (runs) return health('Healthy', 'Connector running');
  const [first] = conditionsIn(object);
  if (state === 'ERROR') return health('Degraded', first === undefined ? 'No conditions available' : first.message);
  return (failed ?? 0) > 0 ? health('Degraded', 'Connector has failed tasks') : waiting;
};

/** Confluent for Kubernetes. */
export const PLATFORM_CONFLUENT_IO = inGroup('platform.confluent.io', {
  Connect: confluent('Connect'),
  Connector: CONNECTOR,
  ControlCenter: confluent('ControlCenter'),
  Kafka: confluent('Kafka'),
  KsqlDB: confluent('KsqlDB'),
  SchemaRegistry: confluent('SchemaRegistry'),
  Zookeeper: confluent('Zookeeper'),
});
