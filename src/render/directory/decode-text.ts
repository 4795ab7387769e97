/** Bytes of a file as text: UTF-8, or UTF-16 where a byte order mark says so, as Argo CD reads manifests. */

/** The mark itself is left out. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return utf16(bytes.subarray(2));
  if (first === 0xfe && second === 0xff) return utf16(Buffer.from(evenLength(bytes.subarray(2))).swap16());
  const marked = first === 0xef && second === 0xbb && third === 0xbf;
  return asBuffer(marked ? bytes.subarray(3) : bytes).toString('utf8');
}

function utf16(bytes: Uint8Array): string {
  return asBuffer(evenLength(bytes)).toString('utf16le');
}

function evenLength(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, bytes.length & ~1);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
