/** Formats: `%` and `std.format`. */
import fc from 'fast-check';
import { hardValue } from './hard-values.fixture.ts';
import { wordsOf } from './words-of.fixture.ts';

const format = fc
  .record({
    key: fc.constantFrom('', '', '', '(a)', '(b)', '(', '()', '(a', '(é)'),
    flags: fc.array(fc.constantFrom('#', '0', '-', ' ', '+'), { maxLength: 3 }).map((flags) => flags.join('')),
    width: fc.constantFrom('', '', '1', '5', '12', '*'),
    precision: fc.constantFrom('', '', '.', '.0', '.1', '.3', '.10', '.*'),
    size: fc.constantFrom('', '', '', 'l', 'h', 'L'),
    conversion: fc.constantFrom(...'diouxXeEfFgGcs%rzé'.split('')),
  })
  .map(
    ({ key, flags, width, precision, size, conversion }) => `%${key}${flags}${width}${precision}${size}${conversion}`,
  );
/** Formats, broken ones too, with anything. */
export const formatted: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(format, { minLength: 1, maxLength: 3 }),
    fc.array(hardValue, { maxLength: 5 }),
    fc.constantFrom<'list' | 'one' | 'object' | 'call'>('list', 'list', 'list', 'one', 'object', 'call'),
    fc.constantFrom('|', 'é', '', ' %% '),
  )
  .map(([formats, values, shape, separator]) => {
    const [one = '1', other = '2'] = values;
    const list = `[${values.join(', ')}]`;
    const text = JSON.stringify(formats.join(separator));
    if (shape === 'call') return `std.format(${text}, ${list})`;
    return `${text} % ${{ list, one: `(${one})`, object: `{a: ${one}, b: ${other}}` }[shape]}`;
  });
const numberFormat = fc
  .record({
    flags: fc.array(fc.constantFrom('#', '0', '-', ' ', '+'), { maxLength: 3 }).map((flags) => flags.join('')),
    width: fc.constantFrom('', '', '1', '5', '12', '25', '*'),
    precision: fc.constantFrom('', '', '.', '.0', '.1', '.3', '.10', '.17', '.*'),
    conversion: fc.constantFrom(...'diouxXeEfFgGcs'.split('')),
    starWidth: fc.integer({ min: -3, max: 20 }),
    starPrecision: fc.integer({ min: -1, max: 18 }),
    number: fc.oneof(
      fc.constantFrom(
        ...wordsOf`
    0¦-0¦1¦-1¦0.5¦1.5¦2.5¦-0.5¦1e15¦1e16¦1e17¦1e20¦1e21¦123456789¦0.0001¦0.00001¦1e-5¦1e-320¦1e308¦-1e308¦9.995¦99.95¦0.1¦1/3
    2/3¦1e100¦9007199254740993¦255¦4294967296¦-4294967297¦1e22
  `,
      ),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.integer().map((whole) => String(whole / 1000)),
    ),
  })
  .map(({ flags, width, precision, conversion, starWidth, starPrecision, number }) => {
    const values = [...(width === '*' ? [starWidth] : []), ...(precision === '.*' ? [starPrecision] : []), number];
    return `"%${flags}${width}${precision}${conversion}" % [${values.join(', ')}]`;
  });
/** Formats of numbers that fit. */
export const numberFormats: fc.Arbitrary<string> = fc
  .array(numberFormat, { minLength: 1, maxLength: 2 })
  .map((all) => (all.length === 1 ? all.join('') : `[${all.join(', ')}]`));
