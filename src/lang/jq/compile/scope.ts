/** Which names are known where, and how far away from here their values stand. */
import type { Filter } from './filter.ts';
import type { Environment, Frame } from './machine.ts';

/** A defined function; its body is compiled after it is known, so that it may call itself. */
export interface FunctionEntry {
  readonly kind: 'function';
  readonly name: string;
  readonly parameters: readonly string[];
  /** Values that stood in the environment where it was defined. */
  readonly depth: number;
  body: Filter | undefined;
}

/** A name whose value stands in the environment. */
interface ValueEntry {
  readonly kind: 'variable' | 'closure' | 'label';
  readonly name: string;
  readonly depth: number;
}

type Entry = FunctionEntry | ValueEntry;

export class Scope {
  /** Values in the environment here. */
  readonly depth: number;
  private readonly entry: Entry | undefined;
  private readonly outer: Scope | undefined;

  private constructor(depth: number, entry?: Entry, outer?: Scope) {
    this.depth = depth;
    this.entry = entry;
    this.outer = outer;
  }

  static empty(): Scope {
    return new Scope(0);
  }

  withValue(kind: ValueEntry['kind'], name: string): Scope {
    return new Scope(this.depth + 1, { kind, name, depth: this.depth + 1 }, this);
  }

  withFunction(entry: FunctionEntry): Scope {
    return new Scope(this.depth, entry, this);
  }

  /** How many values lie between here and the one of this name; undefined where there is none. */
  distance(kind: 'variable' | 'label', name: string): number | undefined {
    const entry = this.find((each) => each.kind === kind && each.name === name);
    return entry === undefined ? undefined : this.depth - entry.depth;
  }

  /** A function, or an argument that is called like one. */
  callable(name: string, arity: number): Entry | undefined {
    return this.find(
      (entry) =>
        entry.name === name &&
        ((entry.kind === 'closure' && arity === 0) || (entry.kind === 'function' && entry.parameters.length === arity)),
    );
  }

  private find(wanted: (entry: Entry) => boolean): Entry | undefined {
    for (let here: Scope | undefined = this; here !== undefined; here = here.outer) {
      if (here.entry !== undefined && wanted(here.entry)) return here.entry;
    }
    return undefined;
  }
}

/** The environment without its innermost values. */
export function dropped(environment: Environment, count: number): Environment {
  let here = environment;
  for (let left = count; left > 0; left--) here = here?.outer;
  return here;
}

/** The value that stands this far away. */
export function valueAt(frame: Frame, distance: number): NonNullable<Environment>['value'] {
  const binding = dropped(frame.environment, distance);
  if (binding === undefined) throw new TypeError('a name without a value');
  return binding.value;
}
