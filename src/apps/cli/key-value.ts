/** Flags that hold `key=value`: labels and notes (surface §2.2). Pure. */
import { AppError } from '../../base/errors.ts';

export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

/** One `=` exactly. The last of two with one key counts. Throws `cli.key-value` (user). */
export function parseKeyValues(texts: readonly string[]): readonly KeyValue[] {
  const found = new Map<string, string>();
  for (const text of texts) {
    const [key, value, ...more] = text.split('=');
    if (key === undefined || value === undefined || more.length > 0) throw malformed(text);
    found.set(key, value);
  }
  return [...found].map(([key, value]) => ({ key, value }));
}

function malformed(text: string): AppError {
  const message = `labels should have key=value, but instead got: ${text}`;
  return new AppError({ code: 'cli.key-value', kind: 'user', message });
}
