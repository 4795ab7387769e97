/** PersistentVolumes: their phase, and the end of those whose claim is gone. */
import { rfc3339 } from '../../../base/clock.ts';
import {
  type Action,
  type Controller,
  controllerOf,
  deletionOf,
  NOTHING,
  onSelf,
  type Step,
  type StepContext,
} from '../controller.ts';
import { PROVISIONER } from '../initial-objects.ts';
import { observed } from '../owned-objects.ts';
import { CLAIMS, VOLUMES } from '../resources.ts';
import { statusChange } from '../status-change.ts';
import { maybeViewOf, viewOf } from '../workload-types.ts';
import { type Claim, VOLUME_PROTECTION, type Volume, withoutFinalizer } from './volume-types.ts';

export interface ObservedVolume {
  readonly volume: Volume;
  readonly claim: Claim | undefined;
}

export const volumeController: Controller = controllerOf<ObservedVolume>({
  name: 'volume',
  triggers: [
    onSelf(VOLUMES),
    {
      resource: CLAIMS,
      keys: ({ object }) => {
        const { volumeName } = viewOf<Claim>(object).spec;
        return volumeName === undefined ? [] : [{ resource: VOLUMES, namespace: '', name: volumeName }];
      },
    },
  ],
  observe(reader, key) {
    const volume = maybeViewOf<Volume>(observed(reader, key));
    if (volume === undefined) return undefined;
    const { claimRef } = volume.spec;
    const claim =
      claimRef?.name === undefined
        ? undefined
        : maybeViewOf<Claim>(reader.get(CLAIMS, claimRef.namespace ?? '', claimRef.name));
    return { volume, claim };
  },
  step: volumeStep,
});

/** Available until a claim has it, Bound while that stands, Released after; provisioned ones go then. */
export function volumeStep({ volume, claim }: ObservedVolume, { now }: StepContext): Step {
  const uid = volume.spec.claimRef?.uid;
  const phase = uid === undefined ? 'Available' : claim?.metadata.uid === uid ? 'Bound' : 'Released';
  if (volume.metadata.deletionTimestamp !== undefined) {
    const held = phase === 'Bound' || volume.metadata.finalizers?.includes(VOLUME_PROTECTION) !== true;
    return held ? NOTHING : { actions: [{ kind: 'update', object: withoutFinalizer(volume, VOLUME_PROTECTION) }] };
  }
  const changed = volume.status?.phase !== phase;
  const lastPhaseTransitionTime = changed ? rfc3339(now) : volume.status?.['lastPhaseTransitionTime'];
  const told: readonly Action[] = changed ? statusChange(volume, { phase, lastPhaseTransitionTime }) : [];
  const provisioned = volume.spec.csi?.['driver'] === PROVISIONER;
  const goes = phase === 'Released' && provisioned && volume.spec.persistentVolumeReclaimPolicy === 'Delete';
  return { actions: goes ? [...told, deletionOf(VOLUMES, volume)] : told };
}
