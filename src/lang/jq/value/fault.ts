/** Errors that a program raises and can catch, in gojq's words. */
import type { Json } from '../../../base/json-value.ts';
import { kindOf } from './kind.ts';
import { jsonText } from './number-text.ts';

/** Raised by `error` and by operations; `try` catches its value. */
export class JqError extends Error {
  readonly value: Json;

  constructor(value: Json) {
    super(typeof value === 'string' ? value : jsonText(value));
    this.value = value;
  }
}

const LONGEST = 30;
const CLOSING = { string: '"', array: ']', object: '}', null: '', boolean: '', number: '' } as const;

/** The beginning of a value as JSON. */
export function previewOf(value: Json): string {
  const text = jsonText(value);
  if (Buffer.byteLength(text) <= LONGEST) return text;
  const ending = ` ...${CLOSING[kindOf(value)]}`;
  let kept = '';
  let bytes = ending.length;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > LONGEST) break;
    kept += character;
  }
  return kept + ending;
}

/** Kind and beginning: `number (1)`. */
export function described(value: Json): string {
  return value === null ? 'null' : `${kindOf(value)} (${previewOf(value)})`;
}

/** `cannot add: number (1) and string ("a")`. */
export function cannot(verb: string, left: Json, right: Json): JqError {
  return new JqError(`cannot ${verb}: ${described(left)} and ${described(right)}`);
}

/** `explode cannot be applied to: number (1)`; arguments stand behind the name. */
export function notFor(name: string, input: Json, args: readonly Json[] = []): JqError {
  const call = args.length === 0 ? name : `${name}(${args.map(previewOf).join('; ')})`;
  return new JqError(`${call} cannot be applied to: ${described(input)}`);
}
