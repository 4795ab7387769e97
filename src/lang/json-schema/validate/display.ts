/** Values in messages. */
import type { Json } from '../../../base/json-value.ts';
import { quoted } from '../quoted.ts';

export function constantMessage(value: Json): string {
  return isPlain(value) ? `value must be ${display(value)}` : "'const' failed";
}

export function enumerationMessage(values: readonly Json[]): string {
  if (!values.every(isPlain)) return "'enum' failed";
  const [first = null] = values;
  if (values.length === 1) return `value must be ${display(first)}`;
  return `value must be one of ${values.map(display).join(', ')}`;
}

function display(value: Json): string {
  if (typeof value === 'string') return quoted(value);
  return value === null ? '<nil>' : String(value);
}

function isPlain(value: Json): boolean {
  return typeof value !== 'object' || value === null;
}
