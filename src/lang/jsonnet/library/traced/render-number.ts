/** Numbers in the formats of `std.format`: the same steps in the same order, so that roundings are the same. */

import { numberText } from '../../runtime/manifest.ts';
import { goLog, goPow } from '../go-math.ts';

/** A part of a number that is filled with zeros. */
export interface FilledPart {
  /** Behind the point. */
  readonly isFraction: boolean;
  readonly isScientific: boolean;
  /** Whether there is something behind the point. */
  readonly hasFraction: boolean;
}

/** The text with zeros before it up to a length. */
export type Fill = (text: string, length: number, part: FilledPart) => string;

export interface Shape {
  /** Characters of the whole, filled with zeros. Not a number where the width was none: `fill` is told. */
  readonly zeros: number;
  readonly fill: Fill;
  readonly blank: boolean;
  readonly plus: boolean;
}

export interface IntegerShape extends Shape {
  readonly digits: number;
  readonly radix: number;
  readonly prefix: string;
  readonly part: FilledPart;
}

export const WHOLE_NUMBER: FilledPart = { isFraction: false, isScientific: false, hasFraction: false };

/** A number whose size is a whole one. */
export function renderInteger(isNegative: boolean, size: number, shape: IntegerShape): string {
  let digits = size === 0 ? '0' : '';
  for (let rest = size; rest !== 0; rest = Math.floor(rest / shape.radix))
    digits = numberText(rest % shape.radix) + digits;
  const text = size === 0 ? digits : shape.prefix + digits;
  return signOf(isNegative, shape) + shape.fill(text, Math.max(zerosOf(isNegative, shape), shape.digits), shape.part);
}

function signOf(isNegative: boolean, { blank, plus }: Shape): string {
  return isNegative ? '-' : plus ? '+' : blank ? ' ' : '';
}

function zerosOf(isNegative: boolean, { zeros, blank, plus }: Shape): number {
  return zeros - (isNegative || blank || plus ? 1 : 0);
}

export interface HexShape extends Shape {
  readonly digits: number;
  readonly hasPrefix: boolean;
  readonly isUpper: boolean;
}

export function renderHex(value: number, shape: HexShape): string {
  const isNegative = value < 0;
  let digits = '';
  for (let rest = Math.abs(value); rest !== 0; rest = Math.floor(rest / 16)) digits = (rest % 16).toString(16) + digits;
  const zeros = Math.max(zerosOf(isNegative, shape) - (shape.hasPrefix ? 2 : 0), shape.digits);
  const text = shape.fill(digits === '' ? '0' : digits, zeros, WHOLE_NUMBER);
  const all = (shape.hasPrefix ? '0x' : '') + text;
  return signOf(isNegative, shape) + (shape.isUpper ? all.toUpperCase() : all);
}

export interface FloatShape extends Shape {
  readonly keepsPoint: boolean;
  readonly keepsZeros: boolean;
  readonly precision: number;
}

/** Where the steps leave what numbers hold, and how they came there. */
export interface FloatStop {
  readonly step: 'denominator' | 'numerator' | 'quotient';
  readonly isDivisionByZero: boolean;
  /** By way of the fraction, which is asked for first where zeros may be left out. */
  readonly isOfFraction: boolean;
  /** Where zeros are kept the text is put together elsewhere. */
  readonly keepsZeros: boolean;
  readonly isScientific: boolean;
}

export function renderDecimal(value: number, shape: FloatShape, isScientific = false): string | FloatStop {
  const { precision, keepsPoint, keepsZeros } = shape;
  const denominator = goPow(10, precision);
  const numerator = Math.abs(value) * denominator + 0.5;
  const quotient = numerator / denominator;
  if (!Number.isFinite(numerator) || !Number.isFinite(quotient)) return stopAt(denominator, numerator, keepsZeros);
  const whole = value === 0 ? 0 : Math.floor(quotient);
  const fraction = Math.floor(numerator) % denominator;
  const zeros = shape.zeros - precision - (precision === 0 && !keepsPoint ? 0 : 1);
  const hasFraction = keepsZeros || fraction > 0;
  const part = { isFraction: false, isScientific, hasFraction };
  const text = renderInteger(value < 0, whole, { ...shape, ...DECIMAL, part, zeros });
  if (precision === 0) return keepsPoint ? `${text}.` : text;
  if (!hasFraction) return text;
  const behind = { ...DECIMAL, fill: shape.fill, part: { ...part, isFraction: true }, zeros: precision };
  const digits = renderInteger(false, fraction, { ...behind, blank: false, plus: false });
  return `${text}.${keepsZeros ? digits : digits.replace(/0+$/, '')}`;
}

function stopAt(denominator: number, numerator: number, keepsZeros: boolean): FloatStop {
  const step = !Number.isFinite(denominator) ? 'denominator' : !Number.isFinite(numerator) ? 'numerator' : 'quotient';
  const isDivisionByZero = denominator === 0;
  // A fraction can be had of any denominator but none.
  const isOfFraction = !keepsZeros && (step !== 'quotient' || isDivisionByZero);
  return { step, isDivisionByZero, isOfFraction, keepsZeros, isScientific: false };
}

const DECIMAL = { digits: 0, radix: 10, prefix: '' };

/** As `std.format` finds it, by logarithms. */
export function decimalExponent(value: number): number {
  return value === 0 ? 0 : Math.floor(goLog(Math.abs(value)) / Math.log(10));
}

export function renderScientific(value: number, shape: FloatShape & { readonly isUpper: boolean }): string | FloatStop {
  const exponent = decimalExponent(value);
  const power = `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  const suffix = (shape.isUpper ? 'E' : 'e') + power;
  const mantissa = exponent === -324 ? (value * 10) / goPow(10, exponent + 1) : value / goPow(10, exponent);
  const text = renderDecimal(mantissa, { ...shape, zeros: shape.zeros - suffix.length }, true);
  return typeof text === 'string' ? text + suffix : { ...text, isScientific: true };
}
