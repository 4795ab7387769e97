/** Where Go's base64 decoder stops, in bytes; undefined where it reads all of a text. Line breaks count for nothing. */
export function base64Fault(text: string): number | undefined {
  const bytes = Buffer.from(text);
  let digits = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (isBreak(byte)) continue;
    if (byte === PADDING) return digits < 2 ? at : paddingFault(bytes, at, digits);
    if (!isDigit(byte)) return at;
    digits = (digits + 1) % 4;
  }
  return digits === 0 ? undefined : bytes.length - digits;
}

const PADDING = 0x3d;

/** After two digits a second `=` has to follow; then nothing. */
function paddingFault(bytes: Buffer, first: number, digits: number): number | undefined {
  let at = skipBreaks(bytes, first + 1);
  if (digits === 2) {
    if (at >= bytes.length) return bytes.length;
    if (bytes[at] !== PADDING) return at - 1;
    at = skipBreaks(bytes, at + 1);
  }
  return at < bytes.length ? at : undefined;
}

function skipBreaks(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && isBreak(bytes[at] ?? 0)) at += 1;
  return at;
}

function isBreak(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d;
}

function isDigit(byte: number): boolean {
  return /[A-Za-z0-9+/]/.test(String.fromCharCode(byte));
}
