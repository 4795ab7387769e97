/** Go's zero values, as JSON shows them. */
import { setOwn } from '../../base/json/own.ts';
import { isList, isObject, type Json } from '../../base/json-value.ts';
import type { AnyStruct, Field, Shape } from './field.ts';

/** The zero value of a field that is always there. */
export function zeroOf(field: Field): Json {
  return field.rule === 'nullable' ? null : zeroOfShape(field.shape);
}

/** The zero value of a shape: what an absent field is when Go reads it. */
export function zeroOfShape(shape: Shape): Json {
  switch (shape.kind) {
    case 'struct':
      return zeroOfStruct(shape.struct);
    case 'list':
      return [];
    case 'map':
      return {};
    case 'flag':
      return false;
    case 'int64':
    case 'int32':
    case 'intOrString':
      return 0;
    case 'time':
    case 'raw':
    case 'rawObject':
      return null;
    default:
      return shape.kind === 'quantity' ? '0' : '';
  }
}

/** An object with the required members of the struct only. */
export function zeroOfStruct(struct: AnyStruct): Json {
  const object: Record<string, Json> = {};
  for (const { key, field } of struct.members) {
    if (field.presence === 'required') setOwn(object, key, zeroOf(field));
  }
  return object;
}

/** True for what Go's `omitempty` leaves out. A struct is never empty. */
export function isZero(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '' || value === false) return true;
  if (value === 0 || value === 0n) return true;
  return isList(value) && value.length === 0;
}

/** As `isZero`, for a value of this shape: an empty map is empty, an empty struct or raw object is not. */
export function isEmpty(value: Json | undefined, shape: Shape): boolean {
  if (isZero(value)) return true;
  return shape.kind === 'map' && isObject(value) && Object.keys(value).length === 0;
}
