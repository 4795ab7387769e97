/** Where in objects of some kind a transformer works. */
import { kustomizeFault } from '../fault.ts';
import { type Gvk, type GvkSelector, isSelectedBy } from '../object/kind.ts';

export interface FieldSpec extends GvkSelector {
  /** Keys divided by `/`; `\/` is a slash within a key, `[]` behind one says that a list stands there. */
  readonly path: string;
  readonly create?: boolean;
}

/**
 * Adds specs. One of the same path that is for fewer kinds, or the same, stands in the way of one that is added; two that then
 * differ in `create` are a conflict.
 */
export function mergeFieldSpecs(specs: readonly FieldSpec[], added: readonly FieldSpec[]): readonly FieldSpec[] {
  const merged = [...specs];
  for (const spec of added) {
    const same = merged.find((each) => each.path === spec.path && isSelectedBy({ ...EVERY, ...each }, spec));
    if (same === undefined) merged.push(spec);
    else if ((same.create ?? false) !== (spec.create ?? false)) throw kustomizeFault('conflicting fieldspecs');
  }
  return merged;
}

const EVERY: Gvk = { group: '', version: '', kind: '' };

/** The keys of a path. */
export function splitPath(path: string, separator: '/' | '.' = '/'): readonly string[] {
  const parts: string[] = [''];
  for (let at = 0; at < path.length; at++) {
    const character = path[at] ?? '';
    if (character === '\\' && path[at + 1] === separator) {
      parts[parts.length - 1] += separator;
      at++;
    } else if (character === separator) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.length > 1 && parts[0] === '' ? parts.slice(1) : parts;
}
