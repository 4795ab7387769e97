/** Events of the core group and of `events.k8s.io`: the same fields under other names. Source: `pkg/apis/events/v1/conversion.go`. */
import type { Json, JsonObject } from '../../base/json-value.ts';

/** Names in the core group, and those in `events.k8s.io`. */
const NAMES: readonly (readonly [core: string, events: string])[] = [
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['source', 'deprecatedSource'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['count', 'deprecatedCount'],
  ['reportingComponent', 'reportingController'],
];

const TO_EVENTS = new Map(NAMES);
const TO_CORE = new Map(NAMES.map(([core, events]) => [events, core]));

export function eventAsEvents(event: JsonObject): JsonObject {
  return renamed(event, TO_EVENTS);
}

export function eventAsCore(event: JsonObject): JsonObject {
  return renamed(event, TO_CORE);
}

function renamed(event: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
  const entries = Object.entries(event).map(([name, value]): [string, Json | undefined] => [
    names.get(name) ?? name,
    value,
  ]);
  return Object.fromEntries(entries);
}
