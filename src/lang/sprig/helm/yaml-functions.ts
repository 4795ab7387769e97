/** `toYaml`, `fromYaml`, `fromYamlArray`: values as sigs.k8s.io/yaml writes and reads them, by way of JSON. */
import { AppError, hasCode } from '../../../base/errors.ts';
import type { Json } from '../../../base/json-value.ts';
import {
  ANY,
  ANY_MAP,
  ANY_SLICE,
  type Budget,
  fromJson,
  type GoFunction,
  GoMap,
  GoNil,
  type GoValue,
  goDict,
  isArray,
  STRING,
} from '../../go-value/index.ts';
import { readYaml } from '../../yaml/read.ts';
import { writeYaml } from '../../yaml/write.ts';
import { define } from '../define.ts';
import { orElse } from '../encoding/encoding-functions.ts';
import { jsonValue } from '../encoding/json-value-of.ts';

/** The text without the line break at its end. Fails as JSON does for NaN and the like. */
export function yamlText(value: GoValue, budget: Budget): string {
  const text = writeYaml(jsonValue(value, budget)).replace(/\n$/, '');
  budget.take(text.length);
  return text;
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

/** A map that says in `Error` what is wrong; a nil map for a text without content. */
export function errorMap(message: string): GoMap {
  return goDict([['Error', message]]);
}

const STRICT = define('mustToYaml', [ANY], (args, { budget }) => yamlText(args.value(0), budget));

export const YAML_FUNCTIONS: readonly GoFunction[] = [
  STRICT,
  define('toYaml', [ANY], (args, context) => orElse(() => STRICT.call(context, args.values), '')),
  define('fromYaml', [STRING], (args, { budget }) => {
    const reading = readInto(args.text(0), 'object', budget);
    if ('error' in reading) return errorMap(reading.error);
    return reading.value instanceof GoMap ? reading.value : new GoNil(ANY_MAP);
  }),
  define('fromYamlArray', [STRING], (args, { budget }) => {
    const reading = readInto(args.text(0), 'array', budget);
    if ('error' in reading) return [reading.error];
    return isArray(reading.value) ? reading.value : new GoNil(ANY_SLICE);
  }),
];
