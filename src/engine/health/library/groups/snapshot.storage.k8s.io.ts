import { health } from '../../health.ts';
import { at, type Check, has, inGroup, text } from '../vocabulary/index.ts';

const SNAPSHOT: Check = (object) => {
  if (at(object, 'status.readyToUse') === true) return health('Healthy', 'Ready to use');
  if (has(object, 'status.error')) return health('Degraded', text(object, 'status.error.message'));
  return health('Progressing', 'Waiting for status');
};

/** Volume snapshots. */
export const SNAPSHOT_STORAGE_K8S_IO = inGroup('snapshot.storage.k8s.io', {
  VolumeSnapshot: SNAPSHOT,
  VolumeSnapshotContent: SNAPSHOT,
});
