import { health } from '../../health.ts';
import { byState, firstOf, inGroup, inWordsAt } from '../vocabulary/index.ts';

const UPDATING = health('Progressing', 'Update in progress');

/** Everything but the cluster is something that exists within LogScale or not. */
const WITHIN = firstOf(
  [
    byState('status.state', {
      Exists: health('Healthy', 'Component state: Exists.'),
      NotFound: health('Missing', 'Component state: NotFound.'),
      ConfigError: health('Degraded', 'Component state: ConfigError.'),
      Unknown: health('Unknown', 'Component state: Unknown.'),
    }),
  ],
  UPDATING,
);

const CLUSTER = firstOf(
  [
    byState('status.state', {
      Running: inWordsAt('status.message', 'Healthy', 'Cluster is in a healthy running state'),
      Restarting: inWordsAt('status.message', 'Progressing', 'Cluster pods are being restarted'),
      Upgrading: inWordsAt('status.message', 'Progressing', 'Cluster pods are being upgraded'),
      ConfigError: inWordsAt(
        'status.message',
        'Degraded',
        'User-provided cluster specification resulted in a configuration error',
      ),
      Pending: inWordsAt('status.message', 'Progressing', 'Cluster is waiting on resources to be provisioned'),
      Unknown: inWordsAt('status.message', 'Unknown', 'Component state: Unknown.'),
    }),
  ],
  UPDATING,
);

/** Humio, now Falcon LogScale. */
export const CORE_HUMIO_COM = inGroup('core.humio.com', {
  HumioAction: WITHIN,
  HumioAlert: WITHIN,
  HumioCluster: CLUSTER,
  HumioIngestToken: WITHIN,
  HumioParser: WITHIN,
  HumioRepository: WITHIN,
  HumioView: WITHIN,
});
