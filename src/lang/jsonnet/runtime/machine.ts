/**
 * One run of a program: its stack of calls, which traces and the limit of frames need, and what it has used so far.
 * Evaluation recurses natively. What bounds the native stack is this limit of calls (500 unless set otherwise): code
 * between two calls is only as deep as it is written. Where the native stack still ends first, the run ends in the same fault.
 */

import { BudgetFault, RuntimeFault } from './fault.ts';
import type { JsonnetFunction } from './function.ts';
import type { JsonnetObject } from './object.ts';
import { type Site, WordSite } from './site.ts';
import { isAtHand } from './text.ts';
import type { Lazy } from './thunk.ts';
import type { JsonnetArray, Value } from './value.ts';

export interface Limits {
  /** Calls within one another: the command's `--max-stack`. */
  readonly frames: number;
  /** Evaluations of functions, fields and variables, and elements that the library goes through. */
  readonly steps: number;
  /** What is made, by size: about 50 bytes each, of which much may be given up again. */
  readonly size: number;
}

/** What a program reaches outside itself. */
export interface Surroundings {
  /** The `std` of a file, by what `std.thisFile` says in it. */
  standardLibrary(file: string): JsonnetObject;
  /** The value of an import; faults of the importer are faults at the site. */
  importCode(from: string, path: string, site: Site): Value;
  importText(from: string, path: string, site: Site): string;
  importBytes(from: string, path: string, site: Site): JsonnetArray;
  externalVariable(name: string): Lazy | undefined;
  /** Receives a line of `std.trace`. */
  trace(line: string): void;
}

/** A call that takes the place of the one that makes it. */
export interface TailCall {
  readonly target: JsonnetFunction;
  readonly args: CallArguments;
  readonly site: Site;
}

export interface CallArguments {
  readonly positional: readonly Lazy[];
  readonly named: readonly NamedLazy[];
  readonly tailstrict: boolean;
}

export interface NamedLazy {
  readonly name: string;
  readonly value: Lazy;
}

export class Machine {
  readonly limits: Limits;
  readonly world: Surroundings;
  /** Calls that are open; frames above are left over. */
  depth = 0;
  private readonly sites: Site[] = [];
  private readonly trimmable: boolean[] = [];
  private steps = 0;
  private size = 0;
  private pending: TailCall | undefined;

  constructor(limits: Limits, world: Surroundings) {
    this.limits = limits;
    this.world = world;
  }

  /** Opens a call. Whoever calls it sets `depth` back to what it was before. */
  enter(site: Site, trimmable: boolean): void {
    const { depth } = this;
    const { frames } = this.limits;
    if (depth >= frames && this.openSites(site).length >= frames) throw this.fault('max stack frames exceeded.', site);
    this.sites[depth] = site;
    this.trimmable[depth] = trimmable;
    this.depth = depth + 1;
    this.work(1);
    this.make(1);
  }

  /** Gives up the open call where what it does last is another call, and it was made `tailstrict`. */
  trim(): void {
    const { depth } = this;
    if (depth > 0 && this.trimmable[depth - 1] === true) this.depth = depth - 1;
  }

  /** A fault at a site, within all open calls. */
  fault(message: string, site: Site): RuntimeFault {
    const trace = this.openSites(site);
    if (site !== NO_SITE) trace.unshift(site);
    return new RuntimeFault(message, trace);
  }

  /** The open calls, the innermost first, without those that a call of the library at their end has taken the place of. */
  openSites(innermost: Site = NO_SITE): Site[] {
    const open: Site[] = [];
    let inner = innermost;
    for (let index = this.depth - 1; index >= 0; index--) {
      const site = this.sites[index] ?? NO_SITE;
      if (!(inner.isTail === true && this.trimmable[index] === true)) open.push(site);
      inner = site;
    }
    return open;
  }

  /** Counts work that calls nothing. */
  work(steps: number): void {
    if ((this.steps += steps) > this.limits.steps) throw this.exhausted('steps', this.limits.steps);
  }

  /** Counts a text that is gone through as a whole. */
  read(text: string): void {
    if (text.length >= LONG) this.work(text.length >> 4);
  }

  /** Counts a text that is taken apart into its characters; hardly, where it is the one that was taken apart last. */
  scan(text: string): void {
    if (text.length >= LONG) this.work(text.length >> (isAtHand(text) ? 13 : 2));
  }

  /** Counts what is made, before it is made. */
  make(size: number): void {
    if ((this.size += size) > this.limits.size) throw this.exhausted('values', this.limits.size);
  }

  /** Counts a text that is written out, before or after it is made. */
  makeText(length: number): void {
    this.make(length > MOST_WRITTEN ? Number.POSITIVE_INFINITY : 1 + length / 3);
  }

  /** Leaves a call to whoever evaluates the body that ends in it. */
  leaveTail(call: TailCall): typeof TAIL {
    this.pending = call;
    return TAIL;
  }

  takeTail(): TailCall {
    const call = this.pending;
    if (call === undefined) throw new Error('no call was left');
    this.pending = undefined;
    return call;
  }

  private exhausted(what: string, limit: number): BudgetFault {
    return new BudgetFault(`the program needs more than ${limit} ${what}`);
  }
}

/** Characters from which on a text counts when it is gone through. */
const LONG = 64;

/** Characters of one text, so that what becomes of it when it is escaped can still be one text of this engine. */
const MOST_WRITTEN = 80_000_000;

/** What a body gives that ends in a call left to its evaluator. */
export const TAIL = Symbol('tail call');

/** For faults that happen at no node of their own, only within calls. */
export const NO_SITE: Site = new WordSite('');
