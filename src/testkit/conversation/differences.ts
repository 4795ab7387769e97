/** Where two values differ, as lines of paths: shorter to read than both. */
import { isList, isObject, type Json } from '../../base/json-value.ts';

/** Empty where the values are equal. */
export function differencesOf(theirs: Json | undefined, ours: Json | undefined, path = ''): readonly string[] {
  if (isList(theirs) && isList(ours) && theirs.length === ours.length) {
    return theirs.flatMap((item, index) => differencesOf(item, ours[index], `${path}[${index}]`));
  }
  if (isObject(theirs) && isObject(ours)) {
    const names = [...new Set([...Object.keys(theirs), ...Object.keys(ours)])];
    return names.flatMap((name) => differencesOf(theirs[name], ours[name], `${path}.${name}`));
  }
  if (JSON.stringify(theirs) === JSON.stringify(ours)) return [];
  return [`${path}: ${shown(theirs)} but ours ${shown(ours)}`];
}

function shown(value: Json | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
