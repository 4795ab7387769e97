import { health } from '../../health.ts';
import { byState, type Check, firstOf, inGroup, inItsWords, text } from '../vocabulary/index.ts';

const BACKEND: Check = (object) => {
  const outcome = text(object, 'status.lastOperationStatus');
  const message = text(object, 'status.message');
  if (outcome === 'Success' && text(object, 'status.phase') === 'Bound') return health('Healthy', message);
  return outcome === 'Failed' ? health('Degraded', message) : health('Progressing', 'Waiting for backend creation');
};

/** NetApp Trident. */
export const TRIDENT_NETAPP_IO = inGroup('trident.netapp.io', {
  TridentBackendConfig: BACKEND,
  TridentOrchestrator: firstOf(
    [
      byState('status.status', {
        Installed: inItsWords('Healthy', 'status.message'),
        Failed: inItsWords('Degraded', 'status.message'),
        Error: inItsWords('Degraded', 'status.message'),
      }),
    ],
    health('Progressing', 'Waiting for trident installation'),
  ),
});
