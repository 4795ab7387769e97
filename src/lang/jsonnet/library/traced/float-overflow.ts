/** The calls in which a format of a float leaves what numbers hold: powers of ten and products are asked for late. */
import type { Machine } from '../../runtime/machine.ts';
import type { Site } from '../../runtime/site.ts';
import { goPow } from '../go-math.ts';
import { at, boundIn, laterIn, T, within } from './places.ts';

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

/** By way of the whole part. */
const BY_WHOLE: readonly Site[] = [
  ...[at('610:11-14', FLOAT), at('604:19-73', STR), at('557:80-84', INTEGER), at('556:20-43', DEC2)],
  ...[
    at('523:7-38', LEFT),
    at('519:7-17', PADDING),
    at('515:12-13', 'function <aux>'),
    at('519:11-12', laterIn(PADDING)),
  ],
  ...[at('523:19-34', laterIn(LEFT)), at('523:30-33', laterIn(laterIn(LEFT))), at('556:29-32', laterIn(DEC2))],
  ...[at('545:12-15', DEC), at('604:39-44', laterIn(STR)), at('600:36-70', WHOLE), at('600:46-55', laterIn(WHOLE))],
];
/** By way of the fraction, where zeros may be left out. */
const BY_FRACTION: readonly Site[] = [
  ...[
    at('608:24-28', FLOAT),
    at('601:20-54', ''),
    at('258:8-23'),
    at('31:17-28'),
    at('31:26-27', T),
    at('258:21-22', T),
  ],
  ...[at('601:20-40', FRACTION), at('601:30-39', laterIn(FRACTION))],
];
const TO_SCIENTIFIC = at('626:7-78', SCIENTIFIC);
const CALLS = {
  f: [at('(666:11)-(672:35)', CODE)],
  e: [at('(678:11)-(685:35)', CODE), TO_SCIENTIFIC],
  g: [at('(703:13)-(709:56)', CODE)],
} as const;

export interface Overflow {
  readonly conversion: 'e' | 'f' | 'g';
  readonly precision: number;
}

/** Never returns. */
export function throwOverflow(machine: Machine, { conversion, precision }: Overflow): never {
  const calls = [...CALLS[conversion], ...(conversion === 'g' ? BY_FRACTION : BY_WHOLE)];
  const isPower = !Number.isFinite(goPow(10, precision));
  const inner = isPower ? [...calls, at('599:39-50', NUMERATOR)] : calls;
  const place = isPower ? at('598:27-44', boundIn('denominator', FLOAT)) : at('599:25-50', NUMERATOR);
  return within(machine, inner, () => {
    throw machine.fault('Overflow', place);
  });
}
