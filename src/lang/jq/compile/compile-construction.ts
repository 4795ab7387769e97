/** Filters that make lists, objects and texts. */

import { setOwn } from '../../../base/json/own.ts';
import type { Json } from '../../../base/json-value.ts';
import { formatterNamed } from '../builtins/formats.ts';
import type { Query } from '../syntax/ast.ts';
import { described, JqError } from '../value/fault.ts';
import { compile } from './compile.ts';
import { type Filter, made, type Point } from './filter.ts';
import type { Frame } from './machine.ts';
import type { Scope } from './scope.ts';

export function compileArray({ content }: Query & { kind: 'array' }, scope: Scope): Filter {
  if (content === undefined) return (_, input, emit) => emit(made([], input));
  const filter = compile(content, scope);
  return (frame, input, emit) => emit(made(collected(filter, frame, input), input));
}

/** All outputs as a list. What is looked into on the way must stand where the path leads, as in gojq. */
export function collected(filter: Filter, frame: Frame, input: Point): Json[] {
  const items: Json[] = [];
  filter(frame, input, ({ value }) => {
    frame.budget.step();
    frame.budget.hold(1);
    items.push(value);
  });
  return items;
}

/** An object for each choice of keys and values, later entries varying first. */
export function compileObject({ entries }: Query & { kind: 'object' }, scope: Scope): Filter {
  const compiled = entries.map(({ key, value }) => ({ key: compile(key, scope), value: compile(value, scope) }));
  return (frame, input, emit) => {
    const plain: Point = { value: input.value, path: undefined };
    const fill = (at: number, object: Readonly<Record<string, Json>>): void => {
      const entry = compiled[at];
      if (entry === undefined) {
        emit(made(object, input));
        return;
      }
      entry.key(frame, plain, (key) =>
        entry.value(frame, plain, ({ value }) => {
          frame.budget.step();
          frame.budget.hold(at + 1);
          const larger = { ...object };
          setOwn(larger, keyText(key.value), value);
          fill(at + 1, larger);
        }),
      );
    };
    fill(0, {});
  };
}

function keyText(key: Json): string {
  if (typeof key === 'string') return key;
  throw new JqError(`expected a string for object key but got: ${described(key)}`);
}

/** Texts with filters inside, later ones varying last. */
export function compileText({ format, parts }: Query & { kind: 'text' }, scope: Scope): Filter {
  const formatted = formatterNamed(format);
  const compiled = parts.map((part) => (typeof part === 'string' ? part : compile(part, scope)));
  return (frame, input, emit) => {
    const fill = (at: number, after: string): void => {
      const part = compiled[at];
      if (part === undefined) {
        emit(made(after, input));
        return;
      }
      if (typeof part === 'string') {
        fill(at - 1, part + after);
        return;
      }
      part(frame, { value: input.value, path: undefined }, ({ value }) => {
        const text = String(formatted(value, frame.budget)) + after;
        frame.budget.hold(text.length);
        fill(at - 1, text);
      });
    };
    fill(compiled.length - 1, '');
  };
}
