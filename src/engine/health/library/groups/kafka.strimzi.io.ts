import { strimzi } from '../families/strimzi.ts';
import { inGroup } from '../vocabulary/index.ts';

/** Strimzi. */
export const KAFKA_STRIMZI_IO = inGroup('kafka.strimzi.io', {
  Kafka: strimzi('Kafka Cluster', ['Creating']),
  KafkaBridge: strimzi('KafkaBridge'),
  KafkaConnect: strimzi('Kafka Connect'),
  KafkaConnector: strimzi('KafkaConnector'),
  KafkaTopic: strimzi('Kafka Topic'),
  KafkaUser: strimzi('Kafka User'),
});
