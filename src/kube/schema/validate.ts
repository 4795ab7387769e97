/** Validates custom resources by their schema, with the sentences of the API server. Rules in CEL are not evaluated here. */

import { stringifyJson } from '../../base/json/stringify.ts';
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { wrongListElements } from './list-types.ts';
import { wrongScalar } from './scalar-rules.ts';
import {
  hasRules,
  isEmbedded,
  isIntOrString,
  itemSchema,
  joinPath,
  memberSchema,
  OBJECT_HEAD,
  schemasUnder,
} from './structural.ts';

const UNCHECKED: FieldCause = {
  field: '<nil>',
  message:
    'Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
  reason: 'FieldValueInvalid',
};
/** After these the server does not go on to the rules of the schema. */
const BLOCKING = new Set([
  'FieldValueRequired',
  'FieldValueTypeInvalid',
  'FieldValueNotSupported',
  'FieldValueTooLong',
  'FieldValueTooMany',
]);

/** What is wrong with a whole custom resource by its schema; empty where nothing is. Metadata is not looked at. */
export function validateObject(object: JsonObject, schema: JsonObject): readonly FieldCause[] {
  const causes = [...validateValue(object, schema, { path: '', head: true }), ...wrongListElements(object, schema, '')];
  const blocked = causes.some(({ reason }) => BLOCKING.has(reason));
  return blocked && hasRules(schema) ? [...causes, UNCHECKED] : causes;
}

interface Place {
  readonly path: string;
  readonly head: boolean;
}

function validateValue(value: Json, schema: JsonObject, place: Place): readonly FieldCause[] {
  if (value === null && schema['nullable'] === true) return [];
  return [
    ...wrongType(value, schema, place.path),
    ...wrongEnum(value, schema, place.path),
    ...wrongScalar(value, schema, place.path),
    ...(isObject(value) ? wrongMembers(value, schema, place) : []),
    ...(isList(value) ? wrongElements(value, schema, place.path) : []),
    ...wrongCombination(value, schema, place),
  ];
}

function wrongType(value: Json, schema: JsonObject, path: string): readonly FieldCause[] {
  const wanted = isIntOrString(schema)
    ? ['integer', 'string']
    : typeof schema['type'] === 'string'
      ? [schema['type']]
      : [];
  const actual = typeName(value);
  if (wanted.length === 0 || wanted.includes(actual) || (actual === 'integer' && wanted.includes('number'))) return [];
  // A format is checked before the type, and names what Go holds.
  const format = schema['format'];
  if (typeof format === 'string' && wanted[0] === 'string' && FORMATS_OF_TEXT.has(format) && value !== null) {
    return [typeCause(path, format, GO_TYPES[actual] ?? '')];
  }
  return [typeCause(path, wanted.join(','), actual)];
}

const GO_TYPES: Readonly<Record<string, string>> = { integer: 'int64', number: 'float64', boolean: 'bool' };
const FORMATS_OF_TEXT = new Set([
  'date-time',
  'date',
  'ipv4',
  'ipv6',
  'uri',
  'email',
  'uuid',
  'hostname',
  'duration',
  'cidr',
]);

function typeCause(path: string, wanted: string, actual: string): FieldCause {
  return {
    field: path,
    message: `Invalid value: "${actual}": ${path} in body must be of type ${wanted}: "${actual}"`,
    reason: 'FieldValueTypeInvalid',
  };
}

function typeName(value: Json): string {
  if (value === null) return 'null';
  if (isList(value)) return 'array';
  if (typeof value === 'bigint') return 'integer';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function wrongEnum(value: Json, schema: JsonObject, path: string): readonly FieldCause[] {
  const allowed = schema['enum'];
  if (!isList(allowed) || allowed.some((one) => jsonEqual(one, value))) return [];
  const texts = allowed.map((one) => (typeof one === 'string' ? JSON.stringify(one) : stringifyJson(one)));
  return [
    {
      field: path,
      message: `Unsupported value: ${stringifyJson(value)}: supported values: ${texts.join(', ')}`,
      reason: 'FieldValueNotSupported',
    },
  ];
}

function wrongMembers(value: JsonObject, schema: JsonObject, { path, head }: Place): readonly FieldCause[] {
  const required = isList(schema['required']) ? schema['required'].map(String) : [];
  const heads = isEmbedded(schema) && !head ? ['apiVersion', 'kind'] : [];
  const missing = [...new Set([...required, ...heads])].filter((name) => value[name] === undefined);
  const present = Object.entries(value).flatMap(([name, item]) => {
    const inner = memberSchema(schema, name);
    if (item === undefined || inner === undefined || inner === 'open') return [];
    if (head && OBJECT_HEAD.has(name)) return [];
    return validateValue(item, inner, { path: joinPath(path, name), head: false });
  });
  return [
    ...missing.map((name) => ({
      field: joinPath(path, name),
      message: 'Required value',
      reason: 'FieldValueRequired',
    })),
    ...wrongCount(value, schema, path),
    ...present,
  ];
}

function wrongCount(value: JsonObject, schema: JsonObject, path: string): readonly FieldCause[] {
  const count = Object.keys(value).length;
  const [least, most] = [schema['minProperties'], schema['maxProperties']];
  if (typeof most === 'number' && count > most) return [tooMany(path, count, most)];
  if (typeof least === 'number' && count < least) {
    return [invalid(path, value, `${path} in body should have at least ${least} properties`)];
  }
  return [];
}

function wrongElements(list: readonly Json[], schema: JsonObject, path: string): readonly FieldCause[] {
  const items = itemSchema(schema);
  const [least, most] = [schema['minItems'], schema['maxItems']];
  return [
    ...(typeof most === 'number' && list.length > most ? [tooMany(path, list.length, most)] : []),
    ...(typeof least === 'number' && list.length < least
      ? [invalid(path, list.length, `${path} in body should have at least ${least} items`)]
      : []),
    ...list.flatMap((item, index) =>
      items === undefined ? [] : validateValue(item, items, { path: `${path}[${index}]`, head: false }),
    ),
  ];
}

function tooMany(path: string, count: number, most: number): FieldCause {
  return { field: path, message: `Too many: ${count}: must have at most ${most} items`, reason: 'FieldValueTooMany' };
}

function invalid(path: string, value: Json, sentence: string): FieldCause {
  return { field: path, message: `Invalid value: ${stringifyJson(value)}: ${sentence}`, reason: 'FieldValueInvalid' };
}

function wrongCombination(value: Json, schema: JsonObject, place: Place): readonly FieldCause[] {
  const fits = (one: JsonObject): boolean => validateValue(value, one, place).length === 0;
  const nowhere = (sentence: string): FieldCause => ({
    field: '<nil>',
    message: `Invalid value: "": "${place.path}" must ${sentence}`,
    reason: 'FieldValueInvalid',
  });
  const causes: FieldCause[] = [];
  const one = schemasUnder(schema, 'oneOf');
  const count = one.filter(fits).length;
  if (one.length > 0 && count !== 1) {
    const found = count === 0 ? 'Found none valid' : `Found ${count} valid alternatives`;
    causes.push(nowhere(`validate one and only one schema (oneOf). ${found}`));
    if (count === 0) causes.push(...validateValue(value, one[0] ?? {}, place));
  }
  const any = schemasUnder(schema, 'anyOf');
  if (any.length > 0 && !any.some(fits) && !isIntOrString(schema)) {
    causes.push(nowhere('validate at least one schema (anyOf)'));
    causes.push(...validateValue(value, any[0] ?? {}, place));
  }
  for (const all of schemasUnder(schema, 'allOf')) causes.push(...validateValue(value, all, place));
  const not = schema['not'];
  if (isObject(not) && fits(not)) causes.push(nowhere('not validate the schema (not)'));
  return causes;
}
