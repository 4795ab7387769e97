/**
 * Go's values in JavaScript. The frequent ones are plain: string, boolean, float64 (number), untyped nil (null),
 * `[]interface{}` (array). Everything else is one of the small classes below, which carry their type.
 *
 * A Go string is bytes: bytes that are not UTF-8 stand as lone surrogates U+DC80 to U+DCFF (see byte-text.ts).
 */
import type { GoFunction } from './go-function.ts';
import { GoMap } from './go-map.ts';
import { ANY_MAP, type GoType, INT } from './go-type.ts';

export type GoValue =
  | null
  | string
  | boolean
  | number
  | readonly GoValue[]
  | GoMap
  | GoInt
  | GoScalar
  | GoComplex
  | GoSlice
  | GoBytes
  | GoStruct
  | GoPointer
  | GoNil
  | GoFunc;

/** An integer of any kind (`int`, `int64`, `uint8`, `time.Duration` …), always within the range of its kind. */
export class GoInt {
  readonly type: GoType;
  readonly value: bigint;
  constructor(type: GoType, value: bigint) {
    this.type = type;
    this.value = value;
  }
}

/** A float32, or a string, boolean or float of a named type (`json.Number`). */
export class GoScalar {
  readonly type: GoType;
  readonly value: string | boolean | number;
  constructor(type: GoType, value: string | boolean | number) {
    this.type = type;
    this.value = value;
  }
}

export class GoComplex {
  readonly type: GoType;
  readonly real: number;
  readonly imaginary: number;
  constructor(type: GoType, real: number, imaginary: number) {
    this.type = type;
    this.real = real;
    this.imaginary = imaginary;
  }
}

/** A slice or array that is not `[]interface{}`, or a named slice type: `[]string`, `[]int`, `chartutil.VersionSet`. */
export class GoSlice {
  readonly type: GoType;
  readonly items: readonly GoValue[];
  constructor(type: GoType, items: readonly GoValue[]) {
    this.type = type;
    this.items = items;
  }
}

/** `[]byte` and named types of it. */
export class GoBytes {
  readonly type: GoType;
  readonly bytes: Uint8Array;
  constructor(type: GoType, bytes: Uint8Array) {
    this.type = type;
    this.bytes = bytes;
  }
}

/** A struct: `fields[i]` belongs to `type.fields[i]`. Derive a class where methods need more than the visible fields. */
export class GoStruct {
  readonly type: GoType;
  readonly fields: readonly GoValue[];
  constructor(type: GoType, fields: readonly GoValue[]) {
    this.type = type;
    this.fields = fields;
  }
}

/** A pointer that is not nil. */
export class GoPointer {
  readonly type: GoType;
  readonly target: GoValue;
  constructor(type: GoType, target: GoValue) {
    this.type = type;
    this.target = target;
  }
}

/** A nil that has a type: nil pointer, nil slice (`[]string(nil)`), nil map, nil function. */
export class GoNil {
  readonly type: GoType;
  constructor(type: GoType) {
    this.type = type;
  }
}

/** A function as a value: something for `call`. */
export class GoFunc {
  readonly type: GoType;
  readonly target: GoFunction;
  constructor(type: GoType, target: GoFunction) {
    this.type = type;
    this.target = target;
  }
}

/** A `[]interface{}`: `Array.isArray` alone does not narrow a readonly list. */
export function isArray(value: GoValue): value is readonly GoValue[] {
  return Array.isArray(value);
}

const SMALL = Array.from({ length: 1024 }, (_, value) => new GoInt(INT, BigInt(value)));

/** An `int`. */
export function goInt(value: number | bigint): GoInt {
  const small = value >= 0 && value < 1024 ? SMALL[Number(value)] : undefined;
  return small ?? new GoInt(INT, BigInt(value));
}

/** A new `map[string]interface{}`; entries are copied. */
export function goDict(entries: Iterable<readonly [string, GoValue]> = []): GoMap {
  return new GoMap(ANY_MAP, new Map(entries));
}
