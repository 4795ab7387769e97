/** Cells of events, in both the old and the new form of them, and of autoscalers. */
import { type Json, type JsonObject, memberAt } from '../../base/json-value.ts';
import { ageText } from './age.ts';
import type { CellFunctions } from './cell-functions.ts';
import { listOf, numberOf, textOf } from './reading.ts';

/** The first of these times that is set. */
function firstTime(object: JsonObject, paths: readonly (readonly string[])[]): Json | undefined {
  return paths.map((path) => memberAt(object, ...path)).find((time) => typeof time === 'string');
}

function subject(reference: Json | undefined): string {
  const kind = textOf(reference, 'kind').toLowerCase();
  const name = textOf(reference, 'name');
  return name === '' ? kind : `${kind}/${name}`;
}

function source(component: string, instance: string): string {
  return instance === '' ? component : `${component}, ${instance}`;
}

function coreSource(event: JsonObject): string {
  const component = textOf(event, 'source', 'component') || textOf(event, 'reportingComponent');
  return source(component, textOf(event, 'source', 'host') || textOf(event, 'reportingInstance'));
}

function newSource(event: JsonObject): string {
  const component = textOf(event, 'reportingController') || textOf(event, 'deprecatedSource', 'component');
  return source(component, textOf(event, 'reportingInstance') || textOf(event, 'deprecatedSource', 'host'));
}

const LAST = [['series', 'lastObservedTime'], ['lastTimestamp'], ['deprecatedLastTimestamp'], ['eventTime']];
const FIRST = [['firstTimestamp'], ['deprecatedFirstTimestamp'], ['eventTime']];

function count(event: JsonObject): number {
  return numberOf(event, 'series', 'count') || numberOf(event, 'count') || numberOf(event, 'deprecatedCount') || 1;
}

const EVENT: CellFunctions = {
  'Last Seen': (event, now) => ageText(firstTime(event, LAST), now),
  Type: (event) => textOf(event, 'type'),
  Reason: (event) => textOf(event, 'reason'),
  'First Seen': (event, now) => ageText(firstTime(event, FIRST), now),
  Count: count,
};

/** What a metric is at and what it should be, e.g. `cpu: 42%/50%`; `<nil>` where the status has the metric without its value. */
function metricText(metric: Json, current: Json | undefined): string {
  const type = textOf(metric, 'type');
  const section = `${type.charAt(0).toLowerCase()}${type.slice(1)}`;
  const target = memberAt(metric, section, 'target');
  const reported = memberAt(current, section) !== undefined;
  const now = memberAt(current, section, 'current');
  const average = textOf(target, 'averageValue');
  if (type === 'Resource' || type === 'ContainerResource') {
    const label = `${textOf(metric, section, 'name')}: `;
    if (average === '') return `${label}${percentage(now, '<unknown>')}/${percentage(target, '<auto>')}`;
    return `${label}${reportedValue(now, 'averageValue', reported)}/${average}`;
  }
  if (type === 'Pods') return `${reportedValue(now, 'averageValue', reported)}/${average}`;
  if (average !== '') return `${textOf(now, 'averageValue') || '<unknown>'}/${average} (avg)`;
  return `${reportedValue(now, 'value', reported)}/${textOf(target, 'value')}`;
}

function percentage(holder: Json | undefined, unsaid: string): string {
  const value = memberAt(holder, 'averageUtilization');
  return value === undefined ? unsaid : `${String(value)}%`;
}

function reportedValue(now: Json | undefined, name: string, reported: boolean): string {
  return textOf(now, name) || (reported ? '<nil>' : '<unknown>');
}

function targets(autoscaler: JsonObject): string {
  const metrics = listOf(autoscaler, 'spec', 'metrics');
  if (metrics.length === 0) return targetsOfOldForm(autoscaler);
  const current = listOf(autoscaler, 'status', 'currentMetrics');
  const shown = metrics.slice(0, 2).map((metric, index) => metricText(metric, current[index]));
  const more = metrics.length > 2 ? ` + ${metrics.length - 2} more...` : '';
  return `${shown.join(', ')}${more}`;
}

function targetsOfOldForm(autoscaler: JsonObject): string {
  const wanted = memberAt(autoscaler, 'spec', 'targetCPUUtilizationPercentage');
  if (wanted === undefined) return '<none>';
  const current = memberAt(autoscaler, 'status', 'currentCPUUtilizationPercentage');
  return `cpu: ${current === undefined ? '<unknown>' : `${String(current)}%`}/${String(wanted)}%`;
}

const AUTOSCALER: CellFunctions = {
  Reference: (object) =>
    `${textOf(object, 'spec', 'scaleTargetRef', 'kind')}/${textOf(object, 'spec', 'scaleTargetRef', 'name')}`,
  Targets: targets,
  MinPods: (object) => textOf(object, 'spec', 'minReplicas') || '<unset>',
  MaxPods: (object) => numberOf(object, 'spec', 'maxReplicas'),
  Replicas: (object) => numberOf(object, 'status', 'currentReplicas'),
};

export const EVENT_CELLS: Readonly<Record<string, CellFunctions>> = {
  'v1 Event': {
    ...EVENT,
    Object: (event) => subject(memberAt(event, 'involvedObject')),
    Subobject: (event) => textOf(event, 'involvedObject', 'fieldPath'),
    Source: coreSource,
    Message: (event) => textOf(event, 'message').trim(),
  },
  'events.k8s.io/v1 Event': {
    ...EVENT,
    Object: (event) => subject(memberAt(event, 'regarding')),
    Subobject: (event) => textOf(event, 'regarding', 'fieldPath'),
    Source: newSource,
    Message: (event) => textOf(event, 'note').trim(),
  },
  'autoscaling/v1 HorizontalPodAutoscaler': AUTOSCALER,
  'autoscaling/v2 HorizontalPodAutoscaler': AUTOSCALER,
};
