import { health } from '../../health.ts';
import { objectsAt } from '../../status-fields.ts';
import { at, has, inGroup } from '../vocabulary/index.ts';

/** Solr operator. */
export const SOLR_APACHE_ORG = inGroup('solr.apache.org', {
  SolrCloud: (object) => {
    if (!has(object, 'status.solrNodes')) return health('Progressing', 'Waiting for solr to exist');
    const ready = objectsAt(object, 'status', 'solrNodes').every((node) => at(node, 'ready') === true);
    return ready ? health('Healthy', 'Solr is ready') : health('Progressing', 'Not all replicas are ready');
  },
});
