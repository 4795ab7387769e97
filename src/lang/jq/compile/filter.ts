/** Programs are compiled to closures that hand each output on, at once, to who wants it. */
import type { Json } from '../../../base/json-value.ts';
import { described, JqError } from '../value/fault.ts';
import type { Frame } from './machine.ts';

/** A value, and, where paths are asked for, the way to it. */
export interface Point {
  readonly value: Json;
  readonly path: Path | undefined;
}

/** The way to a value from where `path( )` began, last step first. The root has no key. */
export interface Path {
  readonly outer: Path | undefined;
  readonly key: Json;
  /** What stands there: a value that was made on the way is no longer at the path it came from. */
  readonly value: Json;
}

export type Emit = (point: Point) => void;
export type Filter = (frame: Frame, input: Point, emit: Emit) => void;

/** A value that was made, not found: it stands nowhere, but may turn out to be what is at the path. */
export function made(value: Json, input: Point): Point {
  return { value, path: input.path };
}

/** What stands under a key of a point. */
export function within(point: Point, key: Json, value: Json): Point {
  if (point.path === undefined) return { value, path: undefined };
  return { value, path: { outer: intact(point), key, value } };
}

/** Whether the value stands where its path leads; where no path is asked for, it does. */
export function isIntact({ path, value }: Point): boolean {
  return path === undefined || path.value === value || (Number.isNaN(path.value) && Number.isNaN(value));
}

/** The path of a point. Throws where its value does not stand there. */
export function intact(point: Point): Path {
  const { path, value } = point;
  if (path !== undefined && isIntact(point)) return path;
  throw new JqError(`invalid path against: ${described(value)}`);
}

/** Keys from the root. */
export function keysOf(path: Path): readonly Json[] {
  const keys: Json[] = [];
  for (let here = path; here.outer !== undefined; here = here.outer) keys.push(here.key);
  return keys.reverse();
}

/** The beginning of a path. */
export function rootOf(value: Json): Point {
  return { value, path: { outer: undefined, key: null, value } };
}
