/** FNV-1a, 32 bits, of a text in UTF-8 (draft-eastlake-fnv): short names that are equal for equal texts. */
export function fnv32a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
