/** PersistentVolumeClaims: a volume is made for those of the simulated class, and bound; prepared volumes are bound as well. */
import type { JsonObject } from '../../../base/json-value.ts';
import { memberAt } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { compareQuantities, parseQuantity, type Quantity } from '../../../kube/quantity/quantity.ts';
import { labelSelectorOf, matchesLabels } from '../../../kube/selector/label-selector.ts';
import { type Controller, controllerOf, keyOfObject, NOTHING, onSelf, type Step } from '../controller.ts';
import { PROVISIONER } from '../initial-objects.ts';
import { observed } from '../owned-objects.ts';
import { hasEnded } from '../pod/pod-state.ts';
import { CLAIMS, PODS, STORAGE_CLASSES, VOLUMES } from '../resources.ts';
import { statusChange } from '../status-change.ts';
import { maybeViewOf, type Pod, viewOf } from '../workload-types.ts';
import { CLAIM_PROTECTION, type Claim, VOLUME_PROTECTION, type Volume, withoutFinalizer } from './volume-types.ts';

export interface ObservedClaim {
  readonly claim: Claim;
  /** The volume it names, or that was prepared for it. */
  readonly volume: Volume | undefined;
  readonly classExists: boolean;
  /** Its class is one of ours. */
  readonly provisioned: boolean;
  /** Name of the class that claims without one get. */
  readonly defaultClass: string | undefined;
  /** A pod that has not ended uses it. */
  readonly used: boolean;
}

const PROVISIONER_NOTES = {
  'volume.beta.kubernetes.io/storage-provisioner': PROVISIONER,
  'volume.kubernetes.io/storage-provisioner': PROVISIONER,
};
const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
const COMPLETED = { [BIND_COMPLETED]: 'yes' };
const BY_CONTROLLER = { 'pv.kubernetes.io/bound-by-controller': 'yes' };
const NO_SIZE: Quantity = { digits: 0n, scale: 0, form: 'decimal' };

export const claimController: Controller = controllerOf<ObservedClaim>({
  name: 'claim',
  triggers: [
    onSelf(CLAIMS),
    {
      resource: VOLUMES,
      keys: ({ object }, reader) => {
        const { claimRef } = viewOf<Volume>(object).spec;
        if (claimRef?.name !== undefined) {
          return [{ resource: CLAIMS, namespace: claimRef.namespace ?? '', name: claimRef.name }];
        }
        return reader
          .list(CLAIMS)
          .filter(isPending)
          .map((claim) => keyOfObject(CLAIMS, claim));
      },
    },
    {
      resource: STORAGE_CLASSES,
      keys: (_, reader) =>
        reader
          .list(CLAIMS)
          .filter(isPending)
          .map((claim) => keyOfObject(CLAIMS, claim)),
    },
    {
      resource: PODS,
      keys: ({ type, object }) => {
        if (type !== 'DELETED' && !hasEnded(viewOf<Pod>(object))) return [];
        const namespace = object.metadata.namespace ?? '';
        return claimNames(viewOf<Pod>(object)).map((name) => ({ resource: CLAIMS, namespace, name }));
      },
    },
  ],
  observe(reader, key) {
    const claim = maybeViewOf<Claim>(observed(reader, key));
    if (claim === undefined) return undefined;
    const volumes = reader.list(VOLUMES).map((volume) => viewOf<Volume>(volume));
    const wanted = claim.spec.storageClassName;
    const storageClass = wanted === undefined ? undefined : reader.get(STORAGE_CLASSES, '', wanted);
    const going = claim.metadata.deletionTimestamp !== undefined;
    return {
      claim,
      volume: volumeFor(claim, volumes),
      classExists: storageClass !== undefined,
      provisioned: memberAt(storageClass, 'provisioner') === PROVISIONER,
      defaultClass: reader.list(STORAGE_CLASSES).find(isDefaultClass)?.metadata.name,
      used: going && reader.list(PODS, key.namespace).some((pod) => uses(viewOf<Pod>(pod), key.name)),
    };
  },
  step: claimStep,
});

/** One step of a claim: provision, bind, or let go. */
export function claimStep(seen: ObservedClaim): Step {
  const { claim, volume } = seen;
  if (claim.metadata.deletionTimestamp !== undefined) return releaseClaim(seen);
  if (volume === undefined) {
    if (claim.spec.volumeName !== undefined && claim.spec.volumeName !== '') return lost(claim);
    const pending = statusChange(claim, { ...claim.status, phase: 'Pending' });
    if (claim.spec.storageClassName === undefined && seen.defaultClass !== undefined) {
      // As clusters do since 1.28, also for claims from before there was a default.
      const spec = { ...claim.spec, storageClassName: seen.defaultClass };
      return { actions: [{ kind: 'update', object: { ...claim, spec } }] };
    }
    return { actions: [...pending, ...(seen.provisioned ? provision(claim) : noVolume(seen))] };
  }
  return bind(claim, volume);
}

function provision(claim: Claim): Step['actions'] {
  const { uid = '', name = '', namespace = '' } = claim.metadata;
  const volume: KubeObject = {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `pvc-${uid}`, finalizers: [VOLUME_PROTECTION] },
    spec: {
      capacity: claim.spec.resources?.requests ?? {},
      csi: { driver: PROVISIONER, volumeHandle: uid },
      accessModes: claim.spec.accessModes ?? [],
      claimRef: { kind: 'PersistentVolumeClaim', namespace, name, uid, apiVersion: 'v1' },
      persistentVolumeReclaimPolicy: 'Delete',
      ...(claim.spec.storageClassName === undefined ? {} : { storageClassName: claim.spec.storageClassName }),
      volumeMode: claim.spec.volumeMode ?? 'Filesystem',
    },
  };
  return [waiting(claim), { kind: 'create', object: volume }];
}

/** Why nothing comes: told when the claim is seen first. */
function noVolume({ claim, classExists }: ObservedClaim): Step['actions'] {
  const name = claim.spec.storageClassName ?? '';
  const about = { kind: 'event', about: claim, source: 'persistentvolume-controller' } as const;
  if (name === '') {
    const message = 'no persistent volumes available for this claim and no storage class is set';
    return [{ ...about, type: 'Normal', reason: 'FailedBinding', message }];
  }
  if (classExists) return [];
  const message = `storageclass.storage.k8s.io ${JSON.stringify(name)} not found`;
  return [{ ...about, type: 'Warning', reason: 'ProvisioningFailed', message }];
}

function waiting(claim: Claim): Step['actions'][number] {
  return {
    kind: 'event',
    about: claim,
    type: 'Normal',
    reason: 'ExternalProvisioning',
    message: `Waiting for a volume to be created either by the external provisioner '${PROVISIONER}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`,
    source: 'persistentvolume-controller',
  };
}

/** The volume names the claim first, then the claim names the volume. */
function bind(claim: Claim, volume: Volume): Step {
  const { uid = '', name = '', namespace = '' } = claim.metadata;
  const claimRef = { ...volume.spec.claimRef, kind: 'PersistentVolumeClaim', namespace, name, uid, apiVersion: 'v1' };
  const tied = volume.spec.claimRef?.uid === uid;
  const ours = volume.spec.csi?.['driver'] === PROVISIONER;
  const wasNamed = claim.spec.volumeName === volume.metadata.name;
  const annotations = {
    ...claim.metadata.annotations,
    ...COMPLETED,
    // A claim that asked for this volume did so itself.
    ...(wasNamed ? {} : BY_CONTROLLER),
    ...(ours ? PROVISIONER_NOTES : {}),
  };
  const bound: Claim = {
    ...claim,
    metadata: { ...claim.metadata, annotations },
    spec: { ...claim.spec, volumeName: volume.metadata.name ?? '' },
  };
  const status: JsonObject = {
    ...claim.status,
    phase: 'Bound',
    accessModes: volume.spec.accessModes ?? [],
    capacity: volume.spec.capacity ?? {},
  };
  const named = wasNamed && claim.metadata.annotations?.[BIND_COMPLETED] !== undefined;
  return {
    actions: [
      ...(tied ? [] : [{ kind: 'update', object: tiedVolume(volume, claimRef) } as const]),
      ...(named ? [] : [{ kind: 'update', object: bound } as const]),
      ...statusChange(named ? claim : bound, status),
    ],
  };
}

/** A volume that nobody had set aside for the claim says that the controller chose it. */
function tiedVolume(volume: Volume, claimRef: JsonObject): Volume {
  const { metadata, spec } = volume;
  const annotations = spec.claimRef?.name === undefined ? { ...metadata.annotations, ...BY_CONTROLLER } : undefined;
  return { ...volume, metadata: { ...metadata, ...(annotations && { annotations }) }, spec: { ...spec, claimRef } };
}

/** A bound claim whose volume was removed. */
function lost(claim: Claim): Step {
  if (claim.status?.phase !== 'Bound') return NOTHING;
  return { actions: statusChange(claim, { phase: 'Lost' }) };
}

function releaseClaim({ claim, used }: ObservedClaim): Step {
  if (used || claim.metadata.finalizers?.includes(CLAIM_PROTECTION) !== true) return NOTHING;
  return { actions: [{ kind: 'update', object: withoutFinalizer(claim, CLAIM_PROTECTION) }] };
}

/** By the name in the claim, by the claim in the volume, or the smallest free prepared one that suits. */
function volumeFor(claim: Claim, volumes: readonly Volume[]): Volume | undefined {
  const { volumeName } = claim.spec;
  if (volumeName !== undefined && volumeName !== '')
    return volumes.find(({ metadata }) => metadata.name === volumeName);
  const { name, namespace, uid } = claim.metadata;
  const meant = volumes.find(({ spec: { claimRef } }) =>
    claimRef?.uid === undefined ? claimRef?.name === name && claimRef?.namespace === namespace : claimRef.uid === uid,
  );
  return meant ?? smallest(volumes.filter((volume) => suits(claim, volume)));
}

function suits(claim: Claim, { spec, metadata }: Volume): boolean {
  return (
    spec.claimRef === undefined &&
    metadata.deletionTimestamp === undefined &&
    (spec.storageClassName ?? '') === (claim.spec.storageClassName ?? '') &&
    (spec.volumeMode ?? 'Filesystem') === (claim.spec.volumeMode ?? 'Filesystem') &&
    (claim.spec.accessModes ?? []).every((mode) => spec.accessModes?.includes(mode) === true) &&
    compareQuantities(sizeOf(spec.capacity), sizeOf(claim.spec.resources?.requests)) >= 0 &&
    (claim.spec.selector === undefined || matchesLabels(labelSelectorOf(claim.spec.selector) ?? [], metadata.labels))
  );
}

function smallest(volumes: readonly Volume[]): Volume | undefined {
  return volumes.toSorted((one, other) => compareQuantities(sizeOf(one.spec.capacity), sizeOf(other.spec.capacity)))[0];
}

function sizeOf(amounts: JsonObject | undefined): Quantity {
  return parseQuantity(amounts?.['storage']) ?? NO_SIZE;
}

function isDefaultClass(storageClass: KubeObject): boolean {
  return storageClass.metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true';
}

function isPending(claim: KubeObject): boolean {
  return viewOf<Claim>(claim).status?.phase !== 'Bound';
}

function uses(pod: Pod, claim: string): boolean {
  return !hasEnded(pod) && claimNames(pod).includes(claim);
}

function claimNames(pod: Pod): readonly string[] {
  return (pod.spec.volumes ?? []).flatMap((volume) => {
    const name = memberAt(volume, 'persistentVolumeClaim', 'claimName');
    return typeof name === 'string' ? [name] : [];
  });
}
