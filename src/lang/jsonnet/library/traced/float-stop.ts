/** The calls in which a format of a float leaves what numbers hold: powers of ten, products and quotients are asked for late. */
import type { Machine } from '../../runtime/machine.ts';
import type { Site } from '../../runtime/site.ts';
import { at, boundIn, laterIn, T, within } from './places.ts';
import type { FloatStop } from './render-number.ts';

const CODE = 'function <format_code>';
const FLOAT = 'function <render_float_dec>';
const SCIENTIFIC = 'function <render_float_sci>';
const INTEGER = 'function <render_int>';
const LEFT = 'function <pad_left>';
const PADDING = 'function <padding>';
const [STR, WHOLE, FRACTION, NUMERATOR] = ['str', 'whole', 'frac', 'numerator'].map((name) => boundIn(name, FLOAT)) as [
  string,
  string,
  string,
  string,
];
const [DEC, DEC2] = [boundIn('dec', INTEGER), boundIn('dec2', INTEGER)];

/** By way of the whole part, to where it is divided. */
const BY_WHOLE: readonly Site[] = [
  ...[at('604:19-73', STR), at('557:80-84', INTEGER), at('556:20-43', DEC2)],
  ...[
    at('523:7-38', LEFT),
    at('519:7-17', PADDING),
    at('515:12-13', 'function <aux>'),
    at('519:11-12', laterIn(PADDING)),
  ],
  ...[at('523:19-34', laterIn(LEFT)), at('523:30-33', laterIn(laterIn(LEFT))), at('556:29-32', laterIn(DEC2))],
  ...[at('545:12-15', DEC), at('604:39-44', laterIn(STR)), at('600:36-70', WHOLE)],
];
const TO_NUMERATOR = at('600:46-55', laterIn(WHOLE));
/** By way of the fraction, where zeros may be left out. */
const BY_FRACTION: readonly Site[] = [at('608:24-28', FLOAT), at('601:20-54', '')];
const TO_FRACTION: readonly Site[] = [
  ...[at('258:8-23'), at('31:17-28'), at('31:26-27', T), at('258:21-22', T)],
  ...[at('601:20-40', FRACTION), at('601:30-39', laterIn(FRACTION))],
];
const TO_SCIENTIFIC = at('626:7-78', SCIENTIFIC);
const CALLS = { f: '(666:11)-(672:35)', e: '(678:11)-(685:35)', g: '(703:13)-(709:56)' } as const;
const SCIENTIFIC_G = '(693:13)-(700:41)';

/** Never returns. */
export function throwStop(machine: Machine, conversion: 'e' | 'f' | 'g', stop: FloatStop): never {
  const begin = [
    at(conversion === 'g' && stop.isScientific ? SCIENTIFIC_G : CALLS[conversion], CODE),
    ...(stop.isScientific ? [TO_SCIENTIFIC] : []),
  ];
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
  const calls = [at(stop.keepsZeros ? '610:11-14' : '612:11-14', FLOAT), ...BY_WHOLE];
  if (stop.step === 'quotient') return { calls, place: at('600:46-69', laterIn(WHOLE)) };
  return product(stop, [...calls, TO_NUMERATOR]);
}

function byFraction(stop: FloatStop): StopPlace {
  if (stop.step === 'quotient') return { calls: BY_FRACTION, place: at('259:7-23') };
  return product(stop, [...BY_FRACTION, ...TO_FRACTION]);
}

function product({ step }: FloatStop, calls: readonly Site[]): StopPlace {
  if (step === 'numerator') return { calls, place: at('599:25-50', NUMERATOR) };
  return { calls: [...calls, at('599:39-50', NUMERATOR)], place: at('598:27-44', boundIn('denominator', FLOAT)) };
}
