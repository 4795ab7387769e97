/** The calls inside `std.format` in which a number is rendered, and those in which its width and precision are asked for. */
import type { Site } from '../../runtime/site.ts';
import { at, boundIn, laterIn, T, testSites } from './places.ts';
import type { FilledPart } from './render-number.ts';

export type Numeric = 'd' | 'o' | 'x' | 'e' | 'f' | 'g';

/** Where a value is asked for, and where it turns out to be none that can be used. */
export interface AskedNumber {
  readonly calls: readonly Site[];
  readonly wrongCalls: readonly Site[];
  readonly wrong: Site;
}

const CODE = 'function <format_code>';
const LATER = laterIn(CODE);
const FLOAT = 'function <render_float_dec>';
const SCIENTIFIC = 'function <render_float_sci>';
const [INTEGER, HEX] = ['function <render_int>', 'function <render_hex>'];
const [DEC2, HEX2] = [boundIn('dec2', INTEGER), boundIn('hex2', HEX)];
const [INTEGER_ZEROS, HEX_ZEROS] = [boundIn('zp2', INTEGER), boundIn('zp2', HEX)];
const FLOAT_ZEROS = boundIn('zp', FLOAT);
const STR = boundIn('str', FLOAT);
const LEFT = 'function <pad_left>';
const PADDING = 'function <padding>';

const BEGIN: Readonly<Record<Numeric, Site>> = {
  d: at('641:11-103', CODE),
  o: at('648:11-111', CODE),
  x: at('(654:11)-(660:32)', CODE),
  f: at('(666:11)-(672:35)', CODE),
  e: at('(678:11)-(685:35)', CODE),
  g: at('(703:13)-(709:56)', CODE),
};
const BEGIN_SCIENTIFIC_G = at('(693:13)-(700:41)', CODE);
const TO_SCIENTIFIC = at('626:7-78', SCIENTIFIC);
const TO_INTEGER = [at('557:80-84', INTEGER), at('556:20-43', DEC2)];
const TO_HEX = [at('577:80-84', HEX), at('576:22-45', HEX2)];
const TO_PADDING = [at('523:7-38', LEFT), at('519:7-17', PADDING)];
const TO_WIDTH = [at('515:12-13', 'function <aux>'), at('519:11-12', laterIn(PADDING)), at('523:15-16', laterIn(LEFT))];
const TO_INTEGER_ZEROS = [...TO_WIDTH, at('556:34-37', laterIn(DEC2)), at('555:19-42', INTEGER_ZEROS)];
const TO_HEX_ZEROS = [...TO_WIDTH, at('576:36-39', laterIn(HEX2)), at('574:19-42', HEX_ZEROS)];
const MAX_FIRST = testSites('number', at('880:9-24'), at('880:22-23', T));
const MAX_SECOND = testSites('number', at('882:14-29'), at('882:27-28', T));
const NOT_MAX_SECOND = at('883:7-71');
const PRECISION_OF_INTEGER = at('632:24-36', boundIn('iprec', CODE));
const PRECISION_OF_FLOAT = at('631:25-37', boundIn('fpprec', CODE));

/** To where a float or its mantissa is rendered. */
export function toFloat(conversion: 'e' | 'f' | 'g', isScientific: boolean): readonly Site[] {
  if (!isScientific) return [BEGIN[conversion]];
  return [conversion === 'g' ? BEGIN_SCIENTIFIC_G : BEGIN[conversion], TO_SCIENTIFIC];
}

/** From there to the text before the point. */
export function toWhole(hasFraction: boolean): readonly Site[] {
  return [at(hasFraction ? '610:11-14' : '612:11-14', FLOAT), at('604:19-73', STR), ...TO_INTEGER];
}

const TO_FRACTION = [at('610:76-84', FLOAT), at('609:28-82', boundIn('frac_str', FLOAT)), ...TO_INTEGER];

/** To the padding with zeros of a part of a number. */
export function zerosCalls(conversion: Numeric, part: FilledPart): readonly Site[] {
  return [...partCalls(conversion, part), ...TO_PADDING];
}

function partCalls(conversion: Numeric, part: FilledPart): readonly Site[] {
  if (conversion === 'x') return [BEGIN.x, ...TO_HEX];
  if (conversion === 'd' || conversion === 'o') return [BEGIN[conversion], ...TO_INTEGER];
  const inFloat = part.isFraction ? TO_FRACTION : toWhole(part.hasFraction);
  return [...toFloat(conversion, part.isScientific), ...inFloat];
}

/** Where a width turns out to be no number; it was asked for before. */
export function wrongWidth(conversion: Numeric, part: FilledPart): Pick<AskedNumber, 'wrongCalls' | 'wrong'> {
  const calls = zerosCalls(conversion, part);
  if (conversion === 'x') {
    const wrongCalls = [...calls, ...TO_HEX_ZEROS, ...MAX_FIRST, at('574:27-29', laterIn(HEX_ZEROS))];
    return { wrongCalls, wrong: at('572:18-69', boundIn('zp', HEX)) };
  }
  const wrongCalls = [...calls, ...TO_INTEGER_ZEROS, ...MAX_FIRST, at('555:27-29', laterIn(INTEGER_ZEROS))];
  const own = boundIn('zp', INTEGER);
  if (conversion === 'd' || conversion === 'o') return { wrongCalls, wrong: at('554:18-69', own) };
  const inFloat = [...wrongCalls, at('554:18-27', own), at('604:46-48', laterIn(STR))];
  if (!part.isScientific) return { wrongCalls: inFloat, wrong: at('603:18-33', FLOAT_ZEROS) };
  return {
    wrongCalls: [...inFloat, at('603:18-26', FLOAT_ZEROS), at('626:34-37', laterIn(SCIENTIFIC))],
    wrong: at('625:19-46', boundIn('zp2', SCIENTIFIC)),
  };
}

/** Where a precision is asked for and used; `isSmall`: below the exponent from which `%g` is scientific in any case. */
export function askedPrecision(conversion: Numeric, isSmall: boolean): AskedNumber {
  switch (conversion) {
    case 'd':
    case 'o':
      return ofInteger(conversion, at(conversion === 'd' ? '641:62-67' : '648:62-67', LATER));
    case 'x':
      return ofHex();
    case 'f':
      return ofFloat('f', [BEGIN.f, at('605:10-14', FLOAT), at('672:28-34', LATER)]);
    case 'e':
      return ofFloat('e', [BEGIN.e, ...TO_MANTISSA_PRECISION, at('685:28-34', LATER)]);
    case 'g':
      return isSmall ? ofSmall() : ofLarge();
  }
}

const TO_MANTISSA_PRECISION = [TO_SCIENTIFIC, at('605:10-14', FLOAT), at('626:73-77', laterIn(SCIENTIFIC))];
const WHOLE: FilledPart = { isFraction: false, isScientific: false, hasFraction: true };

function ofInteger(conversion: 'd' | 'o', variable: Site): AskedNumber {
  const calls = [...zerosCalls(conversion, WHOLE), ...TO_INTEGER_ZEROS];
  const second = [...MAX_SECOND, at('555:31-41', laterIn(INTEGER_ZEROS))];
  return { calls: [...calls, ...second, variable, PRECISION_OF_INTEGER], wrongCalls: calls, wrong: NOT_MAX_SECOND };
}

function ofHex(): AskedNumber {
  const calls = [...zerosCalls('x', WHOLE), ...TO_HEX_ZEROS];
  const second = [...MAX_SECOND, at('574:31-41', laterIn(HEX_ZEROS)), at('656:22-27', LATER)];
  return { calls: [...calls, ...second, PRECISION_OF_INTEGER], wrongCalls: calls, wrong: NOT_MAX_SECOND };
}

/** It is compared with nought first, which anything can be, and then subtracted where the width is. */
function ofFloat(conversion: 'e' | 'f', calls: readonly Site[]): AskedNumber {
  const part = { ...WHOLE, isScientific: conversion === 'e' };
  const zeros = [...zerosCalls(conversion, part), ...TO_INTEGER_ZEROS, ...MAX_FIRST];
  const own = [at('555:27-29', laterIn(INTEGER_ZEROS)), at('554:18-27', boundIn('zp', INTEGER))];
  return {
    calls: [...calls, PRECISION_OF_FLOAT],
    wrongCalls: [...zeros, ...own, at('604:46-48', laterIn(STR))],
    wrong: at('603:18-33', FLOAT_ZEROS),
  };
}

function ofSmall(): AskedNumber {
  const calls = [BEGIN_SCIENTIFIC_G, ...TO_MANTISSA_PRECISION];
  return {
    calls: [...calls, at('700:30-36', LATER), PRECISION_OF_FLOAT],
    wrongCalls: calls,
    wrong: at('700:30-40', LATER),
  };
}

function ofLarge(): AskedNumber {
  return { calls: [at('692:43-49', CODE), PRECISION_OF_FLOAT], wrongCalls: [], wrong: at('692:31-49', CODE) };
}
