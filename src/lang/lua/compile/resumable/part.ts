/**
 * What a function of a coroutine is made of. All that cannot yield runs as it does elsewhere; only calls that stand on their own,
 * and what holds them, may stop and go on later.
 */
import { Closure } from '../../runtime/closure.ts';
import { type Execute, type Frame, GOTO, NORMAL, type Signal } from '../../runtime/frame.ts';
import { callable } from '../../runtime/operate.ts';
import type { Steps } from '../../runtime/steps.ts';
import { isFunction, type LuaFunction, type LuaValue, type Results } from '../../runtime/value.ts';
import { YieldFunction } from '../../runtime/yield-function.ts';

export type Part =
  | { readonly kind: 'plain'; readonly execute: Execute }
  | { readonly kind: 'call'; readonly call: PreparedCall; readonly store: (frame: Frame, results: Results) => void }
  | { readonly kind: 'steps'; readonly steps: Steps }
  | { readonly kind: 'label'; readonly name: string };

/** A call whose parts call nothing. */
export interface PreparedCall {
  readonly prepare: (frame: Frame) => { callee: LuaValue; args: LuaValue[] };
  readonly line: number;
  readonly name: string;
}

/** One after the other; a jump to a label among them ends here. */
export function sequence(parts: readonly Part[]): Steps {
  const labels = new Map(parts.flatMap((part, place) => (part.kind === 'label' ? [[part.name, place] as const] : [])));
  return function* (frame) {
    let place = 0;
    while (place < parts.length) {
      const part = parts[place];
      let signal: Signal = NORMAL;
      if (part?.kind === 'plain') signal = part.execute(frame);
      else if (part?.kind === 'steps') signal = yield* part.steps(frame);
      else if (part?.kind === 'call') {
        const known = begin(frame, part.call);
        part.store(frame, known.pending ? yield : known.results);
      }
      const target = signal === GOTO ? labels.get(frame.label) : undefined;
      if (signal !== NORMAL && target === undefined) return signal;
      if (target !== undefined) frame.machine.spend(parts.length);
      place = target ?? place + 1;
    }
    return NORMAL;
  };
}

const PENDING = { pending: true } as const;

type Begun = typeof PENDING | { readonly pending: false; readonly results: Results };

/** Calls what cannot yield at once; leaves anything else to the coroutine, which finds it in the frame. */
function begin(frame: Frame, { prepare, line, name }: PreparedCall): Begun {
  const { machine } = frame;
  const { callee, args } = prepare(frame);
  frame.line = line;
  machine.callName = name;
  let target: LuaFunction;
  if (isFunction(callee)) target = callee;
  else {
    target = callable(machine, callee);
    args.unshift(callee);
  }
  if (!mayYield(target)) return { pending: false, results: target.call(machine, args) };
  frame.callee = target;
  frame.results = args;
  return PENDING;
}

function mayYield(target: LuaFunction): boolean {
  if (target instanceof Closure) return target.prototype.resumable() !== undefined;
  return target instanceof YieldFunction;
}
