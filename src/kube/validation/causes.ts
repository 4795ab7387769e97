/** Causes of a refusal in the words of the API server (apimachinery field errors). */
import { stringifyJson } from '../../base/json/stringify.ts';
import type { Json } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';

export function required(field: string, detail = ''): FieldCause {
  return { field, message: `Required value${detail === '' ? '' : `: ${detail}`}`, reason: 'FieldValueRequired' };
}

export function invalid(field: string, value: Json | undefined, detail: string): FieldCause {
  const why = detail === '' ? '' : `: ${detail}`;
  return { field, message: `Invalid value: ${stringifyJson(value ?? null)}${why}`, reason: 'FieldValueInvalid' };
}

export function forbidden(field: string, detail: string): FieldCause {
  return { field, message: `Forbidden: ${detail}`, reason: 'FieldValueForbidden' };
}

export function unsupported(field: string, value: Json, allowed: readonly string[]): FieldCause {
  const values = allowed.map((one) => JSON.stringify(one)).join(', ');
  return {
    field,
    message: `Unsupported value: ${stringifyJson(value)}: supported values: ${values}`,
    reason: 'FieldValueNotSupported',
  };
}

export function notFound(field: string, value: Json): FieldCause {
  return { field, message: `Not found: ${stringifyJson(value)}`, reason: 'FieldValueNotFound' };
}

export function duplicate(field: string, value: Json): FieldCause {
  return { field, message: `Duplicate value: ${stringifyJson(value)}`, reason: 'FieldValueDuplicate' };
}

/** One cause per sentence of a name rule. */
export function invalidName(field: string, value: string, sentences: readonly string[]): readonly FieldCause[] {
  return sentences.map((sentence) => invalid(field, value, sentence));
}
