/** The calls in which a format of a float leaves what numbers hold: powers of ten, products and quotients are asked for late. */
import type { Machine } from '../../runtime/machine.ts';
import type { Site } from '../../runtime/site.ts';
import { toFloat, toWhole } from './number-ways.ts';
import { at, boundIn, laterIn, T, tailAt, within } from './places.ts';
import type { FloatStop } from './render-number.ts';

const FLOAT = 'function <render_float_dec>';
const INTEGER = 'function <render_int>';
const LEFT = 'function <pad_left>';
const PADDING = 'function <padding>';
const [STR, WHOLE] = [boundIn('str', FLOAT), boundIn('whole', FLOAT)];
const [FRACTION, NUMERATOR] = [boundIn('frac', FLOAT), boundIn('numerator', FLOAT)];

/** By way of the whole part, to where it is divided. */
const TO_QUOTIENT: readonly Site[] = [
  ...[at('523:7-38', LEFT), at('519:7-17', PADDING), at('515:12-13', 'function <aux>')],
  ...[at('519:11-12', laterIn(PADDING)), at('523:19-34', laterIn(LEFT)), at('523:30-33', laterIn(laterIn(LEFT)))],
  ...[at('556:29-32', laterIn(boundIn('dec2', INTEGER))), at('545:12-15', boundIn('dec', INTEGER))],
  ...[at('604:39-44', laterIn(STR)), at('600:36-70', WHOLE)],
];
const TO_NUMERATOR = at('600:46-55', laterIn(WHOLE));
/** By way of the fraction, where zeros may be left out. */
const BY_FRACTION: readonly Site[] = [at('608:24-28', FLOAT), at('601:20-54', '')];
const TO_FRACTION: readonly Site[] = [
  ...[at('258:8-23'), at('31:17-28'), at('31:26-27', T), at('258:21-22', T)],
  ...[at('601:20-40', FRACTION), at('601:30-39', laterIn(FRACTION))],
];

/** Never returns. */
export function throwStop(machine: Machine, conversion: 'e' | 'f' | 'g', stop: FloatStop): never {
  const begin = toFloat(conversion, stop.isScientific);
  const { calls, place } = stop.isOfFraction ? byFraction(stop) : byWhole(stop);
  return within(machine, [...begin, ...calls], () => {
    throw machine.fault(stop.isDivisionByZero ? 'Division by zero.' : 'Overflow', place);
  });
}

interface StopPlace {
  readonly calls: readonly Site[];
  readonly place: Site;
}

function byWhole(stop: FloatStop): StopPlace {
  const calls = [...toWhole(stop.keepsZeros), ...TO_QUOTIENT];
  if (stop.step === 'quotient') return { calls, place: at('600:46-69', laterIn(WHOLE)) };
  return product(stop, [...calls, TO_NUMERATOR]);
}

function byFraction(stop: FloatStop): StopPlace {
  if (stop.step === 'quotient') return { calls: BY_FRACTION, place: tailAt('259:7-23') };
  return product(stop, [...BY_FRACTION, ...TO_FRACTION]);
}

function product({ step }: FloatStop, calls: readonly Site[]): StopPlace {
  if (step === 'numerator') return { calls, place: at('599:25-50', NUMERATOR) };
  return { calls: [...calls, at('599:39-50', NUMERATOR)], place: at('598:27-44', boundIn('denominator', FLOAT)) };
}
