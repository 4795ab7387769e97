/** Keeps one copy of texts that many records share: namespaces, images, instance names. */
export type Interner = (text: string) => string;

/** Forgets everything once it holds `limit` texts: what is in use stays shared among the records that have it. */
export function createInterner(limit = 50_000): Interner {
  const known = new Map<string, string>();
  return (text) => {
    if (text === '') return '';
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= limit) known.clear();
    known.set(text, text);
    return text;
  };
}
