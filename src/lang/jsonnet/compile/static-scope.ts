/** Which variable stands in which slot of which scope, known before anything runs. */

export interface StaticScope {
  readonly parent: StaticScope | undefined;
  readonly names: ReadonlyMap<string, number>;
  /** Whether it binds `self`. */
  readonly isObject: boolean;
}

export interface Address {
  /** Scopes outward. */
  readonly steps: number;
  readonly index: number;
}

/** A scope for these names; of two equal ones the last is seen. */
export function scopeOf(parent: StaticScope | undefined, names: readonly string[], isObject = false): StaticScope {
  return { parent, names: new Map(names.map((name, index) => [name, index])), isObject };
}

/** Where a variable is, or undefined where there is none of this name. */
export function addressOf(scope: StaticScope, name: string): Address | undefined {
  let steps = 0;
  for (let at: StaticScope | undefined = scope; at !== undefined; at = at.parent) {
    const index = at.names.get(name);
    if (index !== undefined) return { steps, index };
    steps += 1;
  }
  return undefined;
}

/** Scopes outward to the object around; undefined outside of objects. */
export function stepsToObject(scope: StaticScope): number | undefined {
  let steps = 0;
  for (let at: StaticScope | undefined = scope; at !== undefined; at = at.parent) {
    if (at.isObject) return steps;
    steps += 1;
  }
  return undefined;
}
