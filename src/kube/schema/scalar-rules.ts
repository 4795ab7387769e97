/** Rules of schemas about single texts and numbers: lengths, patterns, formats, bounds. */
import { RE2JS } from 're2js';
import { stringifyJson } from '../../base/json/stringify.ts';
import type { Json, JsonObject } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';

/** What is wrong with a text or number by the schema's keywords for it. */
export function wrongScalar(value: Json, schema: JsonObject, path: string): readonly FieldCause[] {
  if (typeof value === 'string') return wrongText(value, schema, path);
  return typeof value === 'number' || typeof value === 'bigint' ? wrongNumber(value, schema, path) : [];
}

function wrongText(value: string, schema: JsonObject, path: string): readonly FieldCause[] {
  const { minLength, maxLength, pattern, format } = schema;
  const causes: FieldCause[] = [];
  const length = [...value].length;
  // The server stops at the first of these.
  if (typeof maxLength === 'number' && length > maxLength) {
    causes.push({
      field: path,
      message: `Too long: may not be more than ${maxLength} bytes`,
      reason: 'FieldValueTooLong',
    });
  } else if (typeof minLength === 'number' && length < minLength) {
    causes.push(invalid(path, value, `should be at least ${minLength} chars long`));
  } else if (typeof pattern === 'string' && !matches(pattern, value)) {
    causes.push(invalid(path, value, `should match '${pattern}'`));
  }
  if (typeof format === 'string' && !fitsFormat(value, format)) {
    const text = stringifyJson(value);
    causes.push({
      field: path,
      message: `Invalid value: ${text}: ${path} in body must be of type ${format}: ${text}`,
      reason: 'FieldValueTypeInvalid',
    });
  }
  return causes;
}

/** Patterns run in linear time; one that cannot be compiled matches nothing. */
function matches(pattern: string, value: string): boolean {
  try {
    return RE2JS.compile(pattern).matcher(value).find();
  } catch {
    return false;
  }
}

const FORMATS: Readonly<Record<string, RegExp>> = {
  'date-time': /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/,
  date: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  ipv4: /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/,
  ipv6: /^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*$/,
  email: /^[^@\s]+@[^@\s]+$/,
  uuid: /^[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$/,
  byte: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  uri: /^[A-Za-z][A-Za-z0-9+.-]*:|^\//,
  hostname: /^([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*\.?$/,
  cidr: /^[0-9a-fA-F:.]+\/\d{1,3}$/,
  duration: /^([+-]?(\d+(\.\d*)?|\.\d+)\s*([a-zµμ]+)\s*)+$/,
};

/** Formats that are not known are not checked. */
function fitsFormat(value: string, format: string): boolean {
  const pattern = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (pattern === undefined) return true;
  return pattern.test(value) && (format !== 'date-time' || !Number.isNaN(Date.parse(value)));
}

function wrongNumber(value: number | bigint, schema: JsonObject, path: string): readonly FieldCause[] {
  const { minimum, maximum, multipleOf } = schema;
  const causes: FieldCause[] = [];
  if (isNumber(maximum) && isBeyond(value, maximum, schema['exclusiveMaximum'] === true)) {
    causes.push(
      invalid(
        path,
        value,
        `should be less than ${schema['exclusiveMaximum'] === true ? '' : 'or equal to '}${maximum}`,
      ),
    );
  }
  if (isNumber(minimum) && isBeyond(minimum, value, schema['exclusiveMinimum'] === true)) {
    causes.push(
      invalid(
        path,
        value,
        `should be greater than ${schema['exclusiveMinimum'] === true ? '' : 'or equal to '}${minimum}`,
      ),
    );
  }
  if (isNumber(multipleOf) && !Number.isInteger(Number(value) / Number(multipleOf))) {
    causes.push(invalid(path, value, `should be a multiple of ${multipleOf}`));
  }
  return causes;
}

function isNumber(value: Json | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function isBeyond(value: number | bigint, limit: number | bigint, exclusive: boolean): boolean {
  return exclusive ? value >= limit : value > limit;
}

function invalid(path: string, value: Json, sentence: string): FieldCause {
  return {
    field: path,
    message: `Invalid value: ${stringifyJson(value)}: ${path} in body ${sentence}`,
    reason: 'FieldValueInvalid',
  };
}
