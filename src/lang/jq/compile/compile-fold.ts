/** `reduce` and `foreach`: a state that goes through all outputs of a filter. */
import type { Pattern, Query } from '../syntax/ast.ts';
import { compile } from './compile.ts';
import { compilePattern, named, namesIn } from './compile-binding.ts';
import { type Filter, made, type Point } from './filter.ts';
import type { Frame } from './machine.ts';
import type { Scope } from './scope.ts';

/** The last state; an update without output keeps the one before. */
export function compileReduce(query: Query & { kind: 'reduce' }, scope: Scope): Filter {
  const { loop, inner } = compileLoop(query, scope);
  const init = compile(query.init, scope);
  const update = compile(query.update, inner);
  return (frame, input, emit) =>
    init(frame, input, (start) => {
      let state = start.value;
      loop(frame, made(input.value, start), (within, item) => {
        update(within, made(state, item), (after) => {
          state = after.value;
        });
      });
      emit(made(state, start));
    });
}

/** Every state, or what is extracted from it. */
export function compileForeach(query: Query & { kind: 'foreach' }, scope: Scope): Filter {
  const { loop, inner } = compileLoop(query, scope);
  const init = compile(query.init, scope);
  const update = compile(query.update, inner);
  const extract: Filter = query.extract === undefined ? (_, input, emit) => emit(input) : compile(query.extract, inner);
  return (frame, input, emit) =>
    init(frame, input, (start) => {
      let state = start.value;
      loop(frame, made(input.value, start), (within, item) => {
        update(within, made(state, item), (after) => {
          state = after.value;
          extract(within, after, emit);
        });
      });
    });
}

interface Loop {
  /** Calls for each output of the source with its names bound, and that output: where paths are asked for, the way goes on from it. */
  readonly loop: (frame: Frame, input: Point, turn: (within: Frame, item: Point) => void) => void;
  readonly inner: Scope;
}

function compileLoop({ source, pattern }: { source: Query; pattern: Pattern }, scope: Scope): Loop {
  const values = compile(source, scope);
  const binder = compilePattern(pattern, scope);
  const names = [...new Set(namesIn(pattern))];
  const inner = names.reduce((wider, name) => wider.withValue('variable', name), scope);
  const loop: Loop['loop'] = (frame, input, turn) =>
    values(frame, input, (item) => {
      frame.budget.step();
      binder(frame, item.value, new Map(), (found) => turn(named(frame, names, found), item));
    });
  return { loop, inner };
}
