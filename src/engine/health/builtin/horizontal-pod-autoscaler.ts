import { isList, isObject, type Json } from '../../../base/json-value.ts';
import { gvkOf, type KubeObject } from '../../../kube/object/kube-object.ts';
import { type Health, health } from '../health.ts';
import type { HealthCheck } from '../health-check.ts';
import { type Condition, conditionFrom, conditionsOf } from '../status-fields.ts';

/** HorizontalPodAutoscaler (features D7). Version 1 has its conditions as JSON text in an annotation. */
export const HORIZONTAL_POD_AUTOSCALER: HealthCheck = {
  groups: ['autoscaling'],
  kind: 'HorizontalPodAutoscaler',
  check,
};

const ANNOTATION = 'autoscaling.alpha.kubernetes.io/conditions';
/** Reasons of `AbleToScale` and `ScalingActive` that need a person. */
const DEGRADED: Readonly<Record<string, readonly string[]>> = {
  AbleToScale: ['FailedGetScale', 'FailedUpdateScale'],
  ScalingActive: [
    'FailedGetResourceMetric',
    'FailedGetContainerResourceMetric',
    'FailedGetObjectMetric',
    'FailedGetPodsMetric',
    'FailedGetExternalMetric',
    'InvalidSelector',
  ],
};

function check(object: KubeObject): Health {
  const conditions = gvkOf(object).version === 'v1' ? annotated(object) : conditionsOf(object);
  const degraded = conditions.find(
    ({ type, reason }) => Object.hasOwn(DEGRADED, type) && DEGRADED[type]?.includes(reason) === true,
  );
  if (degraded !== undefined) return health('Degraded', degraded.message);
  const healthy = conditions.find(
    ({ type, status }) => status === 'True' && (type === 'AbleToScale' || type === 'ScalingLimited'),
  );
  return healthy === undefined ? health('Progressing', 'Waiting to Autoscale') : health('Healthy', healthy.message);
}

function annotated(object: KubeObject): readonly Condition[] {
  const parsed = parse(object.metadata.annotations?.[ANNOTATION] ?? '');
  return isList(parsed) ? parsed.filter(isObject).map(conditionFrom) : [];
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
