/** Variables at run time: one scope for each call, `local` and object that code is evaluated in. */
import type { JsonnetObject } from './object.ts';
import type { Lazy } from './thunk.ts';

export class Scope {
  readonly parent: Scope | undefined;
  readonly slots: (Lazy | undefined)[];
  /** The object whose `self` this scope binds; undefined for scopes that bind none. */
  readonly self: JsonnetObject | undefined;
  /** How far up in the object's ancestry the code stands: what `super` is relative to. */
  readonly level: number;

  constructor(parent: Scope | undefined, slots: (Lazy | undefined)[], self?: JsonnetObject, level = 0) {
    this.parent = parent;
    this.slots = slots;
    this.self = self;
    this.level = level;
  }
}

/** The scope this many steps out. */
export function outerScope(scope: Scope, steps: number): Scope {
  let found = scope;
  for (let left = steps; left > 0; left--) {
    if (found.parent === undefined) throw new Error('a variable beyond all scopes');
    found = found.parent;
  }
  return found;
}

/** What a slot holds. */
export function slotAt(scope: Scope, index: number): Lazy {
  const held = scope.slots[index];
  if (held === undefined) throw new Error('a variable before its value');
  return held;
}

/** The object that a scope binds. */
export function selfOf(scope: Scope): JsonnetObject {
  if (scope.self === undefined) throw new Error('a scope without an object');
  return scope.self;
}
