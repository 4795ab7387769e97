/** Types and enumerations of a schema. */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, type Json, type JsonObject, textAt } from '../../base/json-value.ts';
import { goText } from '../object/go-text.ts';
import { isKnownFormat } from './formats.ts';
import { isIntOrString } from './structural.ts';
import { counted, FINE, shownValue, type Verdict, wrong } from './verdict.ts';

/** What Go holds: the format that is told where a schema has one. */
const GO_FORMATS: Readonly<Record<string, string>> = { integer: 'int64', number: 'float64' };

/** Whether a value is of the schema's type. Texts and lists with a format are not asked for their type. */
export function typeVerdict(value: Json, schema: JsonObject, path: string): Verdict {
  const wanted = typesOf(schema);
  const ok = counted(FINE);
  if (value === null)
    return wanted.length === 0 || schema['nullable'] === true ? ok : wrongType(path, wanted.join(','), 'null');
  const actual = typeName(value);
  const fits = wanted.includes(actual) || isNumberOf(value, actual, wanted);
  const format = textAt(schema, 'format') ?? '';
  if (format !== '' && isKnownFormat(format)) {
    const sized = typeof value === 'string' || isList(value);
    if (!sized && !fits) return wrongType(path, format, GO_FORMATS[actual] ?? '');
    if (sized && !wanted.includes('number') && !wanted.includes('integer')) return ok;
  } else if (wanted.length === 0) return ok;
  return fits ? ok : wrongType(path, wanted.join(','), actual);
}

function typesOf(schema: JsonObject): readonly string[] {
  if (isIntOrString(schema)) return ['integer', 'string'];
  const type = textAt(schema, 'type') ?? '';
  return type === '' ? [] : [type];
}

function isNumberOf(value: Json, actual: string, wanted: readonly string[]): boolean {
  if (actual === 'integer') return wanted.includes('number');
  return actual === 'number' && wanted.includes('integer') && Number.isInteger(value);
}

function wrongType(path: string, wanted: string, actual: string): Verdict {
  const message = `Invalid value: "${actual}": ${path} in body must be of type ${wanted}: "${actual}"`;
  return wrong(path, message, 'FieldValueTypeInvalid');
}

function typeName(value: Json): string {
  if (value === null) return 'null';
  if (isList(value)) return 'array';
  if (typeof value === 'bigint') return 'integer';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** Whether a value is among those of an enumeration; null never is. */
export function enumVerdict(value: Json, schema: JsonObject, path: string): Verdict {
  const allowed = schema['enum'];
  if (!isList(allowed) || allowed.length === 0) return FINE;
  if (value !== null && allowed.some((one) => jsonEqual(one, value))) return FINE;
  const texts = allowed.map((one) => JSON.stringify(typeof one === 'string' ? one : shown(one)));
  const message = `Unsupported value: ${shownValue(value)}: supported values: ${texts.join(', ')}`;
  return wrong(path, message, 'FieldValueNotSupported');
}

function shown(value: Json): string {
  return typeof value === 'object' ? shownValue(value) : goText(value);
}
