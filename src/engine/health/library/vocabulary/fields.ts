/** Reading fields by paths as a person writes them (`status.phase`). What is null counts as absent. */
import { isObject, type Json, type JsonObject, memberAt } from '../../../../base/json-value.ts';
import { type Health, health } from '../../health.ts';
import { numberAt } from '../../status-fields.ts';
import type { Rule } from './check.ts';

/** The value at a dotted path; undefined where there is none or it is null. */
export function at(value: Json | undefined, path: string): Json | undefined {
  return memberAt(value, ...path.split('.')) ?? undefined;
}

/** True where something other than null stands at a dotted path. */
export function has(value: Json | undefined, path: string): boolean {
  return at(value, path) !== undefined;
}

/** The text at a dotted path. */
export function text(value: Json | undefined, path: string): string | undefined {
  const found = at(value, path);
  return typeof found === 'string' ? found : undefined;
}

/** The number at a dotted path. */
export function count(value: Json | undefined, path: string): number | undefined {
  return numberAt(value, ...path.split('.'));
}

/** The members of the map at a dotted path that are objects, by name; empty where there is none. */
export function objectsIn(value: Json | undefined, path: string): readonly (readonly [string, JsonObject])[] {
  const found = at(value, path);
  if (!isObject(found)) return [];
  return Object.entries(found).flatMap(([name, entry]) => (isObject(entry) ? [[name, entry] as const] : []));
}

/** What texts and numbers look like within a message; empty for anything else. */
export function shown(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? `${value}` : '';
}

/** Answers where a field is absent. */
export function without(path: string, answer: Health): Rule {
  return (object) => (has(object, path) ? undefined : answer);
}

/** Answers where the field at a path is `true`: `spec.paused` and its like. */
export function whereTrue(path: string, answer: Health): Rule {
  return (object) => (at(object, path) === true ? answer : undefined);
}

/** A rule that is only asked where something stands at a path. */
export function given(path: string, rule: Rule): Rule {
  return (object) => (has(object, path) ? rule(object) : undefined);
}

/** Progressing while the controller has seen another generation than the newest. One that tells none has seen it. */
export function unlessObserved(message: string): Rule {
  return (object) => {
    const observed = count(object, 'status.observedGeneration');
    const stale = observed !== undefined && observed !== count(object, 'metadata.generation');
    return stale ? health('Progressing', message) : undefined;
  };
}
