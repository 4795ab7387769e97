/** One run of a program: its globals, its budget, and where it is, for messages. */
import { exhausted, LuaFault } from './fault.ts';
import type { LuaTable } from './table.ts';

export interface Limits {
  /** Parts of the program (operations, names, constants) that may be evaluated. */
  readonly steps: number;
  /** Bytes that strings and table entries may take in all, those already given up included. */
  readonly memory: number;
}

/** As many functions as gopher-lua has room for, the program itself included. */
const MAX_DEPTH = 256;
const MAX_STRING = 16 * 1024 * 1024;
const STRING_BYTES = 48;
const LONG_TEXT = 256;

/** As gopher-lua calls a function that no call in the program names. */
const UNNAMED = '(anonymous)';

export class Machine {
  readonly globals: LuaTable;
  /** Seconds since 1970, for the libraries that tell the time. */
  readonly now: number;
  /** Of random numbers. */
  seed = 1;
  /** How many functions are running. */
  depth = 0;
  /** What the function that is called next is called by, for messages of libraries. */
  callName = UNNAMED;
  /** The line each running function is at. */
  readonly lines: number[] = [0];
  #steps: number;
  #memory: number;
  #metatables: Map<string, LuaTable> | undefined = undefined;

  constructor(limits: Limits, options: { readonly now: number; readonly globals: (machine: Machine) => LuaTable }) {
    this.#steps = limits.steps;
    this.#memory = limits.memory;
    this.now = options.now;
    this.globals = options.globals(this);
  }

  /** Takes from the budget of steps. */
  spend(steps: number): void {
    this.#steps -= steps;
    if (this.#steps < 0) throw exhausted(`${this.where(0)} the script takes too long`);
  }

  /** For comparing texts: long ones take time. */
  spendOnTexts(one: string, other: string): void {
    const shorter = Math.min(one.length, other.length);
    if (shorter > LONG_TEXT) this.spend(shorter >> 4);
  }

  /** Takes from the budget of memory. */
  allocate(bytes: number): void {
    this.#memory -= bytes;
    if (this.#memory < 0) throw exhausted(`${this.where(0)} the script uses too much memory`);
  }

  /** Before a string of this length is made. */
  allocateString(length: number): void {
    if (length > MAX_STRING) throw exhausted(`${this.where(0)} a string is too long`);
    this.allocate(length + STRING_BYTES);
  }

  /** Notes the line of the running function. */
  at(line: number): void {
    this.lines[this.depth] = line;
  }

  /** Notes the line of a call, and what stands there for the function. */
  calls(line: number, name: string): void {
    this.lines[this.depth] = line;
    this.callName = name;
  }

  /** The name that was noted for this call; what a library calls itself has none. */
  takeCallName(): string {
    const name = this.callName;
    this.callName = UNNAMED;
    return name;
  }

  /** What values of a type share as their metatable; only tables have their own. */
  sharedMetatable(type: string): LuaTable | undefined {
    return this.#metatables?.get(type);
  }

  shareMetatable(type: string, metatable: LuaTable | undefined): void {
    this.#metatables ??= new Map();
    if (metatable === undefined) this.#metatables.delete(type);
    else this.#metatables.set(type, metatable);
  }

  /** A function begins. */
  enter(): void {
    if (this.depth >= MAX_DEPTH - 1) throw this.fault('stack overflow');
    this.depth++;
    this.lines[this.depth] = this.lines[this.depth - 1] ?? 0;
  }

  leave(): void {
    this.depth--;
  }

  /** `<string>:3:` of the running function or of one that called it; empty beyond the first. */
  where(level: number): string {
    const depth = this.depth - level;
    return depth < 1 ? '' : `<string>:${this.lines[depth] ?? 0}:`;
  }

  /** An error with its place before the message. */
  fault(message: string): LuaFault {
    return new LuaFault(`${this.where(0)} ${message}`);
  }
}
