/** Coroutines: functions that stop where they yield and go on later, each with a stack of its own. */
import { Closure, frameOf, takeOver } from './closure.ts';
import { exhausted } from './fault.ts';
import { type Frame, RETURN, type Signal, TAIL_CALL } from './frame.ts';
import type { Machine } from './machine.ts';
import type { LuaTable } from './table.ts';
import { type LuaFunction, type LuaValue, listOf, NOTHING, type Results } from './value.ts';
import { YieldFunction } from './yield-function.ts';

/** What one takes beside what its functions hold. */
const COROUTINE_BYTES = 1024;
const MAX_LIVING = 10_000;
/** Coroutines that wait for one another; our own stack has room for so many. */
const MAX_NESTING = 100;
const RESUME_STEPS = 20;

/** A function that runs or waits. */
interface Activation {
  readonly frame: Frame;
  readonly steps: Generator<void, Signal, Results>;
}

export class Coroutine {
  readonly kind = 'thread';
  /** Errors of a coroutine that was wrapped as a function are those of its caller. */
  readonly wrapped: boolean;
  dead = false;
  /** Who waits for it while it runs. */
  resumer: { readonly thread: Coroutine | undefined } | undefined = undefined;
  readonly #body: LuaFunction;
  readonly #stack: Activation[] = [];
  #begun = false;
  #environment: LuaTable;

  constructor(machine: Machine, body: LuaFunction, { wrapped }: { readonly wrapped: boolean }) {
    machine.allocate(COROUTINE_BYTES);
    if (++machine.living > MAX_LIVING) throw exhausted(`${machine.where(0)} the script has too many coroutines`);
    this.#body = body;
    this.wrapped = wrapped;
    this.#environment = machine.environment;
  }

  /**
   * Runs until it yields or ends, and gives what it yielded or returned. An error of the program ends it and goes on to the
   * caller; so does a run beyond its limits.
   */
  resume(machine: Machine, args: LuaValue[]): LuaValue[] {
    const { frame, thread, environment } = machine;
    if (nesting(thread) >= MAX_NESTING) throw machine.fault('stack overflow');
    machine.spend(RESUME_STEPS);
    this.resumer = { thread };
    machine.resumed = this;
    machine.thread = this;
    machine.frame = this.#stack.at(-1)?.frame;
    machine.environment = this.#environment;
    try {
      return this.#run(machine, args);
    } catch (error) {
      this.#stack.length = 0;
      throw error;
    } finally {
      this.#environment = machine.environment;
      machine.environment = environment;
      machine.frame = frame;
      machine.thread = thread;
      this.resumer = undefined;
    }
  }

  /** It never runs again. */
  end(machine: Machine): void {
    this.dead = true;
    machine.living--;
  }

  #run(machine: Machine, given: LuaValue[]): LuaValue[] {
    let results: Results = given;
    if (!this.#begun) {
      this.#begun = true;
      const begun = this.#call(machine, this.#body, given);
      if (begun.kind === 'yielded') return begun.values;
      results = begun.results;
    }
    for (let top = this.#stack.at(-1); top !== undefined; top = this.#stack.at(-1)) {
      const { value, done } = top.steps.next(results);
      const after = done === true ? this.#leave(machine, top.frame, value) : this.#request(machine, top.frame);
      if (after.kind === 'yielded') return after.values;
      results = after.results;
    }
    this.end(machine);
    return listOf(results);
  }

  /** A function stopped at a call. */
  #request(machine: Machine, frame: Frame): After {
    const { callee, results } = frame;
    return this.#call(machine, callee, listOf(results));
  }

  /** A function ended, or ends with a call. */
  #leave(machine: Machine, frame: Frame, signal: Signal): After {
    this.#stack.pop();
    const { callee, results } = frame;
    if (signal !== TAIL_CALL || callee === undefined) {
      machine.frame = frame.caller;
      return { kind: 'goes on', results: signal === RETURN ? results : NOTHING };
    }
    const args = listOf(results);
    if (callee instanceof Closure) return this.#start(takeOver(frame, callee, args));
    const after = this.#call(machine, callee, args);
    machine.frame = frame.caller;
    return after;
  }

  #call(machine: Machine, callee: LuaFunction | undefined, args: LuaValue[]): After {
    if (callee instanceof YieldFunction) {
      machine.takeCallName();
      return { kind: 'yielded', values: args };
    }
    if (callee instanceof Closure) return this.#start(frameOf(machine, callee, args));
    return { kind: 'goes on', results: callee?.call(machine, args) ?? NOTHING };
  }

  /** What cannot yield runs to its end at once. */
  #start(frame: Frame): After {
    const steps = frame.closure?.prototype.resumable();
    if (steps !== undefined) {
      this.#stack.push({ frame, steps: steps(frame) });
      return { kind: 'goes on', results: undefined };
    }
    const { machine, closure } = frame;
    const signal = closure?.prototype.body(frame);
    machine.frame = frame.caller;
    return { kind: 'goes on', results: signal === RETURN ? frame.results : NOTHING };
  }
}

/** What comes after a step: values for whoever resumed, or results for the function on top. */
type After =
  | { readonly kind: 'yielded'; readonly values: LuaValue[] }
  | { readonly kind: 'goes on'; readonly results: Results };

function nesting(thread: Coroutine | undefined): number {
  let count = 0;
  for (let one = thread; one !== undefined; one = one.resumer?.thread) count++;
  return count;
}
