/** Why a metric can't be had where no metrics API is served. Words: those of a real cluster without one. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../../base/json-value.ts';

export interface MissingMetric {
  readonly reason: string;
  /** What the API answered. */
  readonly message: string;
  /** What was asked for then. */
  readonly attempt: string;
}

const NO_RESOURCES =
  'unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)';
const NO_CUSTOM =
  'unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered';

/** About one metric of a HorizontalPodAutoscaler in a namespace. */
export function missingMetric(metric: Json, namespace: string): MissingMetric {
  switch (textAt(metric, 'type')) {
    case 'ContainerResource':
      return missingResource(metric, 'containerResource');
    case 'Pods': {
      const message = `unable to get metric ${nameOf(metric, 'pods')}: ${NO_CUSTOM}`;
      return { reason: 'FailedGetPodsMetric', message, attempt: 'failed to get pods metric value: ' };
    }
    case 'Object': {
      const { kind = '', name = '' } = describedObject(metric);
      const message = `unable to get metric ${nameOf(metric, 'object')}: ${kind} on ${namespace} ${name}/${NO_CUSTOM}`;
      return { reason: 'FailedGetObjectMetric', message, attempt: 'failed to get object metric value: ' };
    }
    case 'External':
      return missingExternal(metric, namespace);
    default:
      return missingResource(metric, 'resource');
  }
}

function missingResource(metric: Json, member: 'resource' | 'containerResource'): MissingMetric {
  const name = textAt(metric, member, 'name') ?? '';
  const what = textAt(metric, member, 'target', 'type') === 'Utilization' ? 'utilization' : 'usage';
  const message = `failed to get ${name} ${what}: unable to get metrics for resource ${name}: ${NO_RESOURCES}`;
  if (member === 'resource') {
    return { reason: 'FailedGetResourceMetric', message, attempt: `failed to get ${name} resource metric value: ` };
  }
  const container = textAt(metric, member, 'container') ?? '';
  const attempt = `failed to get ${container} container metric value: `;
  return { reason: 'FailedGetContainerResourceMetric', message, attempt };
}

function missingExternal(metric: Json, namespace: string): MissingMetric {
  const name = nameOf(metric, 'external');
  const selector = selectorText(memberAt(metric, 'external', 'metric', 'selector'));
  const nothing = `the server could not find the requested resource (get ${name}.external.metrics.k8s.io)`;
  const message = `unable to get external metric ${namespace}/${name}/${selector}: unable to fetch metrics from external metrics API: ${nothing}`;
  const attempt = `failed to get ${name} external metric value: failed to get ${name} external metric: `;
  return { reason: 'FailedGetExternalMetric', message, attempt };
}

function nameOf(metric: Json, member: string): string {
  return textAt(metric, member, 'metric', 'name') ?? '';
}

function describedObject(metric: Json): { readonly kind?: string; readonly name?: string } {
  const kind = textAt(metric, 'object', 'describedObject', 'kind');
  const name = textAt(metric, 'object', 'describedObject', 'name');
  return { ...(kind !== undefined && { kind }), ...(name !== undefined && { name }) };
}

/** As Go prints a label selector. */
function selectorText(selector: Json | undefined): string {
  if (!isObject(selector)) return 'nil';
  const labels = entriesOf(selector['matchLabels']).map(([key, value]) => `${key}: ${String(value)},`);
  const expressions = isList(selector['matchExpressions']) ? selector['matchExpressions'] : [];
  const written = expressions.map((one) => {
    const values = memberAt(one, 'values');
    const list = (isList(values) ? values : []).join(' ');
    return `LabelSelectorRequirement{Key:${textAt(one, 'key')},Operator:${textAt(one, 'operator')},Values:[${list}],},`;
  });
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join('')}},MatchExpressions:[]LabelSelectorRequirement{${written.join('')}},}`;
}

function entriesOf(value: Json | undefined): readonly (readonly [string, Json | undefined])[] {
  return Object.entries((isObject(value) ? value : {}) as JsonObject).sort(([one], [other]) => (one < other ? -1 : 1));
}
