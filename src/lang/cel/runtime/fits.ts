/** Whether a value is one of a type, as far as its outside shows. */
import type { CelType } from '../types.ts';
import { isKind, typeName, type Value } from './values.ts';

export function fits(value: Value, type: CelType): boolean {
  switch (type.kind) {
    case 'dyn':
    case 'param':
    case 'error':
      return true;
    case 'map':
      return isKind(value, 'map');
    case 'list':
      return isKind(value, 'list');
    case 'type':
      return isKind(value, 'type');
    case 'struct':
    case 'opaque':
      return typeName(value) === type.name || isKind(value, 'map');
    default:
      return typeName(value) === type.name;
  }
}
