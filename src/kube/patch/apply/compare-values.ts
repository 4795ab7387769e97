/** What a write changed, field by field: by this an update comes to own fields, and an apply finds its conflicts. */
import { jsonEqual } from '../../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject } from '../../../base/json-value.ts';
import type { MergeSchema } from '../../merge-schema/merge-schema.ts';
import { memberSchema, treatmentOf } from './effective-schema.ts';
import { EMPTY_SET, type FieldSet, isEmptySet, LEAF, union } from './field-set.ts';
import { elementStep, memberStep } from './path-element.ts';

export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

export const NO_CHANGE: Comparison = { added: EMPTY_SET, modified: EMPTY_SET, removed: EMPTY_SET };

export function isUnchanged({ added, modified, removed }: Comparison): boolean {
  return [added, modified, removed].every((set) => !set.member && set.children.size === 0);
}

/** Compares two values of one type. Shared parts cost nothing. */
export function compareValues(before: Json | undefined, after: Json | undefined, schema: MergeSchema): Comparison {
  if (before === after) return NO_CHANGE;
  const treatment = treatmentOf(schema, before, after);
  if (treatment === 'whole' || (isBlank(before) && isBlank(after))) return compareWhole(before, after);
  const inner =
    treatment === 'elements'
      ? compareLists(isList(before) ? before : [], isList(after) ? after : [], schema)
      : compareMembers(isObject(before) ? before : {}, isObject(after) ? after : {}, schema);
  if (before === undefined) return { ...inner, added: asMember(inner.added) };
  if (after === undefined) return { ...inner, removed: asMember(inner.removed) };
  return inner;
}

function isBlank(value: Json | undefined): boolean {
  if (isList(value)) return value.length === 0;
  return value === undefined || value === null || (isObject(value) && Object.keys(value).length === 0);
}

const ADDED: Comparison = { ...NO_CHANGE, added: LEAF };
const MODIFIED: Comparison = { ...NO_CHANGE, modified: LEAF };
const REMOVED: Comparison = { ...NO_CHANGE, removed: LEAF };

function compareWhole(before: Json | undefined, after: Json | undefined): Comparison {
  if (before === undefined) return ADDED;
  if (after === undefined) return REMOVED;
  return jsonEqual(before, after) ? NO_CHANGE : MODIFIED;
}

function compareMembers(before: JsonObject, after: JsonObject, schema: MergeSchema): Comparison {
  const parts: (readonly [string, Comparison])[] = [];
  const compare = (name: string): void => {
    const left = own(before, name);
    const right = own(after, name);
    if (left !== right) parts.push([memberStep(name), compareValues(left, right, memberSchema(schema, name))]);
  };
  for (const name of Object.keys(before)) compare(name);
  for (const name of Object.keys(after)) if (!Object.hasOwn(before, name)) compare(name);
  return joined(parts);
}

function own(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Elements with the same key count as one value where a list holds several: then the whole of them is compared. */
function compareLists(before: readonly Json[], after: readonly Json[], schema: MergeSchema): Comparison {
  const [left, right] = [byStep(before, schema), byStep(after, schema)];
  const parts: (readonly [string, Comparison])[] = [];
  for (const step of new Set([...left.keys(), ...right.keys()])) {
    const [old, fresh] = [left.get(step) ?? [], right.get(step) ?? []];
    if (old.length <= 1 && fresh.length <= 1) parts.push([step, compareValues(old[0], fresh[0], schema.element)]);
    else parts.push([step, compareDuplicates(old, fresh)]);
  }
  return joined(parts);
}

function compareDuplicates(old: readonly Json[], fresh: readonly Json[]): Comparison {
  return compareWhole(old.length === 0 ? undefined : old, fresh.length === 0 ? undefined : fresh);
}

function byStep(list: readonly Json[], schema: MergeSchema): Map<string, Json[]> {
  const found = new Map<string, Json[]>();
  for (const element of list) {
    const step = elementStep(schema, element);
    if (step === undefined) continue;
    const same = found.get(step);
    if (same) same.push(element);
    else found.set(step, [element]);
  }
  return found;
}

function joined(parts: readonly (readonly [string, Comparison])[]): Comparison {
  if (parts.every(([, comparison]) => comparison === NO_CHANGE)) return NO_CHANGE;
  return { added: side(parts, 'added'), modified: side(parts, 'modified'), removed: side(parts, 'removed') };
}

function side(parts: readonly (readonly [string, Comparison])[], name: keyof Comparison): FieldSet {
  let children: Map<string, FieldSet> | undefined;
  for (const [step, comparison] of parts) {
    if (isEmptySet(comparison[name])) continue;
    children ??= new Map();
    children.set(step, comparison[name]);
  }
  return children === undefined ? EMPTY_SET : { member: false, children };
}

function asMember(set: FieldSet): FieldSet {
  return set.member ? set : union(set, LEAF);
}
