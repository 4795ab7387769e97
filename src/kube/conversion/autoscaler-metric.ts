/** Metrics of autoscalers: version 1 writes flat what version 2 nests. `target` is for what is wanted, `current` for what is. */
import { isObject, type Json, type JsonObject, memberAt } from '../../base/json-value.ts';

type Side = 'target' | 'current';

/** A metric of version 2 in the form of the annotation of version 1. */
export function metricAsV1(metric: JsonObject, side: Side): JsonObject {
  const { type = '' } = metric;
  const name = sourceName(String(type));
  const source = metric[name];
  return isObject(source) ? { type, [name]: FLAT[name]?.(source, side) ?? source } : { type };
}

/** The other way round. */
export function metricAsV2(metric: JsonObject, side: Side): JsonObject {
  const { type = '' } = metric;
  const name = sourceName(String(type));
  const source = metric[name];
  return isObject(source) ? { type, [name]: nested(name, source, side) } : { type };
}

function sourceName(type: string): string {
  return `${type.slice(0, 1).toLowerCase()}${type.slice(1)}`;
}

/** Members in the order in which Go writes them. */
const FLAT: Readonly<Record<string, (source: JsonObject, side: Side) => JsonObject>> = {
  object: (source, side) => ({
    target: source['describedObject'] ?? {},
    metricName: nameOf(source),
    [`${side}Value`]: valueAt(source, side, 'value') ?? '0',
    ...selectorAs('selector', source),
    ...present('averageValue', valueAt(source, side, 'averageValue')),
  }),
  pods: (source, side) => ({
    metricName: nameOf(source),
    [averageName(side)]: valueAt(source, side, 'averageValue') ?? '0',
    ...selectorAs('selector', source),
  }),
  resource: (source, side) => ({ name: source['name'] ?? '', ...averages(source, side) }),
  containerResource: (source, side) => ({
    name: source['name'] ?? '',
    ...averages(source, side),
    container: source['container'] ?? '',
  }),
  external: (source, side) => ({
    metricName: nameOf(source),
    ...selectorAs('metricSelector', source),
    // What is, always has a value.
    ...present(`${side}Value`, valueAt(source, side, 'value') ?? (side === 'current' ? '0' : undefined)),
    ...present(averageName(side), valueAt(source, side, 'averageValue')),
  }),
};

function averages(source: JsonObject, side: Side): JsonObject {
  const value = valueAt(source, side, 'averageValue') ?? (side === 'current' ? '0' : undefined);
  return {
    ...present(`${side}AverageUtilization`, valueAt(source, side, 'averageUtilization')),
    ...present(averageName(side), value),
  };
}

function averageName(side: Side): string {
  return `${side}AverageValue`;
}

function nested(name: string, source: JsonObject, side: Side): JsonObject {
  const metric = {
    name: source['metricName'] ?? '',
    ...present('selector', source['selector'] ?? source['metricSelector']),
  };
  const place = { [side]: sideOf(source, side) };
  switch (name) {
    case 'object':
      return { describedObject: source['target'] ?? {}, ...place, metric };
    case 'pods':
    case 'external':
      return { metric, ...place };
    default:
      return { name: source['name'] ?? '', ...place, ...present('container', source['container']) };
  }
}

function sideOf(source: JsonObject, side: Side): JsonObject {
  const averageUtilization = source[`${side}AverageUtilization`];
  const averageValue = source[averageName(side)] ?? source['averageValue'];
  // Of an object with an average, the value is a filler.
  const value = averageValue === undefined ? source[`${side}Value`] : undefined;
  const type = averageUtilization !== undefined ? 'Utilization' : averageValue !== undefined ? 'AverageValue' : 'Value';
  return {
    ...(side === 'target' && { type }),
    ...present('value', value),
    ...present('averageValue', averageValue),
    ...present('averageUtilization', averageUtilization),
  };
}

function nameOf(source: JsonObject): Json {
  return memberAt(source, 'metric', 'name') ?? '';
}

function selectorAs(name: string, source: JsonObject): JsonObject {
  return present(name, memberAt(source, 'metric', 'selector'));
}

function valueAt(source: JsonObject, side: Side, name: string): Json | undefined {
  return memberAt(source, side, name) ?? undefined;
}

function present(name: string, value: Json | undefined): JsonObject {
  return value === undefined || value === null ? {} : { [name]: value };
}
