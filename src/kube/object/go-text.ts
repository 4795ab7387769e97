/** Values as Go prints them with `%v`: messages of the API server hold such text. */
import { isList, isObject, type Json } from '../../base/json-value.ts';
import { quote } from '../../lang/go-value/text/quote.ts';

/** `map[a:1 b:[x y]]`; keys in byte order, `<nil>` for null. */
export function goText(value: Json | undefined): string {
  if (value === null || value === undefined) return '<nil>';
  if (isList(value)) return `[${value.map(goText).join(' ')}]`;
  if (!isObject(value)) return String(value);
  const keys = Object.keys(value).sort();
  return `map[${keys.map((key) => `${key}:${goText(value[key])}`).join(' ')}]`;
}

/** A string as Go's `%q` writes it. */
export function quoted(text: string): string {
  return quote(text);
}
