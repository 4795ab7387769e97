/** Text in single quotes as the messages hold it. */
import { goQuote } from '../../base/go-quote.ts';

export function quoted(text: string): string {
  const inner = goQuote(text).slice(1, -1);
  return `'${inner.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** Each quoted, joined by commas. */
export function quotedList(texts: readonly string[]): string {
  return texts.map(quoted).join(', ');
}
