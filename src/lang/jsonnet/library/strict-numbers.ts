/** Functions on numbers and booleans. */
import { expectBoolean, expectNumber, finite } from '../runtime/expect.ts';
import { modulo } from '../runtime/operators.ts';
import type { Value } from '../runtime/value.ts';
import {
  goAcos,
  goAsin,
  goAtan,
  goAtan2,
  goCos,
  goExp,
  goHypot,
  goLog,
  goPow,
  goRound,
  goSin,
  goTan,
  splitNumber,
} from './go-math.ts';
import { type Declared, strict } from './native.ts';

export const STRICT_NUMBERS: readonly Declared[] = [
  numeric('ceil', Math.ceil),
  numeric('floor', Math.floor),
  numeric('sqrt', Math.sqrt),
  numeric('sin', goSin),
  numeric('cos', goCos),
  numeric('tan', goTan),
  numeric('asin', goAsin),
  numeric('acos', goAcos),
  numeric('atan', goAtan),
  numeric('log', goLog),
  numeric('exp', goExp),
  numeric('mantissa', (x) => splitNumber(x).fraction),
  numeric('exponent', (x) => splitNumber(x).exponent),
  numeric('round', goRound),
  numericPair('hypot', 'x y', goHypot),
  numericPair('atan2', 'y x', goAtan2),
  numericPair('pow', 'x n', goPow),
  test('isEven', (x) => Math.trunc(x) % 2 === 0),
  test('isOdd', (x) => Math.trunc(x) % 2 !== 0),
  test('isInteger', (x) => Number.isInteger(x)),
  test('isDecimal', (x) => !Number.isInteger(x)),
  strict('modulo', 'x y', ({ machine, site }, values) => modulo(machine, values.at(0), values.at(1), site)),
  logical('xnor', (left, right) => left === right),
  logical('xor', (left, right) => left !== right),
];

function numeric(name: string, compute: (x: number) => number): Declared {
  return strict(name, 'x', ({ machine, site }, values) =>
    finite(machine, compute(expectNumber(machine, values.at(0), site)), site),
  );
}

function numericPair(name: string, parameters: string, compute: (x: number, y: number) => number): Declared {
  return strict(name, parameters, ({ machine, site }, values): Value => {
    const first = expectNumber(machine, values.at(0), site);
    return finite(machine, compute(first, expectNumber(machine, values.at(1), site)), site);
  });
}

function test(name: string, holds: (x: number) => boolean): Declared {
  return strict(name, 'x', ({ machine, site }, values) => holds(expectNumber(machine, values.at(0), site)));
}

function logical(name: string, compute: (left: boolean, right: boolean) => boolean): Declared {
  return strict(name, 'x y', ({ machine, site }, values) => {
    const left = expectBoolean(machine, values.at(0), site);
    return compute(left, expectBoolean(machine, values.at(1), site));
  });
}
