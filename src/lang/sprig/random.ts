/** Random choices from the entropy of a call. */
import type { CallContext } from '../go-value/index.ts';

/** A whole number from 0 up to and without `limit`, each as likely as any other. */
export function randomBelow(context: CallContext, limit: number): number {
  const bits = Math.ceil(Math.log2(limit));
  const bytes = Math.max(1, Math.ceil(bits / 8));
  const values = 256 ** bytes;
  const fair = values - (values % limit);
  for (;;) {
    const drawn = context.random(bytes).reduce((sum, byte) => sum * 256 + byte, 0);
    if (drawn < fair) return drawn % limit;
  }
}

/** As many characters of an alphabet. */
export function randomText(context: CallContext, alphabet: string, count: number): string {
  if (count <= 0) return '';
  context.budget.take(count);
  context.budget.step(count);
  const fair = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < count) {
    for (const byte of context.random(Math.min(count - text.length, 4096))) {
      if (byte < fair) text += alphabet.charAt(byte % alphabet.length);
    }
  }
  return text;
}

/** The same elements in a random order. */
export function shuffled<T>(context: CallContext, items: readonly T[]): readonly T[] {
  const result = [...items];
  for (let index = result.length - 1; index > 0; index--) {
    const other = randomBelow(context, index + 1);
    const [a, b] = [result[index], result[other]];
    if (a === undefined || b === undefined) continue;
    result[index] = b;
    result[other] = a;
  }
  return result;
}
