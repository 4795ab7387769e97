/** Which fields a configuration names: what an applier comes to own. */
import { isList, isObject, type Json } from '../../../base/json-value.ts';
import type { MergeSchema } from '../../merge-schema/merge-schema.ts';
import { declares, memberSchema, treatmentOf } from './effective-schema.ts';
import { EMPTY_SET, type FieldSet, fieldSet, LEAF, union } from './field-set.ts';
import { elementStep, memberStep } from './path-element.ts';

/**
 * The set of fields in a value. Leaves and atomic values are members; so are keys of maps, list elements, and empty objects;
 * a declared struct is owned through what is in it.
 */
export function fieldsOfValue(value: Json | undefined, schema: MergeSchema): FieldSet {
  const treatment = treatmentOf(schema, value);
  if (treatment === 'whole') return LEAF;
  if (treatment === 'elements') return isList(value) ? fieldsOfList(value, schema) : EMPTY_SET;
  if (!isObject(value)) return EMPTY_SET;
  const children: (readonly [string, FieldSet])[] = [];
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const inner = fieldsOfValue(item, memberSchema(schema, name));
    const owned = item === null || (isObject(item) && isEmptyObject(item)) || !declares(schema, name);
    children.push([memberStep(name), owned ? asMember(inner) : inner]);
  }
  return fieldSet(false, children);
}

function fieldsOfList(list: readonly Json[], schema: MergeSchema): FieldSet {
  const children = new Map<string, FieldSet>();
  for (const element of list) {
    const step = elementStep(schema, element);
    if (step === undefined) continue;
    const inner = asMember(fieldsOfValue(element, schema.element));
    children.set(step, union(children.get(step) ?? EMPTY_SET, inner));
  }
  return fieldSet(false, children);
}

function asMember(set: FieldSet): FieldSet {
  return set.member ? set : { member: true, children: set.children };
}

function isEmptyObject(value: object): boolean {
  for (const _ in value) return false;
  return true;
}
