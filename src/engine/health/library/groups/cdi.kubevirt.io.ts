import { health } from '../../health.ts';
import { type Check, inConditions, inGroup, text, when } from '../vocabulary/index.ts';

const broken = inConditions(when('Running=False:Error', 'Degraded'));

const DATA_VOLUME: Check = (object) => {
  const phase = text(object, 'status.phase');
  if (phase === 'Succeeded') return health('Healthy', phase);
  if (phase === 'Paused') return health('Suspended', phase);
  const failure = broken(object);
  if (failure !== undefined) return failure;
  const failed = phase === 'Failed' || phase === 'Unknown';
  return health(failed ? 'Degraded' : 'Progressing', phase ?? 'No status available');
};

/** Containerized Data Importer. */
export const CDI_KUBEVIRT_IO = inGroup('cdi.kubevirt.io', { DataVolume: DATA_VOLUME });
