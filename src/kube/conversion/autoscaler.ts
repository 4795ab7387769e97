/**
 * Autoscalers of version 1 know the use of CPU only; what version 2 has beyond that travels in annotations. Source:
 * `pkg/apis/autoscaling/v1/conversion.go`; checked by conversations with a real server.
 */
import { tryParseJson } from '../../base/json/parse.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import { metricAsV1, metricAsV2 } from './autoscaler-metric.ts';

const PREFIX = 'autoscaling.alpha.kubernetes.io/';
const METRICS = `${PREFIX}metrics`;
const CURRENT = `${PREFIX}current-metrics`;
const CONDITIONS = `${PREFIX}conditions`;
const BEHAVIOR = `${PREFIX}behavior`;

/** An autoscaler of version 2 as version 1 shows it. */
export function autoscalerAsV1(autoscaler: JsonObject): JsonObject {
  const spec = objectAt(autoscaler, 'spec');
  const status = objectAt(autoscaler, 'status');
  const { metrics: _, behavior, ...restOfSpec } = spec;
  const { currentMetrics: __, conditions, ...restOfStatus } = status;
  const metrics = listOf(spec['metrics']);
  const current = listOf(status['currentMetrics']);
  const others = metrics.filter((metric) => cpuUse(metric, 'target') === undefined);
  const annotations = {
    ...(others.length > 0 && { [METRICS]: stringifyJson(others.map((one) => metricAsV1(one, 'target'))) }),
    ...(current.length > 0 && { [CURRENT]: stringifyJson(current.map((one) => metricAsV1(one, 'current'))) }),
    ...(listOf(conditions).length > 0 && { [CONDITIONS]: stringifyJson(conditions ?? null) }),
    ...(isObject(behavior) && { [BEHAVIOR]: stringifyJson(capitalised(behavior)) }),
  };
  const target = lastUse(metrics, 'target');
  const used = lastUse(current, 'current');
  return {
    ...withAnnotations(autoscaler, annotations),
    spec: { ...restOfSpec, ...(target !== undefined && { targetCPUUtilizationPercentage: target }) },
    status: { ...restOfStatus, ...(used !== undefined && { currentCPUUtilizationPercentage: used }) },
  };
}

/** An autoscaler of version 1 as version 2 shows it. */
export function autoscalerAsV2(autoscaler: JsonObject): JsonObject {
  const { targetCPUUtilizationPercentage: target, ...spec } = objectAt(autoscaler, 'spec');
  const { currentCPUUtilizationPercentage: used, ...status } = objectAt(autoscaler, 'status');
  const metrics = annotated(autoscaler, METRICS).map((metric) => metricAsV2(metric, 'target'));
  const cpu = (use: Json, where: string) => ({
    type: 'Resource',
    resource: { name: 'cpu', [where]: { ...(where === 'target' && { type: 'Utilization' }), averageUtilization: use } },
  });
  if (target !== undefined) metrics.push(cpu(target, 'target'));
  const current = annotated(autoscaler, CURRENT).map((metric) => metricAsV2(metric, 'current'));
  const known = current.some((metric) => cpuUse(metric, 'current') !== undefined);
  if (used !== undefined && !known) current.push(cpu(used, 'current'));
  const conditions = annotated(autoscaler, CONDITIONS);
  const behavior = tryParseJson(textAt(autoscaler, 'metadata', 'annotations', BEHAVIOR) ?? '');
  return {
    ...withoutAnnotations(autoscaler),
    spec: {
      ...spec,
      ...(metrics.length > 0 && { metrics }),
      ...(isObject(behavior) && { behavior: uncapitalised(behavior) }),
    },
    status: {
      ...status,
      ...(current.length > 0 && { currentMetrics: current }),
      ...(conditions.length > 0 && { conditions }),
    },
  };
}

function cpuUse(metric: JsonObject, where: 'target' | 'current'): Json | undefined {
  if (textAt(metric, 'resource', 'name') !== 'cpu' || metric['type'] !== 'Resource') return undefined;
  return memberAt(metric, 'resource', where, 'averageUtilization');
}

function lastUse(metrics: readonly JsonObject[], where: 'target' | 'current'): Json | undefined {
  return metrics.map((metric) => cpuUse(metric, where)).findLast((use) => use !== undefined);
}

function annotated(autoscaler: JsonObject, name: string): JsonObject[] {
  return [...listOf(tryParseJson(textAt(autoscaler, 'metadata', 'annotations', name) ?? '') as Json | undefined)];
}

function withAnnotations(autoscaler: JsonObject, added: JsonObject): JsonObject {
  const plain = withoutAnnotations(autoscaler);
  if (Object.keys(added).length === 0) return plain;
  const metadata = objectAt(plain, 'metadata');
  return { ...plain, metadata: { ...metadata, annotations: { ...objectAt(metadata, 'annotations'), ...added } } };
}

/** Annotations that carry fields are of version 1 only. */
function withoutAnnotations(autoscaler: JsonObject): JsonObject {
  const metadata = objectAt(autoscaler, 'metadata');
  const carriers = [METRICS, CURRENT, CONDITIONS, BEHAVIOR];
  const { annotations, ...rest } = metadata;
  if (!isObject(annotations)) return autoscaler;
  const kept = Object.entries(annotations).filter(([name]) => !carriers.includes(name));
  return { ...autoscaler, metadata: kept.length === 0 ? rest : { ...rest, annotations: Object.fromEntries(kept) } };
}

const BEHAVIOR_FIELDS: readonly string[] = ['StabilizationWindowSeconds', 'SelectPolicy', 'Policies', 'Tolerance'];

/** The annotation shows Go's internal type: its field names, all of them. */
function capitalised(behavior: JsonObject): JsonObject {
  const rules = (value: Json | undefined): Json => {
    if (!isObject(value)) return null;
    const { stabilizationWindowSeconds = null, selectPolicy = null, policies, tolerance = null } = value;
    const shown = listOf(policies).map(({ type = '', value: size = 0, periodSeconds = 0 }) => ({
      Type: type,
      Value: size,
      PeriodSeconds: periodSeconds,
    }));
    return {
      StabilizationWindowSeconds: stabilizationWindowSeconds,
      SelectPolicy: selectPolicy,
      Policies: shown,
      Tolerance: tolerance,
    };
  };
  return { ScaleUp: rules(behavior['scaleUp']), ScaleDown: rules(behavior['scaleDown']) };
}

function uncapitalised(behavior: JsonObject): JsonObject {
  const rules = (value: Json | undefined): JsonObject | undefined => {
    if (!isObject(value)) return undefined;
    const [window, select, policies, tolerance] = BEHAVIOR_FIELDS.map((name) => value[name] ?? undefined);
    return {
      ...(window !== undefined && { stabilizationWindowSeconds: window }),
      ...(select !== undefined && { selectPolicy: select }),
      policies: listOf(policies).map((one) => ({
        type: one['Type'] ?? '',
        value: one['Value'] ?? 0,
        periodSeconds: one['PeriodSeconds'] ?? 0,
      })),
      ...(tolerance !== undefined && { tolerance }),
    };
  };
  const [up, down] = [rules(behavior['ScaleUp']), rules(behavior['ScaleDown'])];
  return { ...(up && { scaleUp: up }), ...(down && { scaleDown: down }) };
}

function objectAt(value: JsonObject, name: string): JsonObject {
  const member = value[name];
  return isObject(member) ? member : {};
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  return isList(value) ? value.filter(isObject) : [];
}
