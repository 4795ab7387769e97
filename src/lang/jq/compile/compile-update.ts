/** Assignments: `=`, `|=`, `+=` and the like. */
import type { Json } from '../../../base/json-value.ts';
import type { BinaryOperator, Query } from '../syntax/ast.ts';
import { operate } from '../value/arithmetic.ts';
import { JqError } from '../value/fault.ts';
import { isTrue } from '../value/kind.ts';
import { deletePaths, getPath, setTo } from '../value/paths.ts';
import { compile } from './compile.ts';
import { untilBroken } from './compile-jump.ts';
import { type Filter, intact, keysOf, made, type Point, rootOf } from './filter.ts';
import type { Frame } from './machine.ts';
import type { Scope } from './scope.ts';

export function compileUpdate({ operator, left, right }: Query & { kind: 'update' }, scope: Scope): Filter {
  const [target, source] = [compile(left, scope), compile(right, scope)];
  if (operator === '|=') return (frame, input, emit) => emit(made(modified(frame, input, { target, source }), input));
  const combine = combination(operator);
  return (frame, input, emit) =>
    source(frame, { value: input.value, path: undefined }, ({ value }) => {
      const change = (old: Json): Json => combine(frame, old, value);
      emit(made(changed(frame, input, { target, change }), input));
    });
}

type Combine = (frame: Frame, old: Json, value: Json) => Json;

function combination(operator: string): Combine {
  if (operator === '=') return (_, __, value) => value;
  if (operator === '//=') return (_, old, value) => (isTrue(old) ? old : value);
  const arithmetic = operator.slice(0, -1) as BinaryOperator;
  return (frame, old, value) => operate(arithmetic, old, value, frame.budget);
}

function changed(
  frame: Frame,
  input: Point,
  { target, change }: { readonly target: Filter; readonly change: (old: Json) => Json },
): Json {
  let result = input.value;
  for (const path of pathsOf(target, frame, input.value)) {
    result = setTo(result, path, change(oldAt(result, path, frame)), frame.budget);
  }
  return result;
}

/** What stands at a path; null where no way leads there, which setting it then reports. */
function oldAt(value: Json, path: readonly Json[], frame: Frame): Json {
  try {
    return getPath(value, path, frame.budget);
  } catch (error) {
    if (error instanceof JqError) return null;
    throw error;
  }
}

/** The first output of the update, at each path; a path without output is deleted, after all others were updated. */
function modified(
  frame: Frame,
  input: Point,
  { target, source }: { readonly target: Filter; readonly source: Filter },
): Json {
  let result = input.value;
  const gone: (readonly Json[])[] = [];
  for (const path of pathsOf(target, frame, input.value)) {
    let found: Point | undefined;
    untilBroken(frame.budget, (label) =>
      source(frame, { value: getPath(result, path, frame.budget), path: undefined }, (point) => {
        found = point;
        throw label;
      }),
    );
    const value = found?.value;
    if (value === undefined) gone.push(path);
    else result = setTo(result, path, value, frame.budget);
  }
  return deletePaths(result, gone, frame.budget);
}

/** All paths that a filter leads to. */
export function pathsOf(filter: Filter, frame: Frame, value: Json): readonly (readonly Json[])[] {
  const paths: (readonly Json[])[] = [];
  filter(frame, rootOf(value), (point) => {
    const keys = keysOf(intact(point));
    frame.budget.hold(keys.length + 1);
    paths.push(keys);
  });
  return paths;
}
