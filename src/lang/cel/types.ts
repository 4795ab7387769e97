/** Types of CEL as the checker sees them. They are plain values; two are the same when their names and parameters are. */

export type TypeKind =
  | 'bool'
  | 'int'
  | 'uint'
  | 'double'
  | 'string'
  | 'bytes'
  | 'null'
  | 'timestamp'
  | 'duration'
  | 'dyn'
  | 'error'
  | 'list'
  | 'map'
  | 'type'
  | 'opaque'
  | 'struct'
  | 'param';

export interface CelType {
  readonly kind: TypeKind;
  /** As `type(x)` names it; for a type parameter its letter. */
  readonly name: string;
  readonly params: readonly CelType[];
}

function simple(kind: TypeKind, name: string = kind): CelType {
  return { kind, name, params: [] };
}

export const BOOL: CelType = simple('bool');
export const INT: CelType = simple('int');
export const UINT: CelType = simple('uint');
export const DOUBLE: CelType = simple('double');
export const STRING: CelType = simple('string');
export const BYTES: CelType = simple('bytes');
export const NULL: CelType = simple('null', 'null_type');
export const TIMESTAMP: CelType = simple('timestamp', 'google.protobuf.Timestamp');
export const DURATION: CelType = simple('duration', 'google.protobuf.Duration');
export const DYN: CelType = simple('dyn');
export const ERROR: CelType = simple('error', '*error*');

export function listOf(item: CelType): CelType {
  return { kind: 'list', name: 'list', params: [item] };
}

export function mapOf(key: CelType, value: CelType): CelType {
  return { kind: 'map', name: 'map', params: [key, value] };
}

export function optionalOf(value: CelType): CelType {
  return { kind: 'opaque', name: 'optional_type', params: [value] };
}

/** The type of a type's name: `int` as an expression is a `type(int)`. */
export function typeOf(type: CelType): CelType {
  return { kind: 'type', name: 'type', params: [type] };
}

/** Values that only functions know, compared as a whole: `net.IP`. */
export function opaque(name: string): CelType {
  return simple('opaque', name);
}

/** An object with declared fields; the environment knows which. */
export function struct(name: string): CelType {
  return simple('struct', name);
}

export function typeParameter(name: string): CelType {
  return simple('param', name);
}

export function isOptionalType(type: CelType): boolean {
  return type.kind === 'opaque' && type.name === 'optional_type';
}

/** Same kind, name and parameters. */
export function sameType(a: CelType, b: CelType): boolean {
  return (
    a === b ||
    (a.kind === b.kind &&
      a.name === b.name &&
      a.params.length === b.params.length &&
      a.params.every((each, index) => sameType(each, b.params[index] ?? ERROR)))
  );
}

const SHORT: Partial<Record<TypeKind, string>> = {
  duration: 'duration',
  timestamp: 'timestamp',
  error: '!error!',
  null: 'null',
};

/** As a type names itself: `list(string)`, `google.protobuf.Timestamp`, `null_type`. */
export function typeText(type: CelType): string {
  return type.params.length === 0 ? type.name : `${type.name}(${type.params.map(typeText).join(', ')})`;
}

/** As errors name a type: `list(string)`, `map(string, dyn)`, `timestamp`. */
export function formatType(type: CelType): string {
  const short = SHORT[type.kind];
  if (short !== undefined) return short;
  if (type.params.length === 0) return type.name;
  return `${type.name}(${type.params.map(formatType).join(', ')})`;
}
