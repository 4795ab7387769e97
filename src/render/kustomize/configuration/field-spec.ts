/** Where in objects of some kind a transformer works. */
import { explained, isUserFault, kustomizeFault } from '../fault.ts';
import { type Gvk, type GvkSelector, isSelectedBy } from '../object/kind.ts';
import { isMap, isSequence, type Node, type NodeMap, put } from '../object/node.ts';

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

/** A place in an object: what stands there can be read and replaced. */
export interface Place {
  readonly value: Node;
  readonly set: (value: Node) => void;
}

export interface Visit {
  readonly gvk: Gvk;
  /** What is made where a spec creates; absent: nothing is made. */
  readonly make?: () => Node;
  readonly visit: (place: Place) => void;
  /** For messages. */
  readonly name: string;
}

/** Visits every place of an object that the specs lead to. */
export function visitFields(object: NodeMap, specs: readonly FieldSpec[], visit: Visit): void {
  for (const spec of specs) {
    if (!isSelectedBy(visit.gvk, spec)) continue;
    const walk = new Walk(spec, visit);
    const about = `considering field '${spec.path}' of object ${visit.name}`;
    explained(about, () => walk.from({ value: object, set: () => undefined }, walk.path));
  }
}

class Walk {
  readonly path: readonly string[];
  private readonly spec: FieldSpec;
  private readonly visit: Visit;

  constructor(spec: FieldSpec, visit: Visit) {
    this.spec = spec;
    this.visit = visit;
    this.path = splitPath(spec.path);
  }

  from(place: Place, path: readonly string[]): void {
    const { value } = place;
    if (path.length === 0) this.visit.visit(place);
    else if (isSequence(value)) this.throughList(value, path);
    else if (isMap(value)) this.throughMap(value, path);
    else if (value !== null) {
      throw kustomizeFault('expected sequence or mapping node');
    }
  }

  private throughList(list: Node[], path: readonly string[]): void {
    for (const index of list.keys()) {
      this.into(
        {
          value: list[index] ?? null,
          set: (value) => {
            list[index] = value;
          },
        },
        path,
      );
    }
  }

  private into(place: Place, path: readonly string[]): void {
    try {
      this.from(place, path);
    } catch (error) {
      if (!isUserFault(error)) throw error;
      throw kustomizeFault(`visit traversal on path: [${path.join(' ')}]: ${error.message}`, error);
    }
  }

  private throughMap(map: NodeMap, path: readonly string[]): void {
    const [step = '', ...rest] = path;
    const isList = step.endsWith('[]');
    const key = isList ? step.slice(0, -2) : step;
    if (key === '') throw kustomizeFault('cannot set or create an empty field name');
    const { make } = this.visit;
    const creates = this.spec.create === true && make !== undefined && !isList;
    if (!Object.hasOwn(map, key) || (map[key] === null && creates)) {
      if (!creates) return;
      put(map, key, rest.length === 0 ? make() : {});
    } else if (map[key] === null && isList) put(map, key, []);
    this.from({ value: map[key] ?? null, set: (value) => put(map, key, value) }, rest);
  }
}
