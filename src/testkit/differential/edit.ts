/** Small changes of objects, as recordings of a server name them. */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';

export interface Edit {
  /** Of JSON Patch: add, replace, remove; `twice` writes a member two times. */
  readonly op: string;
  readonly path: string;
  readonly value?: Json;
}

const TWICE = '\u0001twice';

/** JSON text of an object after edits; `twice` writes a member two times. */
export function edited(base: JsonObject, edits: readonly Edit[]): string {
  const result = edits.reduce<Json>((node, edit) => applyEdit(node, edit, pathOf(edit)), base);
  return JSON.stringify(result).replaceAll('\\u0001twice', '');
}

function pathOf({ path }: Edit): readonly string[] {
  return path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function applyEdit(node: Json, edit: Edit, path: readonly string[]): Json {
  const [key, ...rest] = path;
  if (key === undefined) return edit.value ?? null;
  if (isList(node)) return editList(node, edit, key, rest);
  // What is gone can't be changed.
  if (!isObject(node)) return node;
  if (rest.length > 0) return { ...node, [key]: applyEdit(node[key] ?? null, edit, rest) };
  if (edit.op === 'twice') return { ...node, [`${key}${TWICE}`]: node[key] ?? null };
  if (edit.op !== 'remove') return { ...node, [key]: edit.value ?? null };
  return Object.fromEntries(Object.entries(node).filter(([name]) => name !== key));
}

function editList(node: readonly Json[], edit: Edit, key: string, rest: readonly string[]): Json {
  if (key === '-') return [...node, edit.value ?? null];
  const index = Number(key);
  // An earlier edit may have made the list shorter.
  if (!(index <= node.length) || (index === node.length && (rest.length > 0 || edit.op !== 'add'))) return node;
  if (rest.length > 0) return node.with(index, applyEdit(node[index] ?? null, edit, rest));
  if (edit.op === 'remove') return node.toSpliced(index, 1);
  if (edit.op === 'add') return node.toSpliced(index, 0, edit.value ?? null);
  return node.with(index, edit.value ?? null);
}
