import { health } from '../../health.ts';
import { objectsAt } from '../../status-fields.ts';
import { elasticUnknown } from '../families/elastic.ts';
import { byState, type Check, count, has, inGroup } from '../vocabulary/index.ts';

const CLUSTER = 'Elasticsearch Cluster status is';
const CHECK = 'Check the status of indices, replicas and shards';
const UNKNOWN = elasticUnknown('Elasticsearch Cluster');

const byColour = byState('status.health', {
  green: health('Healthy', `${CLUSTER} Green`),
  yellow: health('Progressing', `${CLUSTER} Yellow. ${CHECK}`),
  red: health('Degraded', `${CLUSTER} Red. ${CHECK}`),
});

const byPhase = byState('status.phase', {
  Ready: (_phase, object) => byColour(object),
  ApplyingChanges: health('Progressing', 'Elasticsearch phase is ApplyingChanges'),
  MigratingData: health('Progressing', 'Elasticsearch phase is MigratingData'),
  Invalid: health('Degraded', 'Elasticsearch phase is Invalid'),
});

/** Phase and colour count once all nodes of all sets are there. */
const ELASTICSEARCH: Check = (object) => {
  const available = count(object, 'status.availableNodes');
  if (available === undefined) return UNKNOWN;
  const sets = objectsAt(object, 'spec', 'nodeSets');
  const wanted = sets.reduce((sum, set) => sum + (count(set, 'count') ?? 0), 0);
  if (available < wanted) {
    const message = `The desired amount of availableNodes is ${wanted} but the current amount is ${available}`;
    return health('Progressing', message);
  }
  if (available > wanted || !has(object, 'status.health')) return UNKNOWN;
  return byPhase(object) ?? UNKNOWN;
};

/** Elastic Cloud on Kubernetes. */
export const ELASTICSEARCH_K8S_ELASTIC_CO = inGroup('elasticsearch.k8s.elastic.co', { Elasticsearch: ELASTICSEARCH });
