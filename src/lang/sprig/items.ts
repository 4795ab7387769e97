/** The elements of lists of every type. */
import {
  GoBytes,
  GoError,
  GoInt,
  GoNil,
  GoSlice,
  type GoType,
  type GoValue,
  isArray,
  typeOf,
} from '../go-value/index.ts';

/** The elements of a slice or array; undefined for everything else. */
export function itemsOf(value: GoValue): readonly GoValue[] | undefined {
  if (isArray(value)) return value;
  if (value instanceof GoSlice) return value.items;
  const type = typeOf(value);
  if (value instanceof GoBytes) {
    const element = type?.elem;
    return element === undefined ? [] : Array.from(value.bytes, (byte) => new GoInt(element, BigInt(byte)));
  }
  return value instanceof GoNil && type?.kind === 'slice' ? [] : undefined;
}

/** The same, with the errors of sprig: `complaint` is followed by the kind of what is no list. */
export function listItems(value: GoValue, complaint: string): readonly GoValue[] {
  const items = itemsOf(value);
  if (items !== undefined) return items;
  throw new GoError(`${complaint} ${reflectedKind(value)}`);
}

/** `reflect.TypeOf(value).Kind()`, which Go does not survive for an untyped nil. */
export function reflectedKind(value: GoValue): string {
  const type: GoType | undefined = typeOf(value);
  if (type === undefined) throw new GoError('runtime error: invalid memory address or nil pointer dereference');
  return type.kind;
}
