/** The text of a value as sprig's functions see it. */
import { BYTES, decodeText, displayText, GoBytes, type GoValue, type Meter, sameType } from '../go-value/index.ts';
import { itemsOf } from './items.ts';

/** Bytes are their text; everything else is as `%v` prints it. */
export function plainText(value: GoValue, meter?: Meter): string {
  if (typeof value === 'string') return value;
  if (value instanceof GoBytes && sameType(value.type, BYTES)) return decodeText(value.bytes);
  return displayText(value, meter);
}

/** The texts of a list without its nils; of anything else its own text, of nil none. */
export function plainTexts(value: GoValue, meter?: Meter): readonly string[] {
  const items = itemsOf(value);
  if (items !== undefined) return items.filter((item) => item !== null).map((item) => plainText(item, meter));
  return value === null ? [] : [plainText(value, meter)];
}
