/** Values as they are stored: a mark, then the bytes, packed where that saves room. */
import { gunzipSync, gzipSync } from 'node:zlib';

const PLAIN = 0;
const PACKED = 1;
/** Smaller values do not get smaller. */
const WORTH_PACKING = 512;

export function packed(value: Uint8Array): Buffer {
  if (value.length >= WORTH_PACKING) {
    const small = gzipSync(value, { level: 1 });
    if (small.length < value.length) return Buffer.concat([Buffer.of(PACKED), small]);
  }
  return Buffer.concat([Buffer.of(PLAIN), value]);
}

/** Undefined for what this program did not write, and for what unpacks to more than `limit` bytes. */
export function unpacked(stored: Uint8Array, limit: number): Uint8Array | undefined {
  const body = stored.subarray(1);
  if (stored[0] === PLAIN) return body;
  if (stored[0] !== PACKED) return undefined;
  try {
    return gunzipSync(body, { maxOutputLength: limit });
  } catch {
    return undefined;
  }
}
