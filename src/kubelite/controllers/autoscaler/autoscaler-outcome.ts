/**
 * What a HorizontalPodAutoscaler finds and tells. There is no metrics API, so metrics are missing as on a real cluster without
 * one, unless its annotation `…/simulate: load=N%` says how they stand to their targets. Words: those of a real cluster.
 */
import { type JsonObject, memberAt } from '../../../base/json-value.ts';
import type { Autoscaler } from './autoscaler-types.ts';
import { missingMetric } from './missing-metrics.ts';

export interface ConditionValue {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

export interface Outcome {
  readonly conditions: readonly ConditionValue[];
  /** What is told to people, where it is news. */
  readonly warnings: readonly { readonly reason: string; readonly message: string }[];
  readonly current?: number;
  /** Where it is known. */
  readonly desired?: number;
  readonly metrics: readonly JsonObject[] | null;
  /** Why the target gets another size. */
  readonly rescale?: string;
}

const FOUND: ConditionValue = {
  type: 'AbleToScale',
  status: 'True',
  reason: 'SucceededGetScale',
  message: "the HPA controller was able to get the target's current scale",
};

/** The target can't be read: `why`. */
export function noTarget(why: string): Outcome {
  const message = `the HPA controller was unable to get the target's current scale: ${why}`;
  const condition: ConditionValue = { type: 'AbleToScale', status: 'False', reason: 'FailedGetScale', message };
  return { conditions: [condition], warnings: [{ reason: 'FailedGetScale', message: why }], desired: 0, metrics: null };
}

/** Somebody scaled the target to nothing. */
export function disabled(): Outcome {
  const message = 'scaling is disabled since the replica count of the target is zero';
  const condition: ConditionValue = { type: 'ScalingActive', status: 'False', reason: 'ScalingDisabled', message };
  return { conditions: [FOUND, condition], warnings: [], current: 0, desired: 0, metrics: null };
}

/** The target is outside of its bounds: nothing is measured. */
export function outOfBounds(autoscaler: Autoscaler, current: number): Outcome | undefined {
  const { minReplicas = 1, maxReplicas } = autoscaler.spec;
  const desired = Math.min(maxReplicas, Math.max(minReplicas, current));
  if (desired === current) return undefined;
  const bound = current < desired ? 'below Spec.MinReplicas' : 'above Spec.MaxReplicas';
  const rescale = `Current number of replicas ${bound}`;
  return { conditions: [rescaled(desired)], warnings: [], current, desired, metrics: null, rescale };
}

function rescaled(desired: number): ConditionValue {
  const message = `the HPA controller was able to update the target scale to ${desired}`;
  return { type: 'AbleToScale', status: 'True', reason: 'SucceededRescale', message };
}

/** No metric can be had. */
export function unmeasured(autoscaler: Autoscaler, current: number): Outcome {
  const metrics = autoscaler.spec.metrics ?? [];
  const missing = metrics.map((metric) => missingMetric(metric, autoscaler.metadata.namespace ?? ''));
  const [first] = missing;
  if (first === undefined) return { conditions: [FOUND], warnings: [], current, metrics: null };
  const message = `the HPA was unable to compute the replica count: ${first.message}`;
  const condition: ConditionValue = { type: 'ScalingActive', status: 'False', reason: first.reason, message };
  const count = `invalid metrics (${missing.length} invalid out of ${missing.length})`;
  const summary = {
    reason: 'FailedComputeMetricsReplicas',
    message: `${count}, first error is: ${first.attempt}${first.message}`,
  };
  return {
    conditions: [FOUND, condition],
    warnings: [...missing.map(({ reason, message: why }) => ({ reason, message: why })), summary],
    current,
    metrics: missing.map(() => ({ type: '' })),
  };
}

/** A size is changed only where the measured differs by more percent than that. Source: Kubernetes docs, "Algorithm details". */
const TOLERANCE = 10;

/** Every metric lies at so many percent of its target. */
export function measured(autoscaler: Autoscaler, current: number, load: number): Outcome {
  const { minReplicas = 1, maxReplicas } = autoscaler.spec;
  const wanted = Math.abs(load - 100) <= TOLERANCE ? current : Math.ceil((current * load) / 100);
  const desired = Math.min(maxReplicas, Math.max(minReplicas, wanted));
  const metric = metricText(autoscaler);
  const ready: ConditionValue = {
    type: 'AbleToScale',
    status: 'True',
    reason: 'ReadyForNewScale',
    message: 'recommended size matches current size',
  };
  const active: ConditionValue = {
    type: 'ScalingActive',
    status: 'True',
    reason: 'ValidMetricFound',
    message: `the HPA was able to successfully calculate a replica count from ${metric}`,
  };
  return {
    conditions: [desired === current ? ready : rescaled(desired), active, limited(wanted, desired)],
    warnings: [],
    current,
    desired,
    metrics: currentMetrics(autoscaler, load),
    ...(desired !== current && { rescale: desired > current ? `${metric} above target` : 'All metrics below target' }),
  };
}

function limited(wanted: number, desired: number): ConditionValue {
  if (wanted === desired) {
    const message = 'the desired count is within the acceptable range';
    return { type: 'ScalingLimited', status: 'False', reason: 'DesiredWithinRange', message };
  }
  const [reason, bound] =
    wanted < desired ? ['TooFewReplicas', 'less than the minimum'] : ['TooManyReplicas', 'more than the maximum'];
  return {
    type: 'ScalingLimited',
    status: 'True',
    reason,
    message: `the desired replica count is ${bound} replica count`,
  };
}

function metricText(autoscaler: Autoscaler): string {
  const metric = autoscaler.spec.metrics?.[0];
  const resource = memberAt(metric, 'resource', 'name');
  if (typeof resource === 'string') return `${resource} resource utilization (percentage of request)`;
  return `${String(metric?.['type'] ?? 'Resource')} metric`;
}

function currentMetrics(autoscaler: Autoscaler, load: number): readonly JsonObject[] | null {
  const metrics = (autoscaler.spec.metrics ?? []).flatMap((metric) => {
    const utilization = memberAt(metric, 'resource', 'target', 'averageUtilization');
    if (metric['type'] !== 'Resource' || typeof utilization !== 'number') return [];
    const current = { averageUtilization: Math.round((utilization * load) / 100), averageValue: '100m' };
    return [{ type: 'Resource', resource: { name: memberAt(metric, 'resource', 'name'), current } }];
  });
  return metrics.length > 0 ? metrics : null;
}
