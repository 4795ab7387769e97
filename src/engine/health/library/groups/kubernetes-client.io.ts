import { health } from '../../health.ts';
import { inGroup, text } from '../vocabulary/index.ts';

/** External Secrets of GoDaddy, which ended in 2022. */
export const KUBERNETES_CLIENT_IO = inGroup('kubernetes-client.io', {
  ExternalSecret: (object) => {
    const status = text(object, 'status.status') ?? '';
    if (status === 'SUCCESS') return health('Healthy', 'Fetched ExternalSecret.');
    if (status.startsWith('ERROR')) return health('Degraded', status.replaceAll('ERROR, ', ''));
    return health('Progressing', 'Waiting for ExternalSecret.');
  },
});
