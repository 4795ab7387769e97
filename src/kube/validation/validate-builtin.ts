/**
 * Validates built-in objects by walking their type. Covers what people get wrong and what reconciling depends on, not
 * everything: what the server would refuse beyond that is accepted, nothing it accepts is refused.
 */
import { isList, isObject, type Json, type JsonObject, textAt } from '../../base/json-value.ts';
import { type StructType, structOfKind, structType, type TypeRef } from '../builtin/type-table.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { CORE_RULES } from './core-rules.ts';
import { declaredCauses } from './declared.ts';
import { immutableCauses } from './immutable.ts';
import { metadataCauses, metadataUpdateCauses } from './metadata.ts';
import { join, type Rules } from './rule.ts';
import { WORKLOAD_RULES } from './workload-rules.ts';

const RULES: Rules = { ...CORE_RULES, ...WORKLOAD_RULES };

/** What is wrong with an object to be created. It must be decoded and defaulted. */
export function validateBuiltin(object: JsonObject): readonly FieldCause[] {
  const struct = structOfKind(textAt(object, 'apiVersion') ?? '', textAt(object, 'kind') ?? '');
  return [...metadataCauses(object), ...(struct === undefined ? [] : walk(object, struct, { path: '', object }))];
}

/** What is wrong with an object that is to replace `old`. */
export function validateBuiltinUpdate(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  return [...metadataUpdateCauses(object, old), ...validateBuiltin(object), ...immutableCauses(object, old)];
}

interface Place {
  readonly path: string;
  readonly object: JsonObject;
}

function walk(value: JsonObject, struct: StructType, place: Place): readonly FieldCause[] {
  const rule = Object.hasOwn(RULES, struct.name) ? RULES[struct.name] : undefined;
  const causes = [...(rule === undefined ? declaredCauses(value, struct, place.path) : rule({ value, ...place }))];
  for (const { name, type } of struct.fields) {
    // Metadata is judged by itself, and a status is the server's.
    if (name === 'status' || (place.path === '' && name === 'metadata')) continue;
    const item = value[name];
    if (item === undefined || item === null || type.kind === 'scalar' || type.kind === 'map') continue;
    causes.push(...walkValue(item, type, { ...place, path: join(place.path, name) }));
  }
  return causes;
}

function walkValue(value: Json, type: TypeRef, place: Place): readonly FieldCause[] {
  if (type.kind === 'struct') {
    const struct = structType(type.name);
    return struct !== undefined && isObject(value) ? walk(value, struct, place) : [];
  }
  if (type.kind === 'list' && isList(value)) {
    return value.flatMap((item, index) => walkValue(item, type.of, { ...place, path: `${place.path}[${index}]` }));
  }
  return [];
}
