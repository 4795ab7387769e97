/** Helm's `fromJson` and `fromJsonArray`, which put what is wrong into the result instead of failing. */
import {
  ANY_MAP,
  ANY_SLICE,
  GoError,
  type GoFunction,
  GoMap,
  GoNil,
  type GoValue,
  isArray,
  STRING,
} from '../../go-value/index.ts';
import { define } from '../define.ts';
import { readJson } from '../encoding/json-reader.ts';
import { errorMap } from './yaml-functions.ts';

/** What Go's decoder calls the kind of a value. */
function kindInMessage(value: GoValue): string {
  if (value instanceof GoMap) return 'object';
  if (isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'number';
}

function complaint(work: () => GoValue): { readonly value: GoValue } | { readonly error: string } {
  try {
    return { value: work() };
  } catch (error) {
    if (error instanceof GoError) return { error: error.message };
    throw error;
  }
}

function mismatch(value: GoValue, type: string): string {
  return `json: cannot unmarshal ${kindInMessage(value)} into Go value of type ${type}`;
}

export const JSON_FUNCTIONS: readonly GoFunction[] = [
  define('fromJson', [STRING], (args, { budget }) => {
    const reading = complaint(() => readJson(args.text(0), budget, 'any number'));
    if ('error' in reading) return errorMap(reading.error);
    if (reading.value === null) return new GoNil(ANY_MAP);
    return reading.value instanceof GoMap
      ? reading.value
      : errorMap(mismatch(reading.value, 'map[string]interface {}'));
  }),
  define('fromJsonArray', [STRING], (args, { budget }) => {
    const reading = complaint(() => readJson(args.text(0), budget, 'any number'));
    if ('error' in reading) return [reading.error];
    if (reading.value === null) return new GoNil(ANY_SLICE);
    return isArray(reading.value) ? reading.value : [mismatch(reading.value, '[]interface {}')];
  }),
];
