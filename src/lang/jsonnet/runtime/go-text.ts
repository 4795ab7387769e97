/** Bytes as Go makes characters of them: each byte that is no UTF-8 becomes one replacement character. */

export function goText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('utf8');
  return text.includes('\ufffd') ? slowly(buffer) : text;
}

function slowly(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    text += length === 0 ? '\ufffd' : bytes.toString('utf8', at, at + length);
    at += length || 1;
  }
  return text;
}

/** Bytes of the character that begins here; 0 where none does. */
function sequenceLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > bytes.length) return 0;
  const decoded = bytes.toString('utf8', at, at + length);
  const isOne = decoded.length === (length === 4 ? 2 : 1);
  const isReplacement = decoded === '\ufffd' && !(first === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd);
  return isOne && !isReplacement ? length : 0;
}
