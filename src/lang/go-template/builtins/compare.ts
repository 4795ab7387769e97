/** `eq`, `ne`, `lt`, `le`, `gt`, `ge`: by basic kinds. */
import {
  compareBytes,
  GoComplex,
  GoInt,
  GoNil,
  GoPointer,
  GoScalar,
  GoSlice,
  GoStruct,
  type GoValue,
  kindOf,
  type Meter,
  sprintf,
  typeName,
} from '../../go-value/index.ts';
import type { Evaluated } from '../execute/frame.ts';
import { type Builtin, goError, ofMoreValues, ofValues } from './builtin.ts';

type Basic =
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'uint'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'complex'; readonly value: GoComplex }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'none' };

function basicOf(value: GoValue): Basic {
  if (value instanceof GoScalar) return basicOf(value.value);
  switch (typeof value) {
    case 'string':
      return { kind: 'string', value };
    case 'number':
      return { kind: 'float', value };
    case 'boolean':
      return { kind: 'bool', value };
  }
  if (value instanceof GoInt) return { kind: value.type.kind.startsWith('u') ? 'uint' : 'int', value: value.value };
  return value instanceof GoComplex ? { kind: 'complex', value } : { kind: 'none' };
}

function equals(left: GoValue, right: GoValue, meter: Meter): boolean {
  if (typeof left === 'string' && typeof right === 'string') return left === right;
  const a = basicOf(left);
  const b = basicOf(right);
  if (isInteger(a) && isInteger(b)) return a.value === b.value;
  if (a.kind !== b.kind) {
    if (left === null || right === null) return false;
    throw goError(`incompatible types for comparison: ${typeName(left)} and ${typeName(right)}`);
  }
  if (a.kind === 'none' || b.kind === 'none') return compositesEqual(left, right, meter);
  if (a.kind === 'complex' && b.kind === 'complex') {
    return a.value.real === b.value.real && a.value.imaginary === b.value.imaginary;
  }
  return a.value === b.value;
}

function isInteger(value: Basic): value is Extract<Basic, { value: bigint }> {
  return value.kind === 'int' || value.kind === 'uint';
}

/** Lists, maps, structs, pointers and nil. */
function compositesEqual(left: GoValue, right: GoValue, meter: Meter): boolean {
  const sameKind = kindOf(left) === kindOf(right);
  if (!sameKind && left !== null && right !== null) {
    const shown = `${sprintf('%s', [left], meter)}: ${typeName(left)}, ${typeName(right)}: ${sprintf('%v', [right], meter)}`;
    throw goError(`non-comparable types ${shown}`);
  }
  if (isNil(left) || isNil(right)) return isNil(left) && isNil(right);
  if (!isComparable(right)) throw goError(`non-comparable type ${sprintf('%s', [right], meter)}: ${typeName(right)}`);
  return typeName(left) === typeName(right) && identical(left, right, meter);
}

function isNil(value: GoValue): boolean {
  return value === null || value instanceof GoNil;
}

function isComparable(value: GoValue): boolean {
  if (value instanceof GoPointer) return true;
  if (value instanceof GoStruct)
    return value.fields.every((field) => basicOf(field).kind !== 'none' || isComparable(field));
  return value === null || (value instanceof GoSlice && value.type.kind === 'array');
}

/** Go's `==` on interfaces that hold comparable values. */
function identical(left: GoValue, right: GoValue, meter: Meter): boolean {
  meter.step();
  if (left === right) return true;
  if (left instanceof GoPointer && right instanceof GoPointer) {
    return left.target === right.target && typeof left.target === 'object' && left.target !== null;
  }
  if (left instanceof GoStruct && right instanceof GoStruct) return allIdentical(left.fields, right.fields, meter);
  if (left instanceof GoSlice && right instanceof GoSlice) return allIdentical(left.items, right.items, meter);
  const basic = basicOf(left).kind !== 'none' && basicOf(right).kind !== 'none';
  return basic && typeName(left) === typeName(right) && equals(left, right, meter);
}

function allIdentical(left: readonly GoValue[], right: readonly GoValue[], meter: Meter): boolean {
  return left.length === right.length && left.every((item, index) => identical(item, right[index] ?? null, meter));
}

function less(left: GoValue, right: GoValue): boolean {
  const a = basicOf(left);
  const b = basicOf(right);
  if (a.kind === 'none' || b.kind === 'none') throw goError('invalid type for comparison');
  if (isInteger(a) && isInteger(b)) return a.value < b.value;
  if (a.kind !== b.kind) throw goError(`incompatible types for comparison: ${typeName(left)} and ${typeName(right)}`);
  if (a.kind === 'string' && b.kind === 'string') return compareBytes(a.value, b.value) < 0;
  if (a.kind === 'float' && b.kind === 'float') return a.value < b.value;
  throw goError('invalid type for comparison');
}

function lessOrEqual(left: GoValue, right: GoValue, meter: Meter): boolean {
  return less(left, right) || equals(left, right, meter);
}

function eq([first, ...others]: readonly Evaluated[], meter: Meter): Evaluated {
  if (others.length === 0) throw goError('missing argument for comparison');
  return others.some((other) => equals(first ?? null, other ?? null, meter));
}

function ofTwo(name: string, compare: (left: GoValue, right: GoValue, meter: Meter) => boolean): Builtin {
  return ofValues(name, 2, ([left, right], meter) => compare(left ?? null, right ?? null, meter));
}

export const COMPARISON_BUILTINS: readonly Builtin[] = [
  ofMoreValues('eq', eq),
  ofTwo('ne', (left, right, meter) => !equals(left, right, meter)),
  ofTwo('lt', less),
  ofTwo('le', lessOrEqual),
  ofTwo('gt', (left, right, meter) => !lessOrEqual(left, right, meter)),
  ofTwo('ge', (left, right) => !less(left, right)),
];
