/** Structs as messages show them where the server prints its own form of a value: Go's names, nothing left out. */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { structType, type TypeRef } from '../builtin/type-table.ts';

/** A value of this type with all its fields, those without a value as zeroes or null. */
export function goShape(value: JsonObject, type: string): Json {
  const struct = structType(type);
  if (struct === undefined) return value;
  // Selectors have the same form inside and outside.
  if (type.startsWith('meta/')) return value;
  return Object.fromEntries(struct.fields.map((field) => [goName(field.name), shapeOf(value[field.name], field.type)]));
}

/** `podCIDR` → `PodCIDR`. */
function goName(name: string): string {
  if (name === 'seLinuxOptions') return 'SELinuxOptions';
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}

function shapeOf(value: Json | undefined, type: TypeRef): Json {
  if (value === undefined || value === null) return emptyOf(type);
  if (type.kind === 'struct' && isObject(value)) return goShape(value, type.name);
  if (type.kind === 'list' && isList(value)) return value.map((item) => shapeOf(item, type.of));
  return value;
}

function emptyOf(type: TypeRef): Json {
  if (type.pointer || type.kind === 'list' || type.kind === 'map') return null;
  if (type.kind === 'struct') return goShape({}, type.name);
  if (/^(u?int|float)/.test(type.name) || type.name === 'IntOrString') return 0;
  if (type.name === 'bool') return false;
  return type.name === 'string' ? '' : null;
}
