/** Walks a value by its type: what its rules and what its type alone find wrong, in the order of the fields. */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { type Field, type StructType, structType, type TypeRef } from '../builtin/type-table.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { ALL_RULES } from './all-rules.ts';
import { declaredCause, declaredCauses } from './declared.ts';
import { join, type RuleInput, type StructRules } from './rule.ts';

/** Where a value is. */
export interface Place {
  readonly path: string;
  readonly object: JsonObject;
  readonly outer?: RuleInput;
}

/** What is wrong with a struct. */
export function walkStruct(value: JsonObject, struct: StructType, place: Place): readonly FieldCause[] {
  const rule = Object.hasOwn(ALL_RULES, struct.name) ? ALL_RULES[struct.name] : undefined;
  if (typeof rule === 'object') return walkRuled(value, struct, rule, place);
  const input = { value, ...place };
  const causes = [...(rule === undefined ? declaredCauses(value, struct, place.path) : rule(input))];
  const found = { place: { ...place, outer: input }, causes };
  for (const field of struct.fields) below(value, field, found);
  return causes;
}

/** Causes stand in the order of the fields, each followed by what is in it. */
function walkRuled(value: JsonObject, struct: StructType, rules: StructRules, place: Place): readonly FieldCause[] {
  const causes: FieldCause[] = [];
  const input = { value, ...place, found: causes };
  causes.push(...(rules.first?.(input) ?? []));
  const order = typeof rules.order === 'function' ? rules.order(input) : rules.order;
  const closed = rules.closed?.(input) ?? [];
  const inside = { place: { ...place, outer: input }, causes };
  for (const field of orderedFields(struct, order)) {
    const rule = rules.fields?.[field.name];
    const path = join(place.path, field.name);
    causes.push(...(rule ? rule(value[field.name], path, input) : declaredCause(value, field, place.path)));
    if (!closed.includes(field.name)) below(value, field, inside);
    causes.push(...(rules.after?.[field.name]?.(input) ?? []));
  }
  if (rules.last) causes.push(...rules.last(input));
  return causes;
}

const orders = new WeakMap<readonly string[], Map<StructType, readonly Field[]>>();

/** Those of the order first. */
function orderedFields(struct: StructType, order: readonly string[] = []): readonly Field[] {
  if (order.length === 0) return struct.fields;
  const known = orders.get(order) ?? new Map<StructType, readonly Field[]>();
  const found = known.get(struct);
  if (found !== undefined) return found;
  const first = order.flatMap((name) => struct.byName.get(name) ?? []);
  const fields = [...first, ...struct.fields.filter(({ name }) => !order.includes(name))];
  orders.set(order, known.set(struct, fields));
  return fields;
}

interface Found {
  readonly place: Place;
  /** Grows element by element: those that come later may ask what was found before. */
  readonly causes: FieldCause[];
}

/** Adds what is wrong in a field. */
function below(value: JsonObject, { name, type }: Field, { place, causes }: Found): void {
  // Metadata is judged by itself, and a status is the server's.
  if (name === 'status' || name === 'metadata') return;
  const item = value[name];
  if (item === undefined || item === null || type.kind === 'scalar' || type.kind === 'map') return;
  walkValue(item, type, { place: { ...place, path: join(place.path, name) }, causes });
}

function walkValue(value: Json, type: TypeRef, { place, causes }: Found): void {
  if (type.kind === 'struct') {
    const struct = structType(type.name);
    if (struct !== undefined && isObject(value)) causes.push(...walkStruct(value, struct, place));
  } else if (type.kind === 'list' && isList(value)) {
    for (const [index, item] of value.entries()) {
      walkValue(item, type.of, { place: { ...place, path: `${place.path}[${index}]` }, causes });
    }
  }
}

/** What is wrong with a value of the type of this name; nothing where it is no struct. */
export function typeCauses(value: Json | undefined, name: string, place: Place): readonly FieldCause[] {
  const struct = structType(name);
  return struct === undefined || !isObject(value) ? [] : walkStruct(value, struct, place);
}
