/** Go's `reflect.DeepEqual`. */
import {
  GoBytes,
  GoComplex,
  GoFunc,
  GoInt,
  GoMap,
  GoNil,
  GoPointer,
  GoScalar,
  GoSlice,
  GoStruct,
  type GoValue,
  isArray,
  sameType,
  typeOf,
} from '../../go-value/index.ts';

/** Types must be the same too: the int 1 is not the float 1. Lists and maps are equal to themselves even with NaN inside. */
export function deepEqual(a: GoValue, b: GoValue): boolean {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b;
  const [left, right] = [typeOf(a), typeOf(b)];
  if (left === undefined || right === undefined || !sameType(left, right)) return false;
  if (isArray(a)) return isArray(b) && (a === b || equalItems(a, b));
  if (isArray(b)) return false;
  if (a instanceof GoSlice) return b instanceof GoSlice && (a.items === b.items || equalItems(a.items, b.items));
  if (a instanceof GoMap) return b instanceof GoMap && (a === b || equalMaps(a, b));
  return equalLeaves(a, b);
}

function equalLeaves(a: Exclude<GoValue, readonly GoValue[]>, b: Exclude<GoValue, readonly GoValue[]>): boolean {
  if (a instanceof GoInt) return b instanceof GoInt && a.value === b.value;
  if (a instanceof GoScalar) return b instanceof GoScalar && a.value === b.value;
  if (a instanceof GoBytes) return b instanceof GoBytes && Buffer.compare(a.bytes, b.bytes) === 0;
  if (a instanceof GoStruct) return b instanceof GoStruct && equalItems(a.fields, b.fields);
  if (a instanceof GoPointer) return b instanceof GoPointer && (a === b || deepEqual(a.target, b.target));
  if (a instanceof GoComplex) return b instanceof GoComplex && a.real === b.real && a.imaginary === b.imaginary;
  return a instanceof GoNil && b instanceof GoNil && !(a instanceof GoFunc);
}

function equalItems(a: readonly GoValue[], b: readonly GoValue[]): boolean {
  return a.length === b.length && a.every((item, index) => deepEqual(item, b[index] ?? null));
}

function equalMaps(a: GoMap, b: GoMap): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a.entries()) {
    const other = b.get(key);
    if (other === undefined || !deepEqual(value, other)) return false;
  }
  return true;
}
