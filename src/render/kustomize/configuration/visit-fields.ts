/** The way from an object to the fields that specs lead to. */
import { isUserFault, kustomizeFault } from '../fault.ts';
import { type Gvk, isSelectedBy } from '../object/kind.ts';
import { isMap, isSequence, type Node, type NodeMap, put } from '../object/node.ts';
import { isQuoted } from '../object/notes.ts';
import { type FieldSpec, splitPath } from './field-spec.ts';

/** A place in an object: what stands there can be read and replaced. */
export interface Place {
  readonly value: Node;
  readonly set: (value: Node) => void;
  /** Whether a text stands there in quotes. */
  readonly isQuoted?: boolean;
}

export interface Visit {
  readonly gvk: Gvk;
  /** What is made where a spec creates; absent: nothing is made. */
  readonly make?: () => Node;
  readonly visit: (place: Place) => void;
  /** For messages. */
  readonly name: () => string;
}

/** A spec with the steps of its path. */
export interface Path {
  readonly spec: FieldSpec;
  readonly steps: readonly string[];
}

export function pathOf(spec: FieldSpec): Path {
  return { spec, steps: splitPath(spec.path) };
}

/** Specs made ready for many objects: which of them are for a kind is asked once a kind. */
export class SpecPaths {
  private readonly specs: readonly FieldSpec[];
  private readonly byKind = new Map<string, readonly Path[]>();

  constructor(specs: readonly FieldSpec[]) {
    this.specs = specs;
  }

  of(gvk: Gvk): readonly Path[] {
    const key = `${gvk.group}/${gvk.version}/${gvk.kind}`;
    const known = this.byKind.get(key);
    if (known !== undefined) return known;
    const found = this.specs.filter((spec) => isSelectedBy(gvk, spec)).map(pathOf);
    this.byKind.set(key, found);
    return found;
  }

  /** Visits every place of an object that the specs lead to. */
  visit(object: NodeMap, visit: Visit): void {
    for (const path of this.of(visit.gvk)) visitPath(object, path, visit);
  }
}

/** Visits every place that one path leads to, whatever kinds it is for. */
export function visitPath(object: NodeMap, path: Path, visit: Visit): void {
  try {
    new Walk(path, visit).from(object, 0);
  } catch (error) {
    if (!isUserFault(error)) throw error;
    throw kustomizeFault(`considering field '${path.spec.path}' of object ${visit.name()}: ${error.message}`, error);
  }
}

class Walk {
  private readonly path: Path;
  private readonly visit: Visit;
  /** Where the value that is looked at stands. */
  private holder: NodeMap | Node[] = [];
  private key: string | number = 0;

  constructor(path: Path, visit: Visit) {
    this.path = path;
    this.visit = visit;
  }

  from(value: Node, at: number): void {
    if (at === this.path.steps.length) this.visit.visit(this.place(value));
    else if (isSequence(value)) this.throughList(value, at);
    else if (isMap(value)) this.throughMap(value, at);
    else if (value !== null) throw kustomizeFault('expected sequence or mapping node');
  }

  private place(value: Node): Place {
    const { holder, key } = this;
    const set = (changed: Node): void => {
      if (isMap(holder)) put(holder, String(key), changed);
      else holder[Number(key)] = changed;
    };
    return { value, set, isQuoted: isMap(holder) && isQuoted(holder, String(key)) };
  }

  private throughList(list: Node[], at: number): void {
    try {
      for (let index = 0; index < list.length; index++) {
        this.holder = list;
        this.key = index;
        this.from(list[index] ?? null, at);
      }
    } catch (error) {
      if (!isUserFault(error)) throw error;
      const rest = this.path.steps.slice(at).join(' ');
      throw kustomizeFault(`visit traversal on path: [${rest}]: ${error.message}`, error);
    }
  }

  private throughMap(map: NodeMap, at: number): void {
    const step = this.path.steps[at] ?? '';
    const isList = step.endsWith('[]');
    const key = isList ? step.slice(0, -2) : step;
    if (key === '') throw kustomizeFault('cannot set or create an empty field name');
    const { make } = this.visit;
    const creates = this.path.spec.create === true && make !== undefined && !isList;
    const found = Object.hasOwn(map, key) ? map[key] : undefined;
    if (found === undefined || (found === null && creates)) {
      if (!creates) return;
      put(map, key, at + 1 === this.path.steps.length ? make() : {});
    } else if (found === null && isList) put(map, key, []);
    this.holder = map;
    this.key = key;
    this.from(map[key] ?? null, at + 1);
  }
}
