/** Rules of schemas about single texts and numbers: lengths, patterns, formats, bounds. */
import { goFloat } from '../../base/go-float.ts';
import type { Json, JsonObject } from '../../base/json-value.ts';
import { patternFault } from '../../base/regexp/pattern-fault.ts';
import { compilePattern } from '../../base/regexp/regexp.ts';
import { fitsFormat, isKnownFormat } from './formats.ts';
import { counted, FINE, together, unfit, type Verdict, wrong } from './verdict.ts';

/** Length and pattern of a text; the server stops at the first fault. */
export function textVerdict(value: string, schema: JsonObject, path: string): Verdict {
  const { minLength, maxLength, pattern } = schema;
  const length = [...value].length;
  if (typeof maxLength === 'number' && length > maxLength) {
    return wrong(
      path,
      `Too long: may not be more than ${maxLength} ${maxLength === 1 ? 'byte' : 'bytes'}`,
      'FieldValueTooLong',
    );
  }
  if (typeof minLength === 'number' && length < minLength) {
    return unfit(path, value, `${path} in body should be at least ${minLength} chars long`);
  }
  if (typeof pattern !== 'string' || pattern === '') return FINE;
  const compiled = compilePattern(pattern);
  if (compiled === undefined) {
    const shown = `${pattern}, but pattern is invalid: ${patternFault(pattern) ?? 'too long'}`;
    return unfit(path, value, `${path} in body should match '${shown}'`);
  }
  return compiled.matches(value) ? FINE : unfit(path, value, `${path} in body should match '${pattern}'`);
}

/** The format of a text; nothing where the server does not check it. */
export function formatVerdict(value: string, { format }: JsonObject, path: string): readonly Verdict[] {
  if (typeof format !== 'string' || format === '' || !isKnownFormat(format)) return [];
  if (fitsFormat(value, format)) return [FINE];
  const text = JSON.stringify(value);
  const message = `Invalid value: ${text}: ${path} in body must be of type ${format}: ${text}`;
  return [wrong(path, message, 'FieldValueTypeInvalid')];
}

/** Factor and bounds of a number. Bounds of a whole number are whole, without their fraction. */
export function numberVerdict(value: number | bigint, schema: JsonObject, path: string): Verdict {
  const whole = typeof value === 'bigint' || Number.isInteger(value);
  const limit = (name: string): number | undefined => {
    const given = schema[name];
    if (!isNumber(given)) return undefined;
    return whole ? Math.trunc(Number(given)) : Number(given);
  };
  const factor = limit('multipleOf');
  const bound = (name: string, exclusive: string, isMost: boolean): Verdict => {
    const given = limit(name);
    if (given === undefined) return FINE;
    return boundVerdict(value, { limit: given, exclusive: schema[exclusive] === true, isMost }, path);
  };
  return counted(
    together([
      factor === undefined ? FINE : factorVerdict(value, factor, path),
      bound('minimum', 'exclusiveMinimum', false),
      bound('maximum', 'exclusiveMaximum', true),
    ]),
  );
}

function factorVerdict(value: number | bigint, factor: number, path: string): Verdict {
  if (factor <= 0) {
    return unfit(path, factor, `factor MultipleOf declared for ${path} must be positive: ${goFloat(factor)}`);
  }
  return isMultiple(value, factor)
    ? FINE
    : unfit(path, value, `${path} in body should be a multiple of ${goFloat(factor)}`);
}

function isMultiple(value: number | bigint, factor: number): boolean {
  if (typeof value === 'bigint') return value % BigInt(factor) === 0n;
  return Number.isInteger(value) ? value % factor === 0 : Number.isInteger(quotient(value, factor));
}

/** Division by a fraction is done by its inverse, which is exact where the fraction is a tenth. */
function quotient(value: number, factor: number): number {
  const times = factor < 1 ? (1 / factor) * value : value / factor;
  const near = Math.round(times);
  return Math.abs(times - near) < 1e-9 * Math.min(Math.abs(times), Math.abs(near)) ? near : times;
}

interface Bound {
  readonly limit: number;
  readonly exclusive: boolean;
  readonly isMost: boolean;
}

function boundVerdict(value: number | bigint, { limit, exclusive, isMost }: Bound, path: string): Verdict {
  const beyond = isMost ? value > limit : value < limit;
  // A bigint equals a number of the same value only loosely.
  const equal = !(value > limit) && !(value < limit);
  if (!beyond && !(exclusive && equal)) return FINE;
  const how = `${isMost ? 'less' : 'greater'} than ${exclusive ? '' : 'or equal to '}`;
  return unfit(path, value, `${path} in body should be ${how}${goFloat(limit)}`);
}

function isNumber(value: Json | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}
