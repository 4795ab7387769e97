/** fmt.Sprint and its sisters. */
import type { Meter } from '../budget.ts';
import { joinedText } from '../byte-text.ts';
import { GoInt, type GoValue } from '../go-value.ts';
import { floatText } from '../text/format-float.ts';
import { kindOf } from '../type-of.ts';
import { Printer } from './printer.ts';

/** `%v` of one value, without flags. */
export function displayText(value: GoValue, meter?: Meter): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return floatText(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value instanceof GoInt && value.type.text === undefined) return String(value.value);
  return joinedText(new Printer(meter).argument(value, 'v'));
}

/** fmt.Sprint: a space between two operands of which neither is a string. */
export function sprint(values: readonly GoValue[], meter?: Meter): string {
  let text = '';
  let wasString = true;
  for (const value of values) {
    const isString = kindOf(value) === 'string';
    text += `${isString || wasString ? '' : ' '}${displayText(value, meter)}`;
    wasString = isString;
  }
  return joinedText(text);
}

/** fmt.Sprintln: spaces between all, a line feed at the end. */
export function sprintln(values: readonly GoValue[], meter?: Meter): string {
  return joinedText(`${values.map((value) => displayText(value, meter)).join(' ')}\n`);
}
