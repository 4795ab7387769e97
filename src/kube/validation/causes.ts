/** Causes of a refusal in the words of the API server (apimachinery field errors). */
import { goFloat } from '../../base/go-float.ts';
import { goJson } from '../../base/json/stringify.ts';
import type { Json } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';

export function required(field: string, detail = ''): FieldCause {
  return { field, message: `Required value${detail === '' ? '' : `: ${detail}`}`, reason: 'FieldValueRequired' };
}

export function invalid(field: string, value: Json | undefined, detail: string): FieldCause {
  const why = detail === '' ? '' : `: ${detail}`;
  return { field, message: `Invalid value: ${shown(value ?? null)}${why}`, reason: 'FieldValueInvalid' };
}

export function forbidden(field: string, detail: string): FieldCause {
  return { field, message: `Forbidden: ${detail}`, reason: 'FieldValueForbidden' };
}

/** What the server itself could not find out. */
export function internal(field: string, detail: string): FieldCause {
  return { field, message: `Internal error: ${detail}`, reason: 'InternalError' };
}

export function unsupported(field: string, value: Json, allowed: readonly string[]): FieldCause {
  const values = allowed.map((one) => JSON.stringify(one)).join(', ');
  return {
    field,
    message: `Unsupported value: ${shown(value)}: supported values: ${values}`,
    reason: 'FieldValueNotSupported',
  };
}

export function notFound(field: string, value: Json): FieldCause {
  return { field, message: `Not found: ${shown(value)}`, reason: 'FieldValueNotFound' };
}

export function duplicate(field: string, value: Json): FieldCause {
  return { field, message: `Duplicate value: ${shown(value)}`, reason: 'FieldValueDuplicate' };
}

/** One cause per sentence of a name rule. */
export function invalidName(field: string, value: string, sentences: readonly string[]): readonly FieldCause[] {
  return sentences.map((sentence) => invalid(field, value, sentence));
}

/** A text, or several together, of more than `most` bytes. */
export function tooLong(field: string, most: number): FieldCause {
  return { field, message: `Too long: may not be more than ${most} bytes`, reason: 'FieldValueTooLong' };
}

/** A list of more than `most` elements. */
export function tooMany(field: string, count: number, most: number): FieldCause {
  const items = most === 1 ? 'item' : 'items';
  return { field, message: `Too many: ${count}: must have at most ${most} ${items}`, reason: 'FieldValueTooMany' };
}

/** A value as the server shows it: texts quoted, lists and objects as Go's encoder writes them. */
function shown(value: Json): string {
  if (typeof value === 'number') return goFloat(value);
  return typeof value === 'string' ? JSON.stringify(value) : goJson(value);
}
