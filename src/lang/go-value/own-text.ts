/** Error() and String(). */
import { GoNil, GoPointer, type GoValue } from './go-value.ts';
import { typeOf } from './type-of.ts';

/** What a value says of itself where its type is an `error` or a `fmt.Stringer`, else undefined. */
export function ownText(value: GoValue): string | undefined {
  const type = typeOf(value);
  if (type === undefined) return undefined;
  if (value instanceof GoPointer && type.text === undefined) return type.elem?.text?.(value.target);
  const isNilPointer = value instanceof GoNil && type.kind === 'ptr';
  if (isNilPointer) return type.text || type.elem?.text ? '<nil>' : undefined;
  return type.text?.(value);
}
