/**
 * The first value that Go can't put into a typed object when it comes as untyped members, as results of strategic patches do:
 * that is another way than decoding JSON, with other words. Source: recorded answers to such patches.
 */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { decodeScalar } from './scalars.ts';
import { type StructType, structType, type TypeRef } from './type-table.ts';

/** Go's sentence, or undefined where everything fits. */
export function restoreProblem(object: JsonObject, struct: StructType): string | undefined {
  for (const { name, type } of struct.fields) {
    const problem = problemIn(Object.hasOwn(object, name) ? object[name] : undefined, type);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function problemIn(value: Json | undefined, type: TypeRef): string | undefined {
  if (value === undefined || value === null) return undefined;
  switch (type.kind) {
    case 'struct': {
      const struct = structType(type.name);
      if (!isObject(value)) return `cannot restore struct from: ${goKind(value)}`;
      return struct && restoreProblem(value, struct);
    }
    case 'list':
      return isList(value) ? firstProblem(value, type.of) : `cannot restore slice from ${goKind(value)}`;
    case 'map':
      return isObject(value) ? firstProblem(Object.values(value), type.of) : `cannot restore map from ${goKind(value)}`;
    case 'scalar':
      return scalarProblem(value, type.name);
  }
}

function firstProblem(values: readonly (Json | undefined)[], type: TypeRef): string | undefined {
  for (const value of values) {
    const problem = problemIn(value, type);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const NUMBERS = ['int32', 'int64', 'float64'];

function scalarProblem(value: Json, type: string): string | undefined {
  const decoded = decodeScalar(value, type);
  if (decoded.kind === 'ok') return undefined;
  const kind = goKind(value);
  if (type === 'bytes') {
    if (typeof value === 'string') return `error decoding from json: ${decoded.message ?? ''}`;
    return `cannot restore slice from ${kind}`;
  }
  if (type === 'string' || type === 'bool' || NUMBERS.includes(type)) {
    // What Go itself could convert is refused in other words than what it could not.
    if (NUMBERS.includes(type) && NUMBERS.includes(kind)) return `cannot convert ${kind} to ${type}`;
    return type === 'string' && kind === 'int64' ? 'cannot convert int64 to string' : `unrecognized type: ${type}`;
  }
  if (decoded.message !== undefined) return decoded.message;
  const shown = kind === 'int64' || kind === 'float64' ? 'number' : JSON_KINDS[kind];
  return `json: cannot unmarshal ${shown} into Go value of type ${decoded.goType ?? type}`;
}

const JSON_KINDS: Readonly<Record<string, string>> = { map: 'object', slice: 'array', bool: 'bool', string: 'string' };

function goKind(value: Json): string {
  if (isList(value)) return 'slice';
  if (isObject(value)) return 'map';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  return typeof value === 'bigint' || Number.isInteger(value) ? 'int64' : 'float64';
}
