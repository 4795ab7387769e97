/** Objects and verdicts in short, for tables of health checks. */
import type { JsonObject } from '../base/json-value.ts';
import { HEALTH_ORDER, type Health, health } from '../engine/health/health.ts';
import { healthOf } from '../engine/health/health-of.ts';
import type { KubeObject } from '../kube/object/kube-object.ts';

const CONDITION = /^(?<type>[^=]+)=(?<status>[A-Za-z]+)(?::(?<reason>\S+))?(?: (?<message>.*))?$/s;

/** `Ready=False:Reason a message` as a condition; what is not written is absent. */
export function condition(text: string, more: JsonObject = {}): JsonObject {
  const groups = CONDITION.exec(text)?.groups ?? {};
  const written = Object.entries(groups).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(written), ...more };
}

/** Several conditions, each as `condition` reads it. */
export function conditions(...texts: readonly string[]): readonly JsonObject[] {
  return texts.map((text) => condition(text));
}

/**
 * One row: `group/Kind`, why it is there, the status (texts: its conditions; undefined: none at all), the verdict as
 * `Degraded the message`, and what else the object has.
 */
export type HealthRow = readonly [
  kind: string,
  reason: string,
  status: readonly string[] | JsonObject | undefined,
  verdict: string,
  more?: JsonObject,
];

/** What a check says of the row's object, and what it should. */
export function played([name, , status, verdict, more = {}]: HealthRow): {
  readonly found: unknown;
  readonly wanted: Health;
} {
  const slash = name.lastIndexOf('/');
  const object = {
    apiVersion: `${name.slice(0, slash)}/v1`,
    kind: name.slice(slash + 1),
    metadata: { name: 'x' },
    ...(status === undefined ? {} : { status: Array.isArray(status) ? { conditions: conditions(...status) } : status }),
    ...more,
  } as KubeObject;
  return { found: healthOf(object), wanted: verdictFrom(verdict) };
}

function verdictFrom(text: string): Health {
  const status = HEALTH_ORDER.find((known) => text === known || text.startsWith(`${known} `));
  if (status === undefined) throw new Error(`no verdict: ${text}`);
  return health(status, text.slice(status.length + 1));
}
