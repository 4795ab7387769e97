/** Values that are computed when they are first asked for. */
import { runBody } from './call.ts';
import type { Machine, TAIL } from './machine.ts';
import type { Scope } from './scope.ts';
import type { Site } from './site.ts';
import type { Value } from './value.ts';

/** Code of a program, or of the library. TAIL comes only from code compiled as the end of a body. */
export type Code = (scope: Scope, machine: Machine) => Value | typeof TAIL;

/** A value, or what will be one. */
export type Lazy = Value | Thunk;

export class Thunk {
  private code: Code | undefined;
  private scope: Scope | undefined;
  private value: Value = null;

  constructor(code: Code, scope: Scope) {
    this.code = code;
    this.scope = scope;
  }

  /** Whether the value is there. */
  get isReady(): boolean {
    return this.code === undefined;
  }

  force(machine: Machine, site: Site): Value {
    const { code, scope } = this;
    if (code === undefined || scope === undefined) return this.value;
    const { depth } = machine;
    machine.enter(site, false);
    const value = runBody(code, scope, machine);
    machine.depth = depth;
    this.value = value;
    this.code = undefined;
    this.scope = undefined;
    return value;
  }
}

/** The value; `site` is where it was asked for. */
export function force(lazy: Lazy, machine: Machine, site: Site): Value {
  return lazy instanceof Thunk ? lazy.force(machine, site) : lazy;
}
