/**
 * Unknown JSON → a typed value for reading. Unknown fields stay where they are; parts that need nothing are shared with
 * the input. What Go would fill in is filled in: required fields that are absent get their zero value.
 */
import { AppError } from '../../base/errors.ts';
import { setOwn } from '../../base/json/own.ts';
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { describe, readScalar } from './decode-scalar.ts';
import type { AnyStruct, Field, Shape, Struct } from './field.ts';
import { zeroOf, zeroOfShape } from './zero.ts';

/** One field that does not fit its table. */
export interface FieldProblem {
  /** `spec.sources[1].helm.valueFiles` */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

export type Decoded<T> =
  | { readonly kind: 'decoded'; readonly value: T }
  | { readonly kind: 'invalid'; readonly problems: readonly FieldProblem[] };

/** The typed value. Error `api.invalid-field` (kind user) whose message names every field that does not fit. */
export function decode<T>(struct: Struct<T>, value: unknown): T {
  const decoded = tryDecode(struct, value);
  if (decoded.kind === 'decoded') return decoded.value;
  throw new AppError({
    code: 'api.invalid-field',
    kind: 'user',
    message: `invalid ${struct.name}: ${problemText(decoded.problems)}`,
  });
}

/** As `decode`, with the problems as a value. */
export function tryDecode<T>(struct: Struct<T>, value: unknown): Decoded<T> {
  const problems: FieldProblem[] = [];
  const result = readStruct(struct, value as Json, { path: '', problems });
  if (problems.length > 0) return { kind: 'invalid', problems };
  // Every member was checked against its row, from which T is inferred.
  return { kind: 'decoded', value: result as T };
}

/** All problems in one sentence; of very many the first ones and their number. */
export function problemText(problems: readonly FieldProblem[]): string {
  const shown = problems.slice(0, 10).map(({ path, expected, found }) => {
    return `${path === '' ? 'the whole value' : path}: expected ${expected}, found ${found}`;
  });
  const more = problems.length - shown.length;
  return shown.join('; ') + (more > 0 ? `; and ${more} more` : '');
}

interface Place {
  readonly path: string;
  readonly problems: FieldProblem[];
}

function readShape(shape: Shape, value: Json, place: Place): Json {
  if (shape.kind === 'struct') return readStruct(shape.struct, value, place);
  if (shape.kind === 'list') return readList(shape.of, value, place);
  if (shape.kind === 'map') return readMap(shape.of, value, place);
  const scalar = readScalar(shape.kind, value);
  if (scalar.kind === 'value') return scalar.value;
  report(place, scalar.expected, value);
  return value;
}

function readStruct(struct: AnyStruct, value: Json, place: Place): Json {
  if (!isObject(value)) {
    report(place, 'an object', value);
    return value;
  }
  const changes: [key: string, value: Json | undefined][] = [];
  for (const { key, field } of struct.members) {
    const old = Object.hasOwn(value, key) ? value[key] : undefined;
    const read = readMember(field, old, at(place, key));
    if (read !== old) changes.push([key, read]);
  }
  return changes.length === 0 ? value : changed(value, changes);
}

/** Null is absence to Go. An absent field stays absent, or is zero where it must be there. */
function readMember(field: Field, value: Json | undefined, place: Place): Json | undefined {
  if (value === undefined || value === null) return field.presence === 'required' ? zeroOf(field) : undefined;
  return readShape(field.shape, value, place);
}

function readList(of: Shape, value: Json, place: Place): Json {
  if (!isList(value)) {
    report(place, 'a list', value);
    return value;
  }
  const items = value.map((item, index) => readItem(of, item, { ...place, path: `${place.path}[${index}]` }));
  return items.some((item, index) => item !== value[index]) ? items : value;
}

function readMap(of: Shape, value: Json, place: Place): Json {
  if (!isObject(value)) {
    report(place, 'an object', value);
    return value;
  }
  const changes: [key: string, value: Json | undefined][] = [];
  for (const [key, item] of Object.entries(value)) {
    const read = readItem(of, item ?? null, at(place, key));
    if (read !== item) changes.push([key, read]);
  }
  return changes.length === 0 ? value : changed(value, changes);
}

function readItem(of: Shape, value: Json, place: Place): Json {
  if (value === null && of.kind !== 'raw') return zeroOfShape(of);
  return readShape(of, value, place);
}

function changed(object: JsonObject, changes: readonly [key: string, value: Json | undefined][]): JsonObject {
  const copy: Record<string, Json | undefined> = { ...object };
  for (const [key, value] of changes) {
    if (value === undefined) delete copy[key];
    else setOwn(copy, key, value);
  }
  return copy;
}

function at(place: Place, key: string): Place {
  const plain = /^[\w-]+$/.test(key);
  const step = plain ? (place.path === '' ? key : `.${key}`) : `[${JSON.stringify(key)}]`;
  return { path: place.path + step, problems: place.problems };
}

function report(place: Place, expected: string, value: Json): void {
  place.problems.push({ path: place.path, expected, found: describe(value) });
}
