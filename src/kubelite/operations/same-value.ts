/** Deep equality of JSON values. A key whose value is undefined counts as absent. */
import { isList, isObject, type Json } from '../../base/json-value.ts';

export function sameValue(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (isList(a)) return isList(b) && a.length === b.length && a.every((value, index) => sameValue(value, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = presentKeys(a);
  return keys.length === presentKeys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]));
}

function presentKeys(value: { readonly [key: string]: Json | undefined }): string[] {
  return Object.keys(value).filter((key) => value[key] !== undefined);
}
