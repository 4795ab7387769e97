/** Filters that look into a value; they know the way as well. */
import { isList, isObject, type Json } from '../../../base/json-value.ts';
import type { Query } from '../syntax/ast.ts';
import { accessed, keysInside, sliced } from '../value/access.ts';
import { described, JqError } from '../value/fault.ts';
import { compile } from './compile.ts';
import { type Emit, type Filter, isIntact, type Point, within } from './filter.ts';
import type { Frame } from './machine.ts';
import type { Scope } from './scope.ts';

export function compileIndex({ target, key }: Query & { kind: 'index' }, scope: Scope): Filter {
  const where = compile(target, scope);
  if (key.kind === 'literal') {
    const name = key.value;
    return (frame, input, emit) => where(frame, input, (point) => emit(stepInto(frame, point, name)));
  }
  const keys = compile(key, scope);
  return (frame, input, emit) =>
    where(frame, input, (point) =>
      keys(frame, { value: input.value, path: undefined }, ({ value }) => emit(stepInto(frame, point, value))),
    );
}

function stepInto(frame: Frame, point: Point, key: Json): Point {
  frame.budget.step();
  return within(point, key, accessed(point.value, key, frame.budget));
}

export function compileSlice({ target, from, to }: Query & { kind: 'slice' }, scope: Scope): Filter {
  const nothing: Query = { kind: 'literal', value: null };
  const [where, starts, ends] = [target, from ?? nothing, to ?? nothing].map((each) => compile(each, scope)) as [
    Filter,
    Filter,
    Filter,
  ];
  return (frame, input, emit) => {
    const plain = { value: input.value, path: undefined };
    where(frame, input, (point) =>
      ends(frame, plain, (end) =>
        starts(frame, plain, (start) => {
          const slice = { start: start.value, end: end.value };
          emit(within(point, slice, sliced(point.value, slice, frame.budget)));
        }),
      ),
    );
  };
}

export function compileEach({ target }: Query & { kind: 'each' }, scope: Scope): Filter {
  const where = compile(target, scope);
  return (frame, input, emit) => where(frame, input, (point) => each(frame, point, emit));
}

/** Everything directly inside. Throws where the way does not lead to the value. */
export function each(frame: Frame, point: Point, emit: Emit): void {
  if (!isIntact(point)) throw new JqError(`invalid path on iterating against: ${described(point.value)}`);
  for (const key of keysInside(point.value)) {
    frame.budget.step();
    emit(within(point, key, inside(point.value, key)));
  }
}

function inside(value: Json, key: string | number): Json {
  if (typeof key === 'number') return isList(value) ? (value[key] ?? null) : null;
  return isObject(value) ? (value[key] ?? null) : null;
}

/** `..`: the value itself and all in it, outer ones first. */
export const descend: Filter = (frame, input, emit) => {
  emit(input);
  if ((isList(input.value) || isObject(input.value)) && isIntact(input))
    each(frame, input, (point) => descend(frame, point, emit));
};
