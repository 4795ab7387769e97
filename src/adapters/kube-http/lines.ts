/** Cuts a stream of bytes at newlines. Bytes of a line that came in several pieces are joined once, when it is whole. */
const NEWLINE = 0x0a;

/** Each line as text without its newline; a last line without newline counts, an empty one at the end does not. */
export async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  let pending: Buffer[] = [];
  for await (const piece of body) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      yield textOf(pending, bytes.subarray(start, end));
      if (pending.length > 0) pending = [];
      start = end + 1;
    }
    if (start < bytes.length) pending.push(bytes.subarray(start));
  }
  if (pending.length > 0) yield textOf(pending, Buffer.alloc(0));
}

function textOf(pending: readonly Buffer[], rest: Buffer): string {
  return (pending.length === 0 ? rest : Buffer.concat([...pending, rest])).toString('utf8');
}
