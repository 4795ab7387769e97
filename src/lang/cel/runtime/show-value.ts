/** Values as error texts print them (Go's `%v` of cel-go's values). */
import { formatDouble } from './format-double.ts';
import { showDuration, showTimestamp } from './time.ts';
import { itemsOf, typeName, type Value } from './values.ts';

export function showValue(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return formatDouble(value);
  if (typeof value !== 'object') return String(value);
  if (value instanceof Uint8Array) return `[${value.join(' ')}]`;
  switch (value.kind) {
    case 'uint':
      return String(value.value);
    case 'list':
      return `[${itemsOf(value).map(showValue).join(', ')}]`;
    case 'map':
      return `{${value
        .keys()
        .map((key) => `${showValue(key)}: ${showValue(value.get(key) ?? null)}`)
        .join(', ')}}`;
    case 'timestamp':
      return showTimestamp(value);
    case 'duration':
      return showDuration(value);
    case 'type':
      return value.name;
    case 'optional':
      return value.value === undefined ? 'optional.none()' : `optional(${showValue(value.value)})`;
    default:
      return typeName(value);
  }
}
