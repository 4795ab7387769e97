/** One run of a program: its globals, its budget, and where it is, for messages. */
import type { Closure } from './closure.ts';
import type { Coroutine } from './coroutine.ts';
import { exhausted, LuaFault } from './fault.ts';
import { Frame } from './frame.ts';
import type { LuaTable } from './table.ts';
import type { LuaValue } from './value.ts';

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
/** Comparing texts up to this length costs nothing extra. */
export const LONG_TEXT = 256;

/** As gopher-lua calls a function that no call in the program names. */
const UNNAMED = '(anonymous)';

export class Machine {
  readonly globals: LuaTable;
  /** What a program that is loaded begins with as its global variables. */
  environment: LuaTable;
  /** Seconds since 1970, for the libraries that tell the time. */
  readonly now: number;
  /** Of random numbers. */
  seed = 1;
  /** The function that is running; undefined before the first one. */
  frame: Frame | undefined = undefined;
  /** The coroutine that runs; undefined in the program itself. */
  thread: Coroutine | undefined = undefined;
  /** The coroutine that was resumed last and has not given back; not always the one that runs, as in gopher-lua. */
  resumed: Coroutine | undefined = undefined;
  /** Coroutines that have begun or may begin. */
  living = 0;
  /** What the function that is called next is called by, for messages of libraries. */
  callName = UNNAMED;
  #steps: number;
  #memory: number;
  #metatables: Map<string, LuaTable> | undefined = undefined;

  constructor(limits: Limits, options: { readonly now: number; readonly globals: (machine: Machine) => LuaTable }) {
    this.#steps = limits.steps;
    this.#memory = limits.memory;
    this.now = options.now;
    this.globals = options.globals(this);
    this.environment = this.globals;
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

  /** Begins a function; the frame that was running is its caller. */
  enter(closure: Closure, varargs: LuaValue[]): Frame {
    this.makeRoom();
    this.callName = UNNAMED;
    const frame = new Frame(this, closure, varargs);
    this.frame = frame;
    return frame;
  }

  /** Before a function is called: there must be room for one more. */
  makeRoom(): void {
    if (this.frame !== undefined && this.frame.depth >= MAX_DEPTH) throw this.fault('stack overflow');
  }

  /** Runs a part of a library that calls functions of the program: it stands between them and the one that called it. */
  callingBack<T>(run: () => T): T {
    const { frame } = this;
    this.frame = new Frame(this, undefined);
    const result = run();
    this.frame = frame;
    return result;
  }

  /** `<string>:3:` of the function that runs (level 0) or of one that called it; empty beyond the first. */
  where(level: number): string {
    const found = this.frameAt(level);
    if (found === undefined) return '';
    return found.closure === undefined ? this.where(level + 1) : `<string>:${found.line}:`;
  }

  /** As gopher-lua counts: a function that took over others counts as all of them; beyond the first of such it is the first. */
  frameAt(level: number): Frame | undefined {
    let left = level;
    let frame = this.frame;
    for (; left > 0 && frame !== undefined; frame = frame.caller) left -= 1 + frame.tailCalls;
    if (left === 0) return frame;
    if (left > 0) return undefined;
    let first = this.frame;
    while (first?.caller !== undefined) first = first.caller;
    return first;
  }

  /** An error with its place before the message. */
  fault(message: string): LuaFault {
    return new LuaFault(`${this.where(0)} ${message}`);
  }
}
