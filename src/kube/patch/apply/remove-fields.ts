/** A value without these fields. What becomes empty by it becomes null: it may still be owned, and typed reading drops it. */
import { isList, isObject, type Json } from '../../../base/json-value.ts';
import type { MergeSchema } from '../../merge-schema/merge-schema.ts';
import { memberSchema, treatmentOf } from './effective-schema.ts';
import { type FieldSet, isEmptySet } from './field-set.ts';
import { elementStep, memberStep } from './path-element.ts';

/** `value` without the members of `fields`; null where nothing is left of it. Shares what does not change. */
export function removeFields(value: Json, fields: FieldSet, schema: MergeSchema): Json {
  if (isEmptySet(fields) || fields.children.size === 0) return value;
  const treatment = treatmentOf(schema, value);
  if (treatment === 'elements' && isList(value)) return removeElements(value, fields, schema);
  if (treatment !== 'members' || !isObject(value)) return value;
  const kept: Record<string, Json> = {};
  let changed = false;
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const rest = removeChild(item, fields.children.get(memberStep(name)), memberSchema(schema, name));
    if (rest !== undefined) kept[name] = rest;
    if (rest !== item) changed = true;
  }
  if (!changed) return value;
  return Object.keys(kept).length === 0 ? null : kept;
}

function removeElements(list: readonly Json[], fields: FieldSet, schema: MergeSchema): Json {
  const kept = list.flatMap((element) => {
    const step = elementStep(schema, element);
    const rest = removeChild(element, step === undefined ? undefined : fields.children.get(step), schema.element);
    return rest === undefined || rest === null ? [] : [rest];
  });
  if (kept.length === list.length && kept.every((element, index) => element === list[index])) return list;
  return kept.length === 0 ? null : kept;
}

function removeChild(value: Json, fields: FieldSet | undefined, schema: MergeSchema): Json | undefined {
  if (fields === undefined) return value;
  return fields.member ? undefined : removeFields(value, fields, schema);
}
