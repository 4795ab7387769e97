/** The decimal arithmetic of `addf`, `subf`, `mulf` and `divf`, as shopspring/decimal does it: 0.1 and 0.2 make 0.3. */
import { displayText, GoError } from '../../go-value/index.ts';

/** value × 10^exponent. */
interface Decimal {
  readonly value: bigint;
  readonly exponent: number;
}

export type DecimalOperator = 'add' | 'subtract' | 'multiply' | 'divide';

/** Digits after the point that a quotient is rounded to. */
const PRECISION = 16;

/** One number after the other is applied to the first one. Infinite numbers and division by zero fail. */
export function calculate(operator: DecimalOperator, first: number, others: readonly number[]): number {
  let result = decimalOf(first);
  for (const other of others) result = OPERATIONS[operator](result, decimalOf(other));
  return Number(`${result.value}e${result.exponent}`);
}

/** The shortest digits that are this number. */
function decimalOf(value: number): Decimal {
  if (!Number.isFinite(value)) throw new GoError(`Cannot create a Decimal from ${displayText(value)}`);
  const [digits = '0', exponent = '0'] = value.toExponential().split('e');
  const [whole = '0', fraction = ''] = digits.split('.');
  if (value === 0) return { value: 0n, exponent: 0 };
  return { value: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

const OPERATIONS: Readonly<Record<DecimalOperator, (a: Decimal, b: Decimal) => Decimal>> = {
  add: (a, b) => aligned(a, b, (x, y) => x + y),
  subtract: (a, b) => aligned(a, b, (x, y) => x - y),
  multiply: (a, b) => ({ value: a.value * b.value, exponent: a.exponent + b.exponent }),
  divide,
};

function aligned(a: Decimal, b: Decimal, join: (x: bigint, y: bigint) => bigint): Decimal {
  const exponent = Math.min(a.exponent, b.exponent);
  const scaled = (decimal: Decimal) => decimal.value * 10n ** BigInt(decimal.exponent - exponent);
  return { value: join(scaled(a), scaled(b)), exponent };
}

/** Rounded half away from zero. */
function divide(a: Decimal, b: Decimal): Decimal {
  if (b.value === 0n) throw new GoError('decimal division by 0');
  const shift = a.exponent - b.exponent + PRECISION;
  const over = shift > 0 ? a.value * 10n ** BigInt(shift) : a.value;
  const under = shift < 0 ? b.value * 10n ** BigInt(-shift) : b.value;
  const quotient = over / under;
  const rest = over % under;
  const doubled = rest < 0n ? -2n * rest : 2n * rest;
  const size = under < 0n ? -under : under;
  const step = over < 0n === under < 0n ? 1n : -1n;
  return { value: doubled < size ? quotient : quotient + step, exponent: -PRECISION };
}
