/** Text in single quotes as the messages hold it. */
import { quote } from '../go-value/index.ts';

export function quoted(text: string): string {
  const inner = quote(text).slice(1, -1);
  return `'${inner.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** Each quoted, joined by commas. */
export function quotedList(texts: readonly string[]): string {
  return texts.map(quoted).join(', ');
}
