/** What `if`, `and`, `not` and sprig's `empty` go by. */

import { GoMap } from './go-map.ts';
import { GoBytes, GoComplex, GoInt, GoNil, GoScalar, GoSlice, type GoValue, isArray } from './go-value.ts';

/** text/template's `IsTrue`: false, zero, nil and what is empty are untrue; a struct is always true. */
export function isTrue(value: GoValue): boolean {
  if (value === null) return false;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return value !== '';
  if (typeof value === 'number') return value !== 0;
  if (isArray(value)) return value.length > 0;
  if (value instanceof GoMap) return value.size > 0;
  if (value instanceof GoInt) return value.value !== 0n;
  if (value instanceof GoSlice) return value.items.length > 0;
  if (value instanceof GoScalar) return isTrue(value.value);
  if (value instanceof GoBytes) return value.bytes.length > 0;
  if (value instanceof GoComplex) return value.real !== 0 || value.imaginary !== 0;
  return !(value instanceof GoNil);
}
