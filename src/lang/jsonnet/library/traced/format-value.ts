/** One value in one code of a format. */

import { floatText } from '../../../go-value/text/format-float.ts';
import type { Machine } from '../../runtime/machine.ts';
import { textOf } from '../../runtime/manifest.ts';
import type { Site } from '../../runtime/site.ts';
import { textLength } from '../../runtime/text.ts';
import { force, type Lazy } from '../../runtime/thunk.ts';
import { typeOf, type Value } from '../../runtime/value.ts';
import { throwStop } from './float-stop.ts';
import { zeros } from './format-padding.ts';
import { askedPrecision, type Numeric, wrongWidth, zerosCalls } from './number-ways.ts';
import type { Conversion, FormatCode } from './parse-format.ts';
import { at, laterIn, passed, through, within } from './places.ts';
import {
  decimalExponent,
  type Fill,
  type FloatShape,
  type FloatStop,
  renderDecimal,
  renderHex,
  renderInteger,
  renderScientific,
  WHOLE_NUMBER,
} from './render-number.ts';

const CODE = 'function <format_code>';
const LATER = laterIn(CODE);

interface ConversionPlaces {
  /** Where the value is asked for first, and the variable there. */
  readonly call: Site;
  readonly variable: Site;
  readonly fault: Site;
}

function numeric(line: number, end: string): ConversionPlaces {
  const fault = `(${line + 1}:11)-(${line + 2}:${end})`;
  return { call: at(`${line}:12-25`, CODE), variable: at(`${line}:21-24`, LATER), fault: at(fault, CODE) };
}

const TEXT: ConversionPlaces = {
  call: at('635:9-26', CODE),
  variable: at('635:22-25', LATER),
  fault: at('635:9-26', CODE),
};
const CHARACTER: ConversionPlaces = {
  call: at('711:12-25', CODE),
  variable: at('711:21-24', LATER),
  fault: at('719:11-69', CODE),
};

const PLACES: Readonly<Record<Conversion, ConversionPlaces>> = {
  s: TEXT,
  '%': TEXT,
  c: CHARACTER,
  d: numeric(637, '47'),
  o: numeric(643, '47'),
  x: numeric(650, '47'),
  f: numeric(662, '47'),
  e: numeric(674, '47'),
  g: numeric(687, '47'),
};

export interface Formatted {
  readonly code: FormatCode;
  readonly value: Lazy;
  /** Where the variable of the value stands. */
  readonly variable: Site;
  /** Where zeros are put before the value; what is no number is told then. */
  readonly width: Value;
  readonly precision: Lazy | undefined;
  readonly precisionPlace: Site;
  /** What messages call the value: its index or name. */
  readonly label: number | string;
}

/** Without padding by blanks. */
export function formatValue(machine: Machine, formatted: Formatted): string {
  const { code } = formatted;
  const places = PLACES[code.conversion];
  const value = force(passed(passed(formatted.value, formatted.variable), places.variable), machine, places.call);
  if (code.conversion === 's') return textOf(machine, value, places.call);
  if (code.conversion === 'c') return characterOf(machine, value);
  if (typeof value === 'number') return numberOf(machine, value, formatted);
  throw machine.fault(`Format required number at ${formatted.label}, got ${typeOf(value)}`, places.fault);
}

function characterOf(machine: Machine, value: Value): string {
  const place = at('712:11-24', CODE);
  if (typeof value === 'number') {
    if (value > 0x10ffff) throw machine.fault(`Invalid unicode codepoint, got ${floatText(value)}`, place);
    if (value < 0) throw machine.fault(`Codepoints must be >= 0, got ${floatText(value)}`, place);
    const point = Math.trunc(value);
    return point >= 0xd800 && point <= 0xdfff ? '\ufffd' : String.fromCodePoint(point);
  }
  if (typeof value !== 'string')
    throw machine.fault(`%c expected number / string, got: ${typeOf(value)}`, CHARACTER.fault);
  if (textLength(value) === 1) return value;
  throw machine.fault(`%c expected 1-sized string got: ${textLength(value)}`, at('717:13-71', CODE));
}

function numberOf(machine: Machine, value: number, formatted: Formatted): string {
  const { code, width } = formatted;
  const { flags, isUpper } = code;
  const precision = precisionOf(machine, value, formatted);
  const known = typeof width === 'number' ? width : Number.NaN;
  const filled = flags.zero && !flags.left ? known : 0;
  const shape = { zeros: filled, fill: fillOf(machine, formatted), blank: flags.blank, plus: flags.plus };
  const digits = precision ?? 0;
  if (code.conversion === 'x')
    return renderHex(Math.floor(value), { ...shape, digits, hasPrefix: flags.alternative, isUpper });
  if (code.conversion === 'd' || code.conversion === 'o') {
    const isOctal = code.conversion === 'o';
    const prefix = isOctal && flags.alternative ? '0' : '';
    const integer = { ...shape, digits, radix: isOctal ? 8 : 10, prefix, part: WHOLE_NUMBER };
    return renderInteger(value <= -1, Math.floor(Math.abs(value)), integer);
  }
  const float = { ...shape, keepsPoint: flags.alternative, keepsZeros: true, precision: precision ?? 6 };
  const text = floatOf(value, code, float);
  if (typeof text === 'string') return text;
  const conversion = code.conversion === 'e' || code.conversion === 'g' ? code.conversion : 'f';
  return throwStop(machine, conversion, text);
}

/** Asked for when the value turned out to be a number; null is none. */
function precisionOf(machine: Machine, value: number, formatted: Formatted): number | undefined {
  if (formatted.precision === undefined) return undefined;
  const { calls, wrongCalls, wrong } = askedPrecision(numericOf(formatted.code), decimalExponent(value) < -4);
  const precision = through(machine, formatted.precision, [...calls, formatted.precisionPlace]);
  if (precision === null) return undefined;
  if (typeof precision === 'number') return precision;
  // A width that is no number either is found first, but with %g.
  const { zero, left } = formatted.code.flags;
  if (zero && !left && typeof formatted.width !== 'number' && formatted.code.conversion !== 'g') return 0;
  return within(machine, wrongCalls, () => {
    const isInteger = 'dox'.includes(formatted.code.conversion);
    const problem = isInteger ? 'std.max second param expected number, got ' : 'Unexpected type ';
    throw machine.fault(`${problem}${typeOf(precision)}${isInteger ? '' : ', expected number'}`, wrong);
  });
}

/** Fills with zeros; a width that is no number is found out here. */
function fillOf(machine: Machine, { code, width }: Formatted): Fill {
  const conversion = numericOf(code);
  return (text, length, part) => {
    if (!Number.isNaN(length)) return zeros(machine, zerosCalls(conversion, part), length - text.length) + text;
    const { wrongCalls, wrong } = wrongWidth(conversion, part);
    return within(machine, wrongCalls, () => {
      throw machine.fault(`Unexpected type ${typeOf(width)}, expected number`, wrong);
    });
  };
}

function numericOf({ conversion }: FormatCode): Numeric {
  return conversion === 's' || conversion === 'c' || conversion === '%' ? 'd' : conversion;
}

function floatOf(value: number, { conversion, isUpper, flags }: FormatCode, shape: FloatShape): string | FloatStop {
  if (conversion === 'f') return renderDecimal(value, shape);
  if (conversion === 'e') return renderScientific(value, { ...shape, isUpper });
  const exponent = decimalExponent(value);
  const keepsZeros = flags.alternative;
  if (exponent < -4 || exponent >= shape.precision)
    return renderScientific(value, { ...shape, keepsZeros, isUpper, precision: shape.precision - 1 });
  return renderDecimal(value, { ...shape, keepsZeros, precision: shape.precision - Math.max(1, exponent + 1) });
}
