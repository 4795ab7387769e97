/** Random bytes that follow from a seed: the same in each attempt of one render, and not to be told without the seed. */
import { createHash } from 'node:crypto';

/** The seed is asked for with the first bytes only. Blocks of SHA-256 over seed and counter. */
export function seededRandom(seed: () => Uint8Array): (bytes: number) => Uint8Array {
  let counter = 0;
  let rest: Uint8Array = new Uint8Array();
  return (bytes) => {
    const parts = [rest];
    for (let have = rest.length; have < bytes; have += 32) {
      counter += 1;
      parts.push(createHash('sha256').update(seed()).update(String(counter)).digest());
    }
    const all = Buffer.concat(parts);
    rest = all.subarray(bytes);
    return all.subarray(0, bytes);
  };
}
