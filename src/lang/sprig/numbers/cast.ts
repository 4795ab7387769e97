/** Numbers from anything, by the rules of spf13/cast 1.7: what is no number is 0. */
import { GoInt, GoPointer, GoScalar, type GoValue, parseFloat64, parseInteger } from '../../go-value/index.ts';

const LOWEST = -(2n ** 63n);
const HIGHEST = 2n ** 63n - 1n;
/** Integer types with names of their own that still count as numbers. */
const NAMED_INTEGERS = new Set(['time.Month', 'time.Weekday']);

/** `cast.ToInt64`. Floats lose their fraction; what does not fit is the lowest number, as the processor has it. */
export function toInt64(value: GoValue): bigint {
  const direct = indirect(value);
  if (typeof direct === 'number') return truncated(direct);
  if (typeof direct === 'string') return integerOf(direct);
  if (typeof direct === 'boolean') return direct ? 1n : 0n;
  if (direct instanceof GoInt) return isPlainInteger(direct) ? BigInt.asIntN(64, direct.value) : 0n;
  if (!(direct instanceof GoScalar)) return 0n;
  if (direct.type.name === 'float32' && typeof direct.value === 'number') return truncated(direct.value);
  return direct.type.name === 'json.Number' ? integerOf(String(direct.value)) : 0n;
}

/** `cast.ToFloat64`. */
export function toFloat64(value: GoValue): number {
  const direct = indirect(value);
  if (typeof direct === 'number') return direct;
  if (typeof direct === 'string') return parseFloat64(direct) ?? 0;
  if (typeof direct === 'boolean') return direct ? 1 : 0;
  if (direct instanceof GoInt) return isPlainInteger(direct) ? Number(direct.value) : 0;
  if (!(direct instanceof GoScalar)) return 0;
  if (direct.type.name === 'float32' && typeof direct.value === 'number') return direct.value;
  return direct.type.name === 'json.Number' ? (parseFloat64(String(direct.value)) ?? 0) : 0;
}

function indirect(value: GoValue): GoValue {
  let direct = value;
  while (direct instanceof GoPointer) direct = direct.target;
  return direct;
}

function isPlainInteger({ type }: GoInt): boolean {
  return type.name === type.kind || NAMED_INTEGERS.has(type.name);
}

/** `int64(float)` on the processors that Go runs on most. */
function truncated(value: number): bigint {
  return Number.isFinite(value) && Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : LOWEST;
}

/** `0x10`, `010`, `1_000` are numbers, `1.00` too, `1.5` is none. */
function integerOf(text: string): bigint {
  const number = parseInteger(text.replace(/\.0+$/, ''));
  return number === undefined || number < LOWEST || number > HIGHEST ? 0n : number;
}
