/** A StatefulSet as its controller reads it. */
import type { JsonObject } from '../../../base/json-value.ts';
import type { KubeObject, ObjectMeta } from '../../../kube/object/kube-object.ts';
import type { ControllerRevision } from '../revision/controller-revision.ts';
import type { Pod, PodTemplate } from '../workload-types.ts';

export const REVISION_LABEL = 'controller-revision-hash';

export interface ClaimTemplate extends JsonObject {
  readonly metadata: ObjectMeta;
}

export interface StatefulSetSpec extends JsonObject {
  readonly replicas?: number;
  readonly serviceName?: string;
  readonly selector: JsonObject;
  readonly template: PodTemplate;
  readonly podManagementPolicy?: string;
  readonly updateStrategy?: {
    readonly type?: string;
    readonly rollingUpdate?: { readonly partition?: number };
  };
  readonly minReadySeconds?: number;
  readonly revisionHistoryLimit?: number;
  readonly ordinals?: { readonly start?: number };
  readonly persistentVolumeClaimRetentionPolicy?: { readonly whenScaled?: string; readonly whenDeleted?: string };
  readonly volumeClaimTemplates?: readonly ClaimTemplate[];
}

export interface StatefulSetStatus extends JsonObject {
  readonly replicas?: number;
  readonly currentReplicas?: number;
  readonly currentRevision?: string;
  readonly updateRevision?: string;
  readonly collisionCount?: number;
}

export interface StatefulSet extends KubeObject {
  readonly spec: StatefulSetSpec;
  readonly status?: StatefulSetStatus;
}

export interface ObservedStatefulSet {
  readonly set: StatefulSet;
  readonly pods: readonly Pod[];
  readonly revisions: readonly ControllerRevision[];
  /** The claims in the namespace, by name. */
  readonly claims: ReadonlyMap<string, KubeObject>;
  /** Pods and revisions of a former set of the same name, to be adopted. */
  readonly orphans: readonly KubeObject[];
}

export function ordinalOf(set: StatefulSet, pod: KubeObject): number | undefined {
  const name = pod.metadata.name ?? '';
  const prefix = `${set.metadata.name}-`;
  const digits = name.startsWith(prefix) ? name.slice(prefix.length) : '';
  return /^\d+$/.test(digits) ? Number(digits) : undefined;
}

export function revisionOfPod(pod: Pod | undefined): string | undefined {
  return pod?.metadata.labels?.[REVISION_LABEL];
}
