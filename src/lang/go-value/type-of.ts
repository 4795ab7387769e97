/** What reflection says about a value. */
import { ANY_SLICE, BOOL, FLOAT64, type GoKind, type GoType, STRING } from './go-type.ts';
import { type GoValue, isArray } from './go-value.ts';

/** `reflect.TypeOf`; undefined for untyped nil. */
export function typeOf(value: GoValue): GoType | undefined {
  if (value === null) return undefined;
  switch (typeof value) {
    case 'string':
      return STRING;
    case 'boolean':
      return BOOL;
    case 'number':
      return FLOAT64;
    default:
      return isArray(value) ? ANY_SLICE : value.type;
  }
}

/** `reflect.ValueOf(value).Kind()`; `invalid` for untyped nil. */
export function kindOf(value: GoValue): GoKind {
  return typeOf(value)?.kind ?? 'invalid';
}

/** `fmt.Sprintf("%T", value)`; `<nil>` for untyped nil. */
export function typeName(value: GoValue): string {
  return typeOf(value)?.name ?? '<nil>';
}
