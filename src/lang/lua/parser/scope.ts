/** Names to variables while a function is read. */
import type { Capture, Local } from './syntax.ts';

export type Resolved =
  | { readonly kind: 'local'; readonly local: Local }
  | { readonly kind: 'upvalue'; readonly name: string; readonly index: number }
  | { readonly kind: 'global' };

const MAX_LOCALS = 200;

/** The variables of one function. Slots of ended blocks are used again. */
export class Scope {
  readonly parent: Scope | undefined;
  readonly varargs: boolean;
  readonly captures: Capture[] = [];
  /** Slots that a frame needs. */
  slots = 0;
  /** Parts read so far. */
  weight = 1;
  loops = 0;
  /** Whether functions inside use variables of this one. */
  shares = false;
  readonly #captured = new Map<Local, number>();
  #active: Local[] = [];

  constructor(parent: Scope | undefined, options: { readonly varargs: boolean }) {
    this.parent = parent;
    this.varargs = options.varargs;
  }

  /** Declares a variable; undefined where the function has too many. */
  declare(name: string): Local | undefined {
    if (this.#active.length >= MAX_LOCALS) return undefined;
    const local: Local = { name, slot: this.#active.length, captured: false };
    this.#active.push(local);
    this.slots = Math.max(this.slots, this.#active.length);
    return local;
  }

  /** Where a block begins; `close` with it ends the block. */
  open(): number {
    return this.#active.length;
  }

  close(mark: number): void {
    this.#active = this.#active.slice(0, mark);
  }

  resolve(name: string): Resolved {
    const local = this.#active.findLast((candidate) => candidate.name === name);
    if (local !== undefined) return { kind: 'local', local };
    const index = this.#upvalue(name);
    return index === undefined ? { kind: 'global' } : { kind: 'upvalue', name, index };
  }

  #upvalue(name: string): number | undefined {
    const outer = this.parent?.resolve(name);
    if (outer === undefined || outer.kind === 'global') return undefined;
    if (outer.kind === 'upvalue') return this.#capture({ from: 'upvalue', index: outer.index });
    outer.local.captured = true;
    if (this.parent !== undefined) this.parent.shares = true;
    const known = this.#captured.get(outer.local);
    if (known !== undefined) return known;
    const index = this.#capture({ from: 'local', local: outer.local });
    this.#captured.set(outer.local, index);
    return index;
  }

  #capture(capture: Capture): number {
    const known = this.captures.findIndex((have) => {
      return have.from === 'upvalue' && capture.from === 'upvalue' && have.index === capture.index;
    });
    return known >= 0 ? known : this.captures.push(capture) - 1;
  }
}
