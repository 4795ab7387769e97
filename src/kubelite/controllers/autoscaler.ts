/**
 * HorizontalPodAutoscalers with made-up metrics: whatever is measured lies at its target, so a target keeps its size but
 * for the bounds. Source of conditions: Kubernetes docs, "Horizontal Pod Autoscaling".
 */
import { type Instant, rfc3339 } from '../../base/clock.ts';
import { type JsonObject, memberAt } from '../../base/json-value.ts';
import { type KubeObject, splitApiVersion } from '../../kube/object/kube-object.ts';
import {
  type Action,
  type ClusterReader,
  type Controller,
  controllerOf,
  keyOfObject,
  onSelf,
  type Step,
  type StepContext,
  type Trigger,
  type WorkKey,
} from './controller.ts';
import { observed } from './owned-objects.ts';
import { AUTOSCALERS, DEPLOYMENTS, REPLICA_SETS, STATEFUL_SETS } from './resources.ts';
import { statusChange } from './status-change.ts';
import { type Condition, maybeViewOf, viewOf } from './workload-types.ts';

export interface Autoscaler extends KubeObject {
  readonly spec: JsonObject & {
    readonly minReplicas?: number;
    readonly maxReplicas: number;
    readonly scaleTargetRef: { readonly apiVersion?: string; readonly kind: string; readonly name: string };
    readonly metrics?: readonly JsonObject[];
  };
  readonly status?: JsonObject & { readonly conditions?: readonly Condition[] };
}

export interface ObservedAutoscaler {
  readonly autoscaler: Autoscaler;
  readonly target: KubeObject | undefined;
}

export const autoscalerController: Controller = controllerOf<ObservedAutoscaler>({
  name: 'autoscaler',
  triggers: [onSelf(AUTOSCALERS), ...[DEPLOYMENTS, STATEFUL_SETS, REPLICA_SETS].map(onTarget)],
  observe,
  step: autoscalerStep,
});

/** Tells the state, and brings a target back within its bounds. */
export function autoscalerStep({ autoscaler, target }: ObservedAutoscaler, { now }: StepContext): Step {
  const { minReplicas = 1, maxReplicas } = autoscaler.spec;
  const replicas = memberAt(target, 'spec', 'replicas');
  if (target === undefined || typeof replicas !== 'number')
    return { actions: told(autoscaler, noTarget(autoscaler), now) };
  if (replicas === 0) return { actions: told(autoscaler, { ...disabled(), current: 0, desired: 0 }, now) };
  const desired = Math.min(maxReplicas, Math.max(minReplicas, replicas));
  const scaled: readonly Action[] =
    desired === replicas
      ? []
      : [{ kind: 'update', object: { ...target, spec: { ...(target.spec as JsonObject), replicas: desired } } }];
  const outcome = { ...working(autoscaler, { replicas, desired }), current: replicas, desired };
  return { actions: [...scaled, ...told(autoscaler, outcome, now)] };
}

interface ConditionValue {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

interface Outcome {
  readonly conditions: readonly ConditionValue[];
  readonly current: number;
  readonly desired: number;
}

function noTarget(autoscaler: Autoscaler): Outcome {
  const { kind, name } = autoscaler.spec.scaleTargetRef;
  const message = `the HPA controller was unable to get the target's current scale: ${kind.toLowerCase()} "${name}" not found`;
  return {
    conditions: [{ type: 'AbleToScale', status: 'False', reason: 'FailedGetScale', message }],
    current: 0,
    desired: 0,
  };
}

function disabled(): Pick<Outcome, 'conditions'> {
  const message = 'scaling is disabled since the replica count of the target is zero';
  return {
    conditions: [
      {
        type: 'AbleToScale',
        status: 'True',
        reason: 'SucceededGetScale',
        message: "the HPA controller was able to get the target's current scale",
      },
      { type: 'ScalingActive', status: 'False', reason: 'ScalingDisabled', message },
    ],
  };
}

function working(
  autoscaler: Autoscaler,
  { replicas, desired }: { readonly replicas: number; readonly desired: number },
): Pick<Outcome, 'conditions'> {
  const rescaled = replicas !== desired;
  const limited = !rescaled
    ? { status: 'False', reason: 'DesiredWithinRange', message: 'the desired count is within the acceptable range' }
    : replicas < desired
      ? {
          status: 'True',
          reason: 'TooFewReplicas',
          message: 'the desired replica count is less than the minimum replica count',
        }
      : {
          status: 'True',
          reason: 'TooManyReplicas',
          message: 'the desired replica count is more than the maximum replica count',
        };
  return {
    conditions: [
      rescaled
        ? {
            type: 'AbleToScale',
            status: 'True',
            reason: 'SucceededRescale',
            message: `the HPA controller was able to update the target scale to ${desired}`,
          }
        : {
            type: 'AbleToScale',
            status: 'True',
            reason: 'ReadyForNewScale',
            message: 'recommended size matches current size',
          },
      {
        type: 'ScalingActive',
        status: 'True',
        reason: 'ValidMetricFound',
        message: `the HPA was able to successfully calculate a replica count from ${metricText(autoscaler)}`,
      },
      { type: 'ScalingLimited', ...limited },
    ],
  };
}

function metricText(autoscaler: Autoscaler): string {
  const metric = autoscaler.spec.metrics?.[0];
  const resource = memberAt(metric, 'resource', 'name');
  if (typeof resource === 'string') return `${resource} resource utilization (percentage of request)`;
  return typeof metric?.['type'] === 'string'
    ? `${metric['type']} metric`
    : 'cpu resource utilization (percentage of request)';
}

function told(autoscaler: Autoscaler, outcome: Outcome, now: Instant): readonly Action[] {
  const old = autoscaler.status?.conditions ?? [];
  const conditions = outcome.conditions.map(({ type, status, reason, message }): Condition => {
    const before = old.find((condition) => condition.type === type);
    const since = before?.status === status ? before.lastTransitionTime : undefined;
    return { type, status, lastTransitionTime: since ?? rfc3339(now), reason, message };
  });
  return statusChange(autoscaler, {
    ...autoscaler.status,
    currentReplicas: outcome.current,
    desiredReplicas: outcome.desired,
    currentMetrics: outcome.current > 0 ? currentMetrics(autoscaler) : null,
    conditions,
  });
}

/** Everything measured lies at its target. */
function currentMetrics(autoscaler: Autoscaler): readonly JsonObject[] | null {
  const metrics = (autoscaler.spec.metrics ?? []).flatMap((metric) => {
    const utilization = memberAt(metric, 'resource', 'target', 'averageUtilization');
    if (metric['type'] !== 'Resource' || typeof utilization !== 'number') return [];
    const current = { averageUtilization: utilization, averageValue: '100m' };
    return [{ type: 'Resource', resource: { name: memberAt(metric, 'resource', 'name'), current } }];
  });
  return metrics.length > 0 ? metrics : null;
}

function observe(reader: ClusterReader, key: WorkKey): ObservedAutoscaler | undefined {
  const autoscaler = maybeViewOf<Autoscaler>(observed(reader, key));
  if (autoscaler === undefined) return undefined;
  const { apiVersion = 'v1', kind, name } = autoscaler.spec.scaleTargetRef;
  const { group } = splitApiVersion(apiVersion);
  const resource = reader.resources().find((served) => served.kind === kind && served.group === group);
  return { autoscaler, target: resource && reader.get(resource, key.namespace, name) };
}

function onTarget(resource: typeof DEPLOYMENTS | typeof STATEFUL_SETS | typeof REPLICA_SETS): Trigger {
  return {
    resource,
    keys: ({ object }, reader) =>
      reader
        .list(AUTOSCALERS, object.metadata.namespace)
        .filter((autoscaler) => {
          const { scaleTargetRef } = viewOf<Autoscaler>(autoscaler).spec;
          return scaleTargetRef.kind === object.kind && scaleTargetRef.name === object.metadata.name;
        })
        .map((autoscaler) => keyOfObject(AUTOSCALERS, autoscaler)),
  };
}
