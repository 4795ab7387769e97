/** Values on their way into a parameter. */
import {
  ANY,
  canBeNil,
  GoNil,
  GoPointer,
  type GoType,
  isAssignable,
  REFLECT_VALUE,
  typeOf,
  zeroOf,
} from '../../go-value/index.ts';
import { fail } from './fail.ts';
import type { Evaluated, Frame } from './frame.ts';

/** The value as this type, or Go's error. Parameters of type `reflect.Value` get what is there, nothing included. */
export function validated(frame: Frame, value: Evaluated, type: GoType): Evaluated {
  if (type === ANY) return value ?? null;
  if (type === REFLECT_VALUE) return value;
  if (value === undefined) {
    return canBeNil(type) ? zeroOf(type) : fail(frame, `invalid value; expected ${type.name}`);
  }
  const actual = value === null ? ANY : (typeOf(value) ?? ANY);
  if (isAssignable(actual, type)) return value;
  if (actual.kind === 'ptr' && actual.elem && isAssignable(actual.elem, type)) {
    if (value instanceof GoPointer) return value.target;
    if (value instanceof GoNil) fail(frame, `dereference of nil pointer of type ${type.name}`);
  }
  return fail(frame, `wrong type for value; expected ${type.name}; got ${actual.name}`);
}
