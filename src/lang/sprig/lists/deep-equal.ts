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
  return equal(a, b, new Map());
}

/** Pairs of maps and lists that are being compared or were: without them shared values would be compared again and again. */
type Seen = Map<object, Set<object>>;

function wasSeen(a: object, b: object, seen: Seen): boolean {
  const others = seen.get(a);
  if (others === undefined) seen.set(a, new Set([b]));
  else if (others.has(b)) return true;
  else others.add(b);
  return false;
}

function equal(a: GoValue, b: GoValue, seen: Seen): boolean {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b;
  const [left, right] = [typeOf(a), typeOf(b)];
  if (left === undefined || right === undefined || !sameType(left, right)) return false;
  if (isArray(a)) return isArray(b) && (a === b || equalItems(a, b, seen));
  if (isArray(b)) return false;
  if (a instanceof GoSlice) return b instanceof GoSlice && (a.items === b.items || equalItems(a.items, b.items, seen));
  if (a instanceof GoMap) return b instanceof GoMap && (a === b || equalMaps(a, b, seen));
  return equalLeaves(a, b, seen);
}

type Leaf = Exclude<GoValue, readonly GoValue[]>;

function equalLeaves(a: Leaf, b: Leaf, seen: Seen): boolean {
  if (a instanceof GoInt) return b instanceof GoInt && a.value === b.value;
  if (a instanceof GoScalar) return b instanceof GoScalar && a.value === b.value;
  if (a instanceof GoBytes) return b instanceof GoBytes && Buffer.compare(a.bytes, b.bytes) === 0;
  if (a instanceof GoStruct) return b instanceof GoStruct && equalItems(a.fields, b.fields, seen);
  if (a instanceof GoPointer) return b instanceof GoPointer && (a === b || equal(a.target, b.target, seen));
  if (a instanceof GoComplex) return b instanceof GoComplex && a.real === b.real && a.imaginary === b.imaginary;
  return a instanceof GoNil && b instanceof GoNil && !(a instanceof GoFunc);
}

function equalItems(a: readonly GoValue[], b: readonly GoValue[], seen: Seen): boolean {
  if (a.length !== b.length) return false;
  return wasSeen(a, b, seen) || a.every((item, index) => equal(item, b[index] ?? null, seen));
}

function equalMaps(a: GoMap, b: GoMap, seen: Seen): boolean {
  if (a.size !== b.size) return false;
  if (wasSeen(a, b, seen)) return true;
  for (const [key, value] of a.entries()) {
    const other = b.get(key);
    if (other === undefined || !equal(value, other, seen)) return false;
  }
  return true;
}
