/** Go's types as far as templates can see them: what `%T` prints, what reflection's kind is, which fields and methods there are. */
import type { GoMethod } from './go-function.ts';
import type { GoValue } from './go-value.ts';

/** Names of reflection's kinds as Go prints them. */
export type GoKind =
  | 'invalid'
  | 'bool'
  | 'int'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'uintptr'
  | 'float32'
  | 'float64'
  | 'complex64'
  | 'complex128'
  | 'array'
  | 'chan'
  | 'func'
  | 'interface'
  | 'map'
  | 'ptr'
  | 'slice'
  | 'string'
  | 'struct';

export interface GoField {
  readonly name: string;
  readonly type: GoType;
  /** What `encoding/json` and what builds on it call the field, from its tag; `-` for one that is left out. */
  readonly json?: string;
  /** The tag's `omitempty`: false, zero, nil and what has no elements is left out. */
  readonly omitsEmpty?: boolean;
}

export interface GoType {
  readonly kind: GoKind;
  /** As `%T` prints it: `map[string]interface {}`, `*semver.Version`. Two types are the same when their names are. */
  readonly name: string;
  /** Of arrays, slices, maps, channels and pointers. */
  readonly elem?: GoType;
  /** Of maps. Only kinds whose values are JS strings are supported as keys. */
  readonly key?: GoType;
  /** Of structs, in order. Names in lower case are unexported. */
  readonly fields?: readonly GoField[];
  /** `MarshalJSON` or `MarshalText`: the value's text in JSON, quotes and all. Throws GoError. */
  readonly json?: (value: GoValue) => string;
  /** Methods that a template can call; for pointers those of the pointer's method set. */
  readonly methods?: ReadonlyMap<string, GoMethod>;
  /** Of types that are `error` or `fmt.Stringer`: what printing shows instead of the value. Pointers to them need none. */
  readonly text?: (value: GoValue) => string;
}

function basic(kind: GoKind): GoType {
  return { kind, name: kind };
}

export const BOOL = basic('bool');
export const STRING = basic('string');
export const INT = basic('int');
export const INT8 = basic('int8');
export const INT16 = basic('int16');
export const INT32 = basic('int32');
export const INT64 = basic('int64');
export const UINT = basic('uint');
export const UINT8 = basic('uint8');
export const UINT16 = basic('uint16');
export const UINT32 = basic('uint32');
export const UINT64 = basic('uint64');
export const FLOAT32 = basic('float32');
export const FLOAT64 = basic('float64');
export const COMPLEX128 = basic('complex128');
/** `interface{}`: a parameter of this type takes whatever comes, unconverted. */
export const ANY: GoType = { kind: 'interface', name: 'interface {}' };
/** `reflect.Value`, the parameter type of Go's own `index`, `len` and the like: takes anything, untyped nil too. */
export const REFLECT_VALUE: GoType = { kind: 'struct', name: 'reflect.Value' };
/** The interface `error`. */
export const ERROR: GoType = { kind: 'interface', name: 'error' };

export function sliceOf(elem: GoType): GoType {
  return { kind: 'slice', name: `[]${elem.name}`, elem };
}

export function mapOf(elem: GoType, key: GoType = STRING): GoType {
  return { kind: 'map', name: `map[${key.name}]${elem.name}`, elem, key };
}

/** What a type can do beyond its kind. */
export type GoBehaviour = Pick<GoType, 'methods' | 'text' | 'json'>;

/** A pointer type: with the methods of what it points to, or with those given. */
export function pointerTo(
  elem: GoType,
  behaviour: GoBehaviour = elem.methods ? { methods: elem.methods } : {},
): GoType {
  return { kind: 'ptr', name: `*${elem.name}`, elem, ...behaviour };
}

/** A type with a name of its own, as `type Values map[string]any`: fields, element and kind are the underlying ones. */
export function namedType(name: string, underlying: GoType, behaviour: GoBehaviour = {}): GoType {
  const { kind, elem, key, fields } = underlying;
  return { kind, name, ...(elem && { elem }), ...(key && { key }), ...(fields && { fields }), ...behaviour };
}

export function structType(name: string, fields: readonly GoField[], behaviour: GoBehaviour = {}): GoType {
  return { kind: 'struct', name, fields, ...behaviour };
}

export const ANY_SLICE = sliceOf(ANY);
export const STRING_SLICE = sliceOf(STRING);
export const INT_SLICE = sliceOf(INT);
export const BYTES = sliceOf(UINT8);
export const ANY_MAP = mapOf(ANY);
export const STRING_MAP = mapOf(STRING);

/** `reflect.Type` identity. */
export function sameType(a: GoType, b: GoType): boolean {
  return a === b || a.name === b.name;
}
