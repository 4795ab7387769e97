/** HorizontalPodAutoscalers as their controller reads them. */
import type { JsonObject } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import type { Condition } from '../workload-types.ts';

export interface Autoscaler extends KubeObject {
  readonly spec: JsonObject & {
    readonly minReplicas?: number;
    readonly maxReplicas: number;
    readonly scaleTargetRef: { readonly apiVersion?: string; readonly kind: string; readonly name: string };
    readonly metrics?: readonly JsonObject[];
  };
  readonly status?: JsonObject & {
    readonly conditions?: readonly Condition[];
    readonly desiredReplicas?: number;
    readonly lastScaleTime?: string;
  };
}
