import { health } from '../../health.ts';
import { elasticUnknown } from '../families/elastic.ts';
import { byState, firstOf, inGroup } from '../vocabulary/index.ts';

/** Elastic Cloud on Kubernetes. */
export const LOGSTASH_K8S_ELASTIC_CO = inGroup('logstash.k8s.elastic.co', {
  Logstash: firstOf(
    [
      byState('status.health', {
        green: health('Healthy', 'Logstash status is Green'),
        yellow: health('Progressing', 'Logstash status is Yellow'),
        red: health('Degraded', 'Logstash status is Red'),
      }),
    ],
    elasticUnknown('Logstash'),
  ),
});
