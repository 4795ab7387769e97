/** Claims and volumes as their controller reads them. */
import type { JsonObject } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';

export interface Claim extends KubeObject {
  readonly spec: JsonObject & {
    readonly accessModes?: readonly string[];
    readonly resources?: { readonly requests?: JsonObject };
    readonly storageClassName?: string;
    readonly volumeName?: string;
    readonly volumeMode?: string;
    readonly selector?: JsonObject;
  };
  readonly status?: JsonObject & { readonly phase?: string };
}

export interface Volume extends KubeObject {
  readonly spec: JsonObject & {
    readonly capacity?: JsonObject;
    readonly accessModes?: readonly string[];
    readonly storageClassName?: string;
    readonly claimRef?: JsonObject & { readonly namespace?: string; readonly name?: string; readonly uid?: string };
    readonly persistentVolumeReclaimPolicy?: string;
    readonly volumeMode?: string;
    readonly csi?: JsonObject;
  };
  readonly status?: JsonObject & { readonly phase?: string };
}

export const CLAIM_PROTECTION = 'kubernetes.io/pvc-protection';
export const VOLUME_PROTECTION = 'kubernetes.io/pv-protection';

export function withoutFinalizer<Object extends KubeObject>(object: Object, finalizer: string): Object {
  const finalizers = (object.metadata.finalizers ?? []).filter((present) => present !== finalizer);
  return { ...object, metadata: { ...object.metadata, finalizers } };
}
