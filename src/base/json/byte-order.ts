/** Order of text as Go sorts it: by UTF-8 bytes, which is the order of code points, not of UTF-16 units. */
const SURROGATE = /[\ud800-\udfff]/;

/** Negative, zero or positive, for `sort`. */
export function compareBytes(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

/** A copy in byte order. */
export function sortedTexts(texts: Iterable<string>): string[] {
  const list = [...texts];
  if (isSorted(list)) return list;
  return list.some((text) => SURROGATE.test(text)) ? list.sort(compareBytes) : list.sort();
}

/** Many lists are in order already; sorting copies. */
function isSorted(list: readonly string[]): boolean {
  for (let at = 1; at < list.length; at++) {
    if (compareBytes(list[at - 1] ?? '', list[at] ?? '') > 0) return false;
  }
  return true;
}

/** The own keys of an object in byte order. */
export function sortedKeys(object: object): string[] {
  return sortedTexts(Object.keys(object));
}

/** Surrogates stand for code points above all others. */
function rank(unit: number): number {
  if (unit >= 0xe000) return unit - 0x800;
  return unit >= 0xd800 ? unit + 0x2000 : unit;
}
