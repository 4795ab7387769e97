/** Assignments: `=`, `|=`, `+=` and the like. */
import type { Json } from '../../../base/json-value.ts';
import type { BinaryOperator, Query, UpdateOperator } from '../syntax/ast.ts';
import { negate, operate } from '../value/arithmetic.ts';
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
  const fixed = operator === '=' ? constantPath(left) : undefined;
  if (fixed !== undefined) {
    return (frame, input, emit) =>
      source(frame, { value: input.value, path: undefined }, ({ value }) =>
        emit(made(setTo(input.value, fixed, value, frame.budget), input)),
      );
  }
  const combine = combination(operator);
  return (frame, input, emit) =>
    source(frame, { value: input.value, path: undefined }, ({ value }) => {
      const change = (old: Json): Json => combine(frame, old, value);
      emit(made(changed(frame, input, { operator, target, change }), input));
    });
}

/** Keys of a path that no value decides: gojq sets there without looking whether the way is there. */
function constantPath(query: Query): readonly Json[] | undefined {
  if (query.kind !== 'index' && query.kind !== 'slice') return undefined;
  const outer = query.target.kind === 'identity' ? [] : constantPath(query.target);
  const key = query.kind === 'index' ? constantKey(query.key) : constantSlice(query);
  return outer === undefined || key === undefined ? undefined : [...outer, key];
}

function constantKey(query: Query): Json | undefined {
  if (query.kind === 'text')
    return query.parts.length === 1 && typeof query.parts[0] === 'string' ? query.parts[0] : undefined;
  if (query.kind === 'negate' && query.operand.kind === 'literal') return negate(query.operand.value);
  const isKey = query.kind === 'literal' && (typeof query.value === 'string' || typeof query.value === 'number');
  return isKey ? query.value : undefined;
}

function constantSlice({ from, to }: Query & { kind: 'slice' }): Json | undefined {
  const start = from === undefined ? null : constantKey(from);
  const end = to === undefined ? null : constantKey(to);
  return start === undefined || end === undefined ? undefined : { start, end };
}

type Combine = (frame: Frame, old: Json, value: Json) => Json;

function combination(operator: string): Combine {
  if (operator === '=') return (_, __, value) => value;
  if (operator === '//=') return (_, old, value) => (isTrue(old) ? old : value);
  const arithmetic = operator.slice(0, -1) as BinaryOperator;
  return (frame, old, value) => operate(arithmetic, old, value, frame.budget);
}

interface Change {
  readonly operator: UpdateOperator;
  readonly target: Filter;
  readonly change: (old: Json) => Json;
}

function changed(frame: Frame, input: Point, { operator, target, change }: Change): Json {
  let result = input.value;
  for (const path of pathsOf(target, frame, input.value)) {
    const old = operator === '=' ? null : getPath(result, path, frame.budget);
    result = setTo(result, path, change(old), frame.budget);
  }
  return result;
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
