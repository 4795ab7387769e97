/** `toYaml`, `fromYaml`, `fromYamlArray`: values as sigs.k8s.io/yaml writes and reads them, by way of JSON. */
import { AppError, hasCode } from '../../../base/errors.ts';
import { stringifyJson } from '../../../base/json/stringify.ts';
import { isList, isObject, type Json } from '../../../base/json-value.ts';
import {
  ANY,
  type Budget,
  fromJson,
  GoBytes,
  GoComplex,
  GoError,
  GoFunc,
  type GoFunction,
  GoInt,
  GoMap,
  GoNil,
  type GoValue,
  goDict,
  isArray,
  STRING,
  typeName,
} from '../../go-value/index.ts';
import { readYaml } from '../../yaml/read.ts';
import { writePrettyYaml, writeYaml } from '../../yaml/write.ts';
import { define } from '../define.ts';
import { orElse } from '../encoding/encoding-functions.ts';
import { jsonValue } from '../encoding/json-value-of.ts';
import { itemsOf } from '../items.ts';

/** The text without the line break at its end. Fails as JSON does for NaN and the like. */
export function yamlText(value: GoValue, budget: Budget): string {
  const text = withoutBreak(writeYaml(throughYaml(jsonValue(value, budget))));
  budget.take(text.length);
  return text;
}

function withoutBreak(text: string): string {
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}

/** What is a character like others to JSON, but not to YAML, as which the JSON is then read. */
const YAML_ONLY = /[\u007f-\u009f\ufffe\uffff]/;

function throughYaml(value: Json): Json {
  const isStrange = typeof value === 'string' ? YAML_ONLY.test(value) : holdsStrange(value);
  if (!isStrange) return value;
  try {
    // Go's JSON escapes the two other line breaks.
    const json = stringifyJson(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
    return readYaml(json);
  } catch (error) {
    if (error instanceof AppError && hasCode(error, 'yaml.invalid')) {
      throw new GoError(error.message.replace('error converting YAML to JSON: ', ''));
    }
    throw error;
  }
}

function holdsStrange(value: Json | undefined): boolean {
  if (typeof value === 'string') return YAML_ONLY.test(value);
  if (isList(value)) return value.some(holdsStrange);
  return isObject(value) && Object.keys(value).some((key) => YAML_ONLY.test(key) || holdsStrange(value[key]));
}

const BYTES_OF_NODE = 48;

/** As yaml.v3 writes it: not by way of JSON. */
function prettyText(value: GoValue, budget: Budget): string {
  const text = withoutBreak(writePrettyYaml(plainValue(value, budget)));
  budget.take(text.length);
  return text;
}

function plainValue(value: GoValue, budget: Budget): Json {
  budget.step();
  budget.take(BYTES_OF_NODE);
  if (typeof value === 'number') return value;
  if (value instanceof GoInt && value.type.text === undefined) return value.value;
  const items = value instanceof GoBytes ? undefined : itemsOf(value);
  if (items !== undefined) return items.map((item) => plainValue(item, budget));
  if (value instanceof GoNil && value.type.kind === 'map') return {};
  if (value instanceof GoComplex || value instanceof GoFunc)
    throw new GoError(`cannot marshal type: ${typeName(value)}`);
  if (!(value instanceof GoMap)) return jsonValue(value, budget);
  return Object.fromEntries(value.sortedKeys().map((key) => [key, plainValue(value.get(key) ?? null, budget)]));
}

/** The kinds of JSON as the messages of Go's decoder call them. */
function jsonKind(value: Json): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number' || typeof value === 'bigint') return 'number';
  return typeof value === 'string' ? 'string' : 'object';
}

/** What a text holds, or what is wrong with it. Only complaints about the text itself become values. */
function readInto(text: string, wanted: 'array' | 'object', budget: Budget): { value: GoValue } | { error: string } {
  budget.take(text.length);
  budget.step(text.length);
  try {
    const json = readYaml(text);
    const kind = jsonKind(json);
    if (json !== null && kind !== wanted) {
      const type = wanted === 'array' ? '[]interface {}' : 'map[string]interface {}';
      const what = `json: cannot unmarshal ${kind} into Go value of type ${type}`;
      return { error: `error unmarshaling JSON: while decoding JSON: ${what}` };
    }
    return { value: json === null ? null : fromJson(json) };
  } catch (error) {
    if (error instanceof AppError && hasCode(error, 'yaml.invalid')) return { error: error.message };
    throw error;
  }
}

/** A map that says in `Error` what is wrong. */
export function errorMap(message: string): GoMap {
  return goDict([['Error', message]]);
}

const STRICT = define('mustToYaml', [ANY], (args, { budget }) => yamlText(args.value(0), budget));

export const YAML_FUNCTIONS: readonly GoFunction[] = [
  STRICT,
  define('toYaml', [ANY], (args, context) => orElse(() => STRICT.call(context, args.values), '')),
  define('toYamlPretty', [ANY], (args, { budget }) => prettyText(args.value(0), budget)),
  define('fromYaml', [STRING], (args, { budget }) => {
    const reading = readInto(args.text(0), 'object', budget);
    if ('error' in reading) return errorMap(reading.error);
    return reading.value instanceof GoMap ? reading.value : goDict();
  }),
  define('fromYamlArray', [STRING], (args, { budget }) => {
    const reading = readInto(args.text(0), 'array', budget);
    if ('error' in reading) return [reading.error];
    return isArray(reading.value) ? reading.value : [];
  }),
];
