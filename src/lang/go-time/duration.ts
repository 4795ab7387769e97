/** Go's `time.Duration`: signed 64-bit nanoseconds, written `1h2m3.5s`. */
import { quoteTimeText } from './quote-time-text.ts';

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  // U+00B5 and U+03BC.
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const LIMIT = 1n << 63n;

export type DurationReading =
  | { readonly kind: 'duration'; readonly nanoseconds: bigint }
  | { readonly kind: 'fault'; readonly message: string };

/** Reads `1h30m`, `-1.5s`, `0`; faults bear the texts of Go's `time.ParseDuration`. */
export function parseGoDuration(text: string): DurationReading {
  const negative = text.startsWith('-');
  const rest = text.replace(/^[+-]/, '');
  if (rest === '0') return { kind: 'duration', nanoseconds: 0n };
  if (rest === '') return fault('invalid duration', text);
  let total = 0n;
  for (let at = 0; at < rest.length; ) {
    const [piece = '', count = '', fraction = ''] = /^(\d*)\.?(\d*)/.exec(rest.slice(at)) ?? [];
    if (count === '' && fraction === '') return fault('invalid duration', text);
    if (count !== '' && BigInt(count) > LIMIT) return fault('invalid duration', text);
    at += piece.length;
    const unitName = /^[^.\d]*/.exec(rest.slice(at))?.[0] ?? '';
    if (unitName === '') return fault('missing unit in duration', text);
    const unit = Object.hasOwn(UNITS, unitName) ? UNITS[unitName] : undefined;
    if (unit === undefined) return fault(`unknown unit ${quoteTimeText(unitName)} in duration`, text);
    at += unitName.length;
    const amount = amountOf(count, fraction, unit);
    if (amount === undefined) return fault('invalid duration', text);
    total += amount;
    if (total > LIMIT) return fault('invalid duration', text);
  }
  if (!negative && total === LIMIT) return fault('invalid duration', text);
  return { kind: 'duration', nanoseconds: negative ? -total : total };
}

function amountOf(whole: string, fraction: string, unit: bigint): bigint | undefined {
  const count = whole === '' ? 0n : BigInt(whole);
  if (count > LIMIT / unit) return undefined;
  const digits = leadingFraction(fraction);
  const extra = digits.value === 0n ? 0n : BigInt(Math.trunc(Number(digits.value) * (Number(unit) / digits.scale)));
  const amount = count * unit + extra;
  return amount > LIMIT ? undefined : amount;
}

/** Digits beyond what 63 bits hold are dropped. */
function leadingFraction(text: string): { readonly value: bigint; readonly scale: number } {
  let value = 0n;
  let scale = 1;
  for (const digit of text) {
    if (value > (LIMIT - 1n) / 10n) break;
    const next = value * 10n + BigInt(digit);
    if (next > LIMIT) break;
    value = next;
    scale *= 10;
  }
  return { value, scale };
}

function fault(message: string, text: string): DurationReading {
  return { kind: 'fault', message: `time: ${message} ${quoteTimeText(text)}` };
}

/** As Go prints a duration: `1h0m0s`, `1m30s`, `1.5s`, `300ms`, `2µs`, `0s`. */
export function formatGoDuration(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return '0s';
  const sign = nanoseconds < 0n ? '-' : '';
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (size < 1_000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${decimal(size, 3)}µs`;
  if (size < 1_000_000_000n) return `${sign}${decimal(size, 6)}ms`;
  const seconds = decimal(size % 60_000_000_000n, 9);
  const minutes = size / 60_000_000_000n;
  if (minutes === 0n) return `${sign}${seconds}s`;
  if (minutes < 60n) return `${sign}${minutes}m${seconds}s`;
  return `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}s`;
}

function decimal(value: bigint, places: number): string {
  const digits = value.toString().padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  const whole = digits.slice(0, -places);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** Rounds to a multiple of `unit`, halves away from zero; what would leave 64 bits stays at the limit. */
export function roundGoDuration(nanoseconds: bigint, unit: bigint): bigint {
  if (unit <= 0n) return nanoseconds;
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const rest = size % unit;
  const rounded = rest + rest < unit ? size - rest : size - rest + unit;
  const result = nanoseconds < 0n ? -rounded : rounded;
  if (result > LIMIT - 1n) return LIMIT - 1n;
  return result < -LIMIT ? -LIMIT : result;
}
