/** Loops whose bodies may stop. Iterators themselves may not: gopher-lua calls them from outside the program. */
import type { ConditionalLoop, GenericFor, NumericFor } from '../../parser/syntax.ts';
import { BREAK, NORMAL } from '../../runtime/frame.ts';
import { call } from '../../runtime/operate.ts';
import type { Steps } from '../../runtime/steps.ts';
import { isTruthy, listOf } from '../../runtime/value.ts';
import { compileList } from '../compile-expression.ts';
import { compileRange, inRange } from '../compile-loop.ts';
import { declareAll, declareIn } from '../compile-variable.ts';
import { lowerAll, lowerList } from './lower-expression.ts';
import { lowerBlock, lowerCondition } from './lower-statement.ts';
import type { Part } from './part.ts';
import type { Temporaries } from './temporaries.ts';

export function lowerLoop(loop: ConditionalLoop | NumericFor | GenericFor, temporaries: Temporaries): readonly Part[] {
  switch (loop.kind) {
    case 'while':
      return [{ kind: 'steps', steps: lowerWhile(loop, temporaries) }];
    case 'repeat':
      return [{ kind: 'steps', steps: lowerRepeat(loop, temporaries) }];
    case 'numeric-for':
      return lowerNumericFor(loop, temporaries);
    case 'generic-for':
      return lowerGenericFor(loop, temporaries);
  }
}

function lowerWhile({ condition, body, weight, line }: ConditionalLoop, temporaries: Temporaries): Steps {
  const holds = lowerCondition(condition, temporaries);
  const round = lowerBlock(body, temporaries);
  return function* (frame) {
    frame.line = line;
    for (;;) {
      yield* holds.before(frame);
      if (!isTruthy(holds.value(frame))) return NORMAL;
      frame.machine.spend(weight);
      const signal = yield* round(frame);
      if (signal !== NORMAL) return signal === BREAK ? NORMAL : signal;
    }
  };
}

function lowerRepeat({ condition, body, weight, line }: ConditionalLoop, temporaries: Temporaries): Steps {
  const round = lowerBlock(body, temporaries);
  const ends = lowerCondition(condition, temporaries);
  return function* (frame) {
    frame.line = line;
    for (;;) {
      frame.machine.spend(weight);
      const signal = yield* round(frame);
      if (signal !== NORMAL) return signal === BREAK ? NORMAL : signal;
      yield* ends.before(frame);
      if (isTruthy(ends.value(frame))) return NORMAL;
    }
  };
}

function lowerNumericFor(loop: NumericFor, temporaries: Temporaries): readonly Part[] {
  const { local, weight } = loop;
  const given = loop.step === undefined ? [loop.from, loop.to] : [loop.from, loop.to, loop.step];
  const { parts, value } = lowerAll(given, temporaries);
  const [from = loop.from, to = loop.to, step] = value;
  const rangeOf = compileRange({ ...loop, from, to, step });
  const round = lowerBlock(loop.body, temporaries);
  const steps: Steps = function* (frame) {
    const { start, end, by } = rangeOf(frame);
    for (let count = start; inRange(count, end, by); count += by) {
      frame.machine.spend(weight);
      declareIn(frame, local, count);
      const signal = yield* round(frame);
      if (signal !== NORMAL) return signal === BREAK ? NORMAL : signal;
    }
    return NORMAL;
  };
  return [...parts, { kind: 'steps', steps }];
}

function lowerGenericFor(loop: GenericFor, temporaries: Temporaries): readonly Part[] {
  const { locals, weight, line } = loop;
  const { parts, value } = lowerList(loop.values, temporaries);
  const list = compileList(value);
  const round = lowerBlock(loop.body, temporaries);
  const steps: Steps = function* (frame) {
    const { machine } = frame;
    let [iterator, state, control] = list(frame);
    for (;;) {
      machine.spend(weight);
      frame.line = line;
      const found = listOf(call(machine, iterator, [state, control]));
      control = found[0];
      if (control === undefined) return NORMAL;
      declareAll(frame, locals, found);
      const signal = yield* round(frame);
      if (signal !== NORMAL) return signal === BREAK ? NORMAL : signal;
    }
  };
  return [...parts, { kind: 'steps', steps }];
}
