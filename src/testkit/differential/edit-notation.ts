/** Edits of objects in few words. Pure. */
import type { Json } from '../../base/json-value.ts';
import type { Edit } from './edit.ts';

export function add(path: string, value: Json): Edit {
  return { op: 'add', path, value };
}

export function remove(path: string): Edit {
  return { op: 'remove', path };
}

export function twice(path: string): Edit {
  return { op: 'twice', path };
}
