/** Names for parts of values: `. as [$a, {b: $c}] | …`. */
import { isList, isObject, type Json } from '../../../base/json-value.ts';
import type { Pattern, Query } from '../syntax/ast.ts';
import { accessed } from '../value/access.ts';
import { described, JqError } from '../value/fault.ts';
import { compile } from './compile.ts';
import type { Filter } from './filter.ts';
import { bound, type Frame } from './machine.ts';
import type { Scope } from './scope.ts';

export function compileBinding({ source, patterns, body }: Query & { kind: 'bind' }, scope: Scope): Filter {
  const values = compile(source, scope);
  const names = [...new Set(patterns.flatMap(namesIn))];
  const inner = names.reduce((wider, name) => wider.withValue('variable', name), scope);
  const after = compile(body, inner);
  const binders = patterns.map((pattern) => compilePattern(pattern, scope));
  return (frame, input, emit) =>
    values(frame, { value: input.value, path: undefined }, ({ value }) =>
      attempt(binders, frame, value, (found) => after(named(frame, names, found), input, emit)),
    );
}

/** The frame with a value for each name, null where the pattern has none. */
export function named(frame: Frame, names: readonly string[], found: Found): Frame {
  return names.reduce((wider, name) => bound(wider, found.get(name) ?? null), frame);
}

/** The first alternative that leads to no error, neither in itself nor in what comes after. */
function attempt(binders: readonly Binder[], frame: Frame, value: Json, use: (found: Found) => void): void {
  const { depth } = frame.budget;
  for (const [at, binder] of binders.entries()) {
    try {
      frame.budget.depth = depth;
      binder(frame, value, new Map(), use);
      return;
    } catch (error) {
      if (!(error instanceof JqError) || at === binders.length - 1) throw error;
    }
  }
}

export type Found = ReadonlyMap<string, Json>;

/** Finds the values of names; more than once where keys are filters with several outputs. */
export type Binder = (frame: Frame, value: Json, found: Found, use: (found: Found) => void) => void;

/** All names of a pattern in their order, each once. */
export function namesIn(pattern: Pattern): readonly string[] {
  if (pattern.kind === 'variable') return [pattern.name];
  if (pattern.kind === 'array') return pattern.items.flatMap(namesIn);
  return pattern.entries.flatMap(({ variable, pattern: inner }) => [
    ...(variable === undefined ? [] : [variable]),
    ...(inner === undefined ? [] : namesIn(inner)),
  ]);
}

export function compilePattern(pattern: Pattern, scope: Scope): Binder {
  if (pattern.kind === 'variable') return (_, value, found, use) => use(new Map(found).set(pattern.name, value));
  if (pattern.kind === 'array') return listBinder(pattern.items, scope);
  return objectBinder(pattern.entries, scope);
}

function listBinder(items: readonly Pattern[], scope: Scope): Binder {
  const binders = items.map((item) => compilePattern(item, scope));
  return (frame, value, found, use) => {
    if (value !== null && !isList(value)) throw new JqError(`expected an array but got: ${described(value)}`);
    const next = (at: number, sofar: Found): void => {
      const binder = binders[at];
      if (binder === undefined) {
        use(sofar);
        return;
      }
      binder(frame, value?.[at] ?? null, sofar, (more) => next(at + 1, more));
    };
    next(0, found);
  };
}

type Entries = Extract<Pattern, { kind: 'object' }>['entries'];

function objectBinder(entries: Entries, scope: Scope): Binder {
  const compiled = entries.map(({ key, variable, pattern }) => ({
    key: compile(key, scope),
    variable,
    binder: pattern === undefined ? undefined : compilePattern(pattern, scope),
  }));
  return (frame, value, found, use) => {
    if (value !== null && !isObject(value)) throw new JqError(`expected an object but got: ${described(value)}`);
    const next = (at: number, sofar: Found): void => {
      const entry = compiled[at];
      if (entry === undefined) {
        use(sofar);
        return;
      }
      entry.key(frame, { value, path: undefined }, ({ value: key }) => {
        const part = accessed(value, key, frame.budget);
        const larger = entry.variable === undefined ? sofar : new Map(sofar).set(entry.variable, part);
        if (entry.binder === undefined) next(at + 1, larger);
        else entry.binder(frame, part, larger, (more) => next(at + 1, more));
      });
    };
    next(0, found);
  };
}
