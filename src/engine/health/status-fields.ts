/** Reading what checks need from an object whose fields may be absent or of a wrong type. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';

/** The number at a path; undefined where there is none. */
export function numberAt(value: Json | undefined, ...path: readonly (string | number)[]): number | undefined {
  const found = memberAt(value, ...path);
  if (typeof found === 'bigint') return Number(found);
  return typeof found === 'number' ? found : undefined;
}

/** The count at a path, zero where there is none, as Go reads an absent number. */
export function countAt(value: Json | undefined, ...path: readonly (string | number)[]): number {
  return numberAt(value, ...path) ?? 0;
}

/** The objects of the list at a path; empty where there is none. */
export function objectsAt(value: Json | undefined, ...path: readonly (string | number)[]): readonly JsonObject[] {
  const found = memberAt(value, ...path);
  return isList(found) ? found.filter(isObject) : [];
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** `status.conditions` (or the list given). Absent texts are empty. */
export function conditionsOf(object: Json | undefined): readonly Condition[] {
  return objectsAt(object, 'status', 'conditions').map(conditionFrom);
}

export function conditionFrom(entry: JsonObject): Condition {
  return {
    type: textAt(entry, 'type') ?? '',
    status: textAt(entry, 'status') ?? '',
    reason: textAt(entry, 'reason') ?? '',
    message: textAt(entry, 'message') ?? '',
  };
}

/** False while the controller of the kind has not seen the newest spec. */
export function isObserved(object: JsonObject): boolean {
  return countAt(object, 'metadata', 'generation') <= countAt(object, 'status', 'observedGeneration');
}
