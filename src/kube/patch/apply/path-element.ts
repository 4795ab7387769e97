/**
 * One step of a path to an owned field, as text of the FieldsV1 format: `f:name` a member, `k:{"name":"x"}` a list element by
 * its key, `v:"x"` an element of a set, `i:0` one by index. Texts are canonical, so equal steps are equal strings.
 */
import { isList, isObject, type Json, type JsonObject } from '../../../base/json-value.ts';
import type { MergeSchema } from '../../merge-schema/merge-schema.ts';

export function memberStep(name: string): string {
  return `f:${name}`;
}

/** The step to an element of a list of type `map` or `set`; undefined where the element lacks its key. */
export function elementStep(list: MergeSchema, element: Json): string | undefined {
  if (list.listType === 'set') {
    return element === null || isObject(element) || isList(element) ? undefined : `v:${jsonText(element)}`;
  }
  if (!isObject(element)) return undefined;
  const key: Record<string, Json> = {};
  for (const name of list.listKeys) {
    const value = element[name] ?? list.element.field(name)?.default;
    if (value !== undefined && value !== null) key[name] = value;
  }
  return Object.keys(key).length === 0 ? undefined : `k:${keyText(key)}`;
}

/** The canonical form of a step read from elsewhere; undefined for text that is no step. */
export function canonicalStep(text: string): string | undefined {
  if (/^(f:|i:-?[0-9]+$)/.test(text)) return text;
  if (!text.startsWith('k:') && !text.startsWith('v:')) return undefined;
  try {
    const value = JSON.parse(text.slice(2)) as Json;
    if (text.startsWith('v:')) return `v:${jsonText(value)}`;
    return isObject(value) ? `k:${keyText(value)}` : undefined;
  } catch {
    return undefined;
  }
}

/** The order of steps: members by name, then keys, values and indexes. */
export function compareSteps(one: string, other: string): number {
  if (one === other) return 0;
  // Most steps are members.
  if (one.startsWith('f:') && other.startsWith('f:')) return one < other ? -1 : 1;
  const kinds = 'fkvi';
  const byKind = kinds.indexOf(one.charAt(0)) - kinds.indexOf(other.charAt(0));
  if (byKind !== 0) return byKind;
  const [left, right] = [one.slice(2), other.slice(2)];
  if (one.startsWith('f')) return left < right ? -1 : 1;
  if (one.startsWith('k')) return compareKeys(JSON.parse(left) as JsonObject, JSON.parse(right) as JsonObject);
  return compareScalars(JSON.parse(left) as Json, JSON.parse(right) as Json);
}

/** How messages show a path: `.spec.containers[name="main"].image`. */
export function pathText(steps: readonly string[]): string {
  return steps.map(stepText).join('');
}

/** How messages show one step. */
export function stepText(step: string): string {
  const rest = step.slice(2);
  if (step.startsWith('f')) return `.${rest}`;
  if (step.startsWith('v')) return `[=${rest}]`;
  if (step.startsWith('i')) return `[${rest}]`;
  const parts = Object.entries(JSON.parse(rest) as JsonObject).map(
    ([name, value]) => `${name}=${JSON.stringify(value)}`,
  );
  return `[${parts.join(',')}]`;
}

function keyText(key: JsonObject): string {
  const names = Object.keys(key).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${jsonText(key[name] ?? null)}`).join(',')}}`;
}

function jsonText(value: Json): string {
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}

function compareKeys(one: JsonObject, other: JsonObject): number {
  const [left, right] = [Object.entries(one), Object.entries(other)];
  for (const [index, [name, value]] of left.entries()) {
    const [otherName, otherValue] = right[index] ?? [];
    if (otherName === undefined) return 1;
    if (name !== otherName) return name < otherName ? -1 : 1;
    const byValue = compareScalars(value ?? null, otherValue ?? null);
    if (byValue !== 0) return byValue;
  }
  return left.length - right.length;
}

function compareScalars(one: Json, other: Json): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  const [left, right] = [String(one), String(other)];
  return left < right ? -1 : left > right ? 1 : 0;
}
