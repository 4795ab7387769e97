/** What an action writes for its value. */
import { displayText, GoFunc, GoNil, GoPointer, type GoValue, type Meter, ownText } from '../../go-value/index.ts';
import type { Evaluated } from './frame.ts';

/** The value's text; undefined for what cannot be printed: functions and channels. */
export function printedText(value: Evaluated, meter: Meter): string | undefined {
  if (typeof value === 'string') return value;
  const shown = printable(value);
  return shown === undefined ? undefined : displayText(shown, meter);
}

/** The value that is best to print: pointers are followed, nothing is `<no value>`. */
export function printable(value: Evaluated): GoValue | undefined {
  if (value === undefined || value === null) return '<no value>';
  if (value instanceof GoPointer) return followed(value);
  if (value instanceof GoFunc) return undefined;
  if (value instanceof GoNil && (value.type.kind === 'func' || value.type.kind === 'chan')) return undefined;
  return value;
}

function followed(pointer: GoPointer): GoValue {
  const { target } = pointer;
  if (target instanceof GoPointer) return followed(target);
  return ownText(pointer) === undefined ? target : pointer;
}
