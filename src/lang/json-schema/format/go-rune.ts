/** One character as Go's `%q` writes it. */
import { goQuote } from '../../../base/go-quote.ts';

export function goRune(character: string): string {
  if (character === "'") return "'\\''";
  const inner = goQuote(character).slice(1, -1);
  return inner === '\\"' ? `'"'` : `'${inner}'`;
}
