/** The types of literals, and the names of types that every expression may use. */
import { typeName, type Value } from '../runtime/values.ts';
import type { CelType } from '../types.ts';
import * as types from '../types.ts';

const OF_LITERALS: ReadonlyMap<string, CelType> = new Map(
  [types.BOOL, types.INT, types.UINT, types.DOUBLE, types.STRING, types.BYTES, types.NULL].map((type) => [
    type.name,
    type,
  ]),
);

export function literalType(value: Value): CelType {
  return OF_LITERALS.get(typeName(value)) ?? types.DYN;
}

/** Names of types as expressions write them. */
export const TYPE_NAMES: ReadonlyMap<string, CelType> = new Map<string, CelType>([
  ...OF_LITERALS,
  ['google.protobuf.Duration', types.DURATION],
  ['google.protobuf.Timestamp', types.TIMESTAMP],
  ['dyn', types.DYN],
  ['list', types.listOf(types.DYN)],
  ['map', types.mapOf(types.DYN, types.DYN)],
  ['type', types.typeOf(types.DYN)],
  ['optional_type', types.optionalOf(types.DYN)],
]);
