/** Functions that take filters: they give any number of outputs, or know paths. */
import { isList, type Json } from '../../../base/json-value.ts';
import { collected } from '../compile/compile-construction.ts';
import { untilBroken } from '../compile/compile-jump.ts';
import { pathsOf } from '../compile/compile-update.ts';
import { type Emit, type Filter, intact, keysOf, made, type Point, rootOf, within } from '../compile/filter.ts';
import type { Frame } from '../compile/machine.ts';
import { accessed } from '../value/access.ts';
import { add } from '../value/arithmetic.ts';
import { JqError, notFor } from '../value/fault.ts';
import { isTrue } from '../value/kind.ts';
import { deletePaths, getPath } from '../value/paths.ts';
import { formatterNamed } from './formats.ts';

export type FilterBuilder = (args: readonly Filter[]) => Filter;

const identity: Filter = (_, input, emit) => emit(input);

function only(args: readonly Filter[], at = 0): Filter {
  return args[at] ?? identity;
}

function plain(point: Point): Point {
  return { value: point.value, path: undefined };
}

export const GENERATORS: Readonly<Record<string, FilterBuilder>> = {
  'empty/0': () => () => undefined,
  'error/0': () => (_, input) => {
    throw new JqError(input.value);
  },
  'error/1': (args) => (frame, input) =>
    only(args)(frame, plain(input), ({ value }) => {
      throw new JqError(value);
    }),
  'env/0': () => (_, input, emit) => emit(made({}, input)),
  'input/0': () => () => {
    throw new JqError('break');
  },
  'inputs/0': () => () => undefined,
  'debug/0': () => identity,
  'debug/1': () => identity,
  'stderr/0': () => identity,
  'path/1': (args) => (frame, input, emit) =>
    only(args)(frame, rootOf(input.value), (point) => emit(made(keysOf(intact(point)), input))),
  'getpath/1': getPathFilter,
  'del/1': (args) => (frame, input, emit) =>
    emit(made(deletePaths(input.value, pathsOf(only(args), frame, input.value), frame.budget), input)),
  'select/1': (args) => (frame, input, emit) =>
    only(args)(frame, plain(input), ({ value }) => {
      if (isTrue(value)) emit(input);
    }),
  'recurse/1': (args) => recursion(only(args)),
  'range/1': (args) => range([(_, input, emit) => emit(made(0, input)), only(args)]),
  'range/2': range,
  'range/3': range,
  'first/1': (args) => (frame, input, emit) => take(1, only(args), { frame, input, emit }),
  'limit/2': (args) => (frame, input, emit) =>
    only(args)(frame, plain(input), ({ value }) => limit(value, only(args, 1), { frame, input, emit })),
  'last/1': (args) => (frame, input, emit) => {
    let last: { readonly value: Json } | undefined;
    only(args)(frame, input, ({ value }) => {
      last = { value };
    });
    if (last !== undefined) emit(made(last.value, input));
  },
  'isempty/1': (args) => (frame, input, emit) => {
    let found = false;
    take(1, only(args), {
      frame,
      input,
      emit: () => {
        found = true;
      },
    });
    emit(made(!found, input));
  },
  'add/1': (args) => (frame, input, emit) => {
    let sum: Json = null;
    only(args)(frame, plain(input), ({ value }) => {
      sum = add(sum, value, frame.budget);
    });
    emit(made(sum, input));
  },
  'until/2': (args) => (frame, input, emit) => until(args, { frame, input, emit }),
  'while/2': (args) => (frame, input, emit) => repeatWhile(args, { frame, input, emit }),
  'repeat/1': (args) => (frame, input, emit) => {
    for (;;) {
      frame.budget.step();
      only(args)(frame, input, emit);
    }
  },
  'format_as/1': (args) => (frame, input, emit) =>
    only(args)(frame, plain(input), ({ value }) => {
      if (typeof value !== 'string') throw notFor('format', input.value, [value]);
      emit(made(formatterNamed(`@${value}`)(input.value, frame.budget), input));
    }),
};

interface Turn {
  readonly frame: Frame;
  readonly input: Point;
  readonly emit: Emit;
}

function getPathFilter(args: readonly Filter[]): Filter {
  return (frame, input, emit) =>
    only(args)(frame, plain(input), ({ value: path }) => {
      if (!isList(path)) throw notFor('getpath', input.value, [path]);
      const value = getPath(input.value, path, frame.budget);
      if (input.path === undefined) {
        emit(made(value, input));
        return;
      }
      let point = input;
      for (const key of path)
        point = within(point, key, point.value === null ? null : accessed(point.value, key, frame.budget));
      emit(point);
    });
}

function recursion(step: Filter): Filter {
  const run: Filter = (frame, input, emit) => {
    frame.budget.enter();
    emit(input);
    step(frame, input, (point) => run(frame, point, emit));
    frame.budget.leave();
  };
  return run;
}

/** `range($from; $to; $by)`, for each choice of these. */
function range(args: readonly Filter[]): Filter {
  const by = args[2] ?? ((_, input, emit) => emit(made(1, input)));
  return (frame, input, emit) =>
    only(args)(frame, plain(input), (from) =>
      only(args, 1)(frame, plain(input), (to) =>
        by(frame, plain(input), (step) => count([from.value, to.value, step.value], { frame, input, emit })),
      ),
    );
}

function count(bounds: readonly Json[], { frame, input, emit }: Turn): void {
  const [from = 0, to = 0, by = 1] = bounds.map((bound) => {
    if (typeof bound === 'number' || typeof bound === 'bigint') return Number(bound);
    throw notFor('range', bound);
  });
  if (by === 0) return;
  for (let at = from; by > 0 ? at < to : at > to; at += by) emitCounted(at);

  function emitCounted(value: number): void {
    frame.budget.step();
    emit(made(value, input));
  }
}

function limit(count: Json, filter: Filter, turn: Turn): void {
  if (typeof count !== 'number' && typeof count !== 'bigint') throw notFor('limit', count);
  if (count < 0) throw new JqError("limit doesn't support negative count");
  take(Number(count), filter, turn);
}

/** The first outputs, and none beyond them computed. */
function take(count: number, filter: Filter, { frame, input, emit }: Turn): void {
  let left = count;
  if (left <= 0) return;
  const last: Point[] = [];
  untilBroken(frame.budget, (label) =>
    filter(frame, input, (point) => {
      if (--left > 0) {
        emit(point);
        return;
      }
      last.push(point);
      throw label;
    }),
  );
  for (const point of last) emit(point);
}

/** A loop as long as the update has one output; where it has more, each goes on by itself. */
function until(args: readonly Filter[], turn: Turn): void {
  const { frame, emit } = turn;
  for (let input = turn.input; ; ) {
    frame.budget.step();
    const done = collected(only(args), frame, plain(input));
    const [next, ...more] = done.length === 1 && !isTrue(done[0] ?? null) ? outputs(only(args, 1), frame, input) : [];
    if (done.length === 1 && isTrue(done[0] ?? null)) {
      emit(input);
      return;
    }
    if (done.length === 1 && next !== undefined && more.length === 0) {
      input = next;
      continue;
    }
    branch(args, done, { frame, input, emit });
    return;
  }
}

function branch(args: readonly Filter[], done: readonly Json[], { frame, input, emit }: Turn): void {
  frame.budget.enter();
  for (const each of done) {
    if (isTrue(each)) emit(input);
    else only(args, 1)(frame, input, (point) => until(args, { frame, input: point, emit }));
  }
  frame.budget.leave();
}

function outputs(filter: Filter, frame: Frame, input: Point): readonly Point[] {
  const found: Point[] = [];
  filter(frame, input, (point) => {
    frame.budget.step();
    found.push(point);
  });
  return found;
}

function repeatWhile(args: readonly Filter[], turn: Turn): void {
  const { frame, emit } = turn;
  for (let input = turn.input; ; ) {
    frame.budget.step();
    const [condition = null, ...others] = collected(only(args), frame, plain(input));
    if (others.length > 0) throw new JqError('while with more than one condition is not supported');
    if (!isTrue(condition)) return;
    emit(input);
    const found = outputs(only(args, 1), frame, input);
    const [next] = found;
    if (next === undefined) return;
    if (found.length > 1) {
      frame.budget.enter();
      for (const point of found) repeatWhile(args, { frame, input: point, emit });
      frame.budget.leave();
      return;
    }
    input = next;
  }
}
