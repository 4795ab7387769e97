/** `tonumber`, which reads less than arithmetic does: a text without a point must be a whole number. */
import { parseFloatText, parseIntText } from '../runtime/number-text.ts';
import type { Results } from '../runtime/value.ts';
import type { Arguments } from './arguments.ts';

export function toNumber(args: Arguments): Results {
  const base = args.optionalInteger(2, 10);
  const value = args.any(1);
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  const text = value.replace(/^[ \n\t]+|[ \n\t]+$/g, '');
  if (text.includes('.')) return parseFloatText(text);
  if (args.at(2) === undefined && /^0x/i.test(text)) return parseIntText(text.slice(2), 16);
  return parseIntText(text, base);
}
