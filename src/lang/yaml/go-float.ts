/** Numbers as Go's YAML library writes them after a way through JSON. */
const MIN_INT64 = -(2n ** 63n);
const MAX_UINT64 = 2n ** 64n - 1n;

/** Integers of 64 bits in full, everything else in Go's shortest `%g`. */
export function goNumber(value: number | bigint): string {
  if (typeof value === 'bigint') return goInteger(value);
  // The digits that JSON shows decide: a double near 2^63 may read as an integer beyond it.
  const digits = String(value);
  return /^-?\d+$/.test(digits) ? goInteger(BigInt(digits)) : shortestG(value);
}

function goInteger(value: bigint): string {
  return value >= MIN_INT64 && value <= MAX_UINT64 ? String(value) : shortestG(Number(value));
}

/** A float as yaml.v3 writes it. */
export function goFloat(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  return Object.is(value, -0) ? '-0' : shortestG(value);
}

/** strconv.FormatFloat(x, 'g', -1, 64): an exponent of at least two digits below 1e-4 and from 1e6 on. */
function shortestG(value: number): string {
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
