/** Deltas as packs hold them (gitformat-pack, "Deltified representation"): pieces of a base and bytes of their own. */

/** A number of seven bits a byte, the lowest first, and where it ends; undefined where it breaks off or is too large. */
export function sizeAt(bytes: Buffer, at: number): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let end = at, factor = 1; factor < 2 ** 42; factor *= 128) {
    const byte = bytes[end];
    if (byte === undefined) return undefined;
    end += 1;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return { value, end };
  }
  return undefined;
}

/** What a delta makes of its base; undefined where it does not fit or makes more than `limit` bytes. */
export function applyDelta(base: Buffer, delta: Buffer, limit: number): Buffer | undefined {
  const from = sizeAt(delta, 0);
  const to = from === undefined ? undefined : sizeAt(delta, from.end);
  if (from === undefined || to === undefined || from.value !== base.length || to.value > limit) return undefined;
  const target = Buffer.alloc(to.value);
  let filled = 0;
  for (let at = to.end; at < delta.length; ) {
    const step = stepAt(delta, at);
    if (step === undefined) return undefined;
    const source = step.isOfBase ? base : delta;
    const end = step.from + step.length;
    if (end > source.length || filled + step.length > target.length) return undefined;
    filled += source.copy(target, filled, step.from, end);
    at = step.end;
  }
  return filled === target.length ? target : undefined;
}

interface Step {
  readonly isOfBase: boolean;
  readonly from: number;
  readonly length: number;
  /** Where the next one begins. */
  readonly end: number;
}

function stepAt(delta: Buffer, at: number): Step | undefined {
  const head = delta[at] ?? 0;
  // Reserved.
  if (head === 0) return undefined;
  if (head < 0x80) return { isOfBase: false, from: at + 1, length: head, end: at + 1 + head };
  let end = at + 1;
  let [from, length] = [0, 0];
  for (let bit = 0; bit < 7; bit += 1) {
    if ((head & (1 << bit)) === 0) continue;
    const byte = delta[end];
    if (byte === undefined) return undefined;
    end += 1;
    if (bit < 4) from += byte * 256 ** bit;
    else length += byte * 256 ** (bit - 4);
  }
  return { isOfBase: true, from, length: length === 0 ? 0x10000 : length, end };
}
