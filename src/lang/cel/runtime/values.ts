/**
 * Values while an expression runs. `int` is a bigint, `double` a number; strings, bools, null and bytes are those of the
 * language, all else is an object with a `kind`.
 */
import type { CelType } from '../types.ts';

export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | Uint
  | CelList
  | CelMap
  | Timestamp
  | Duration
  | TypeValue
  | Optional
  | Opaque;

export interface Uint {
  readonly kind: 'uint';
  readonly value: bigint;
}

/** Nanoseconds since 1970 in UTC. */
export interface Timestamp {
  readonly kind: 'timestamp';
  readonly nanos: bigint;
  /** Minutes east of UTC in which it was written, for printing. */
  readonly offset?: number;
}

export interface Duration {
  readonly kind: 'duration';
  readonly nanos: bigint;
}

export interface TypeValue {
  readonly kind: 'type';
  readonly name: string;
}

export interface Optional {
  readonly kind: 'optional';
  /** Undefined for none. */
  readonly value: Value | undefined;
}

/** How a list was declared; lists of a Kubernetes schema may be sets or maps by keys. */
export type ListSort = { readonly kind: 'set' } | { readonly kind: 'map'; readonly keys: readonly string[] };

export interface CelList {
  readonly kind: 'list';
  /** May be longer than the list: lists that grow share their items. */
  readonly items: Value[];
  readonly size: number;
  readonly sort?: ListSort;
}

export interface CelMap {
  readonly kind: 'map';
  /** The name of an object type; `map` for a map. */
  readonly type: string;
  readonly size: number;
  get(key: Value): Value | undefined;
  keys(): readonly Value[];
}

/** A value that only its own functions look into: URLs, addresses, quantities, versions, authorizers. */
export interface Opaque {
  readonly kind: 'opaque';
  readonly type: CelType;
  readonly held: unknown;
  equals(other: Opaque): boolean;
}

export function uint(value: bigint): Uint {
  return { kind: 'uint', value };
}

export function timestamp(nanos: bigint): Timestamp {
  return { kind: 'timestamp', nanos };
}

export function duration(nanos: bigint): Duration {
  return { kind: 'duration', nanos };
}

export function typeValue(name: string): TypeValue {
  return { kind: 'type', name };
}

export const NONE: Optional = { kind: 'optional', value: undefined };

export function some(value: Value): Optional {
  return { kind: 'optional', value };
}

export function list(items: Value[]): CelList {
  return { kind: 'list', items, size: items.length };
}

/** The elements of a list, in order. */
export function itemsOf({ items, size }: CelList): readonly Value[] {
  return items.length === size ? items : items.slice(0, size);
}

export function isKind<K extends Exclude<Value, Uint8Array | null | boolean | bigint | number | string>['kind']>(
  value: Value,
  kind: K,
): value is Extract<Value, { readonly kind: K }> {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array) && value.kind === kind;
}

/** The key under which equal map keys meet: numbers of all types are one; undefined where the value is no key. */
export function keyText(key: Value): string | undefined {
  switch (typeof key) {
    case 'string':
      return `s${key}`;
    case 'bigint':
      return `n${key}`;
    case 'boolean':
      return `b${key}`;
    case 'number':
      return Number.isInteger(key) ? `n${BigInt(key)}` : undefined;
    default:
      return isKind(key, 'uint') ? `n${key.value}` : undefined;
  }
}

/** The same for any value; what is no key gets a text of its own type. */
export function entryText(key: Value): string {
  return keyText(key) ?? `x${typeName(key)}${String(key)}`;
}

/** A map of entries; a later entry replaces an earlier one of the same key. */
export function mapOfEntries(entries: Iterable<readonly [Value, Value]>): CelMap {
  const held = new Map<string, readonly [Value, Value]>();
  for (const entry of entries) held.set(keyText(entry[0]) ?? '', entry);
  return mapOfHeld(held);
}

/** The same from entries by their key text. */
export function mapOfHeld(held: ReadonlyMap<string, readonly [Value, Value]>): CelMap {
  return {
    kind: 'map',
    type: 'map',
    size: held.size,
    get(key) {
      const text = keyText(key);
      return text === undefined ? undefined : held.get(text)?.[1];
    },
    keys: () => [...held.values()].map(([key]) => key),
  };
}

const NAMES = { uint: 'uint', timestamp: 'google.protobuf.Timestamp', duration: 'google.protobuf.Duration' } as const;

/** The name of a value's type, as `type(x)` gives it and errors print it. */
export function typeName(value: Value): string {
  if (value === null) return 'null_type';
  if (typeof value !== 'object') return PRIMITIVES[typeof value] ?? '';
  if (value instanceof Uint8Array) return 'bytes';
  switch (value.kind) {
    case 'list':
    case 'type':
      return value.kind;
    case 'map':
      return value.type;
    case 'optional':
      return 'optional_type';
    case 'opaque':
      return value.type.name;
    default:
      return NAMES[value.kind];
  }
}

const PRIMITIVES: Readonly<Record<string, string>> = {
  boolean: 'bool',
  bigint: 'int',
  number: 'double',
  string: 'string',
};
