/**
 * Typed views of the built-in kinds, for reading: what the controllers look at, with the defaults already there (the API
 * fills them in). Unknown members stay where they are.
 */
import type { Json, JsonObject } from '../../base/json-value.ts';
import type { KubeObject, ObjectMeta } from '../../kube/object/kube-object.ts';

export interface Condition extends JsonObject {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

export interface Container extends JsonObject {
  readonly name: string;
  readonly image?: string;
  readonly restartPolicy?: string;
  readonly ports?: readonly ContainerPort[];
}

export interface ContainerPort extends JsonObject {
  readonly name?: string;
  readonly containerPort: number;
  readonly protocol?: string;
}

export interface PodSpec extends JsonObject {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly restartPolicy?: string;
  readonly nodeName?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly hostNetwork?: boolean;
  readonly schedulingGates?: readonly Json[];
  readonly tolerations?: readonly Toleration[];
  readonly volumes?: readonly JsonObject[];
}

export interface Toleration extends JsonObject {
  readonly tolerationSeconds?: number;
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
}

export interface ContainerState extends JsonObject {
  readonly waiting?: JsonObject;
  readonly running?: JsonObject;
  readonly terminated?: JsonObject & { readonly exitCode: number };
}

export interface ContainerStatus extends JsonObject {
  readonly name: string;
  readonly ready: boolean;
  readonly restartCount: number;
  readonly state?: ContainerState;
}

export interface PodStatus extends JsonObject {
  readonly phase?: string;
  readonly conditions?: readonly Condition[];
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly podIP?: string;
  readonly startTime?: string;
}

export interface Pod extends KubeObject {
  readonly spec: PodSpec;
  readonly status?: PodStatus;
}

export interface PodTemplate extends JsonObject {
  readonly metadata?: ObjectMeta;
  readonly spec: PodSpec;
}

export interface ReplicaSetSpec extends JsonObject {
  readonly replicas?: number;
  readonly minReadySeconds?: number;
  readonly selector?: JsonObject;
  readonly template: PodTemplate;
}

export interface ReplicaSetStatus extends JsonObject {
  readonly replicas: number;
  readonly fullyLabeledReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly terminatingReplicas?: number;
  readonly observedGeneration?: number;
  readonly conditions?: readonly Condition[];
}

export interface ReplicaSet extends KubeObject {
  readonly spec: ReplicaSetSpec;
  readonly status?: ReplicaSetStatus;
}

export interface DeploymentSpec extends JsonObject {
  readonly replicas?: number;
  readonly selector: JsonObject;
  readonly template: PodTemplate;
  readonly strategy?: {
    readonly type?: string;
    readonly rollingUpdate?: { readonly maxSurge?: number | string; readonly maxUnavailable?: number | string };
  };
  readonly minReadySeconds?: number;
  readonly revisionHistoryLimit?: number;
  readonly progressDeadlineSeconds?: number;
  readonly paused?: boolean;
}

export interface DeploymentCondition extends Condition {
  readonly lastUpdateTime?: string;
}

export interface DeploymentStatus extends JsonObject {
  readonly observedGeneration?: number;
  readonly replicas?: number;
  readonly updatedReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly unavailableReplicas?: number;
  readonly terminatingReplicas?: number;
  readonly conditions?: readonly DeploymentCondition[];
  readonly collisionCount?: number;
}

export interface Deployment extends KubeObject {
  readonly spec: DeploymentSpec;
  readonly status?: DeploymentStatus;
}

/** The object as a view of its kind. The API has validated it against that kind before it was stored. */
export function viewOf<View extends KubeObject>(object: KubeObject): View {
  return object as View;
}

/** The same for what may be absent. */
export function maybeViewOf<View extends KubeObject>(object: KubeObject | undefined): View | undefined {
  return object as View | undefined;
}
