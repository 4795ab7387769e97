/** Filters that end others early: try, label and break. */
import type { Json } from '../../../base/json-value.ts';
import type { Query } from '../syntax/ast.ts';
import { JqError } from '../value/fault.ts';
import { compile } from './compile.ts';
import { undefinedName } from './fault.ts';
import type { Filter } from './filter.ts';
import { type Budget, bound, Label } from './machine.ts';
import type { Scope } from './scope.ts';
import { valueAt } from './scope.ts';

/** An error of what comes after a `try`, on its way out: that is not for its handler. */
class Later {
  readonly owner: object;
  readonly error: JqError;

  constructor(owner: object, error: JqError) {
    this.owner = owner;
    this.error = error;
  }
}

export function compileTry(query: Query & { kind: 'try' }, scope: Scope): Filter {
  const body = compile(query.body, scope);
  const handler = query.handler === undefined ? undefined : compile(query.handler, scope);
  return (frame, input, emit) => {
    const owner = {};
    const { depth } = frame.budget;
    try {
      body(frame, input, (point) => {
        try {
          emit(point);
        } catch (error) {
          throw error instanceof JqError ? new Later(owner, error) : error;
        }
      });
    } catch (error) {
      if (error instanceof Later && error.owner === owner) throw error.error;
      if (!(error instanceof JqError)) throw error;
      frame.budget.depth = depth;
      handler?.(frame, { value: error.value, path: input.path }, emit);
    }
  };
}

export function compileLabel({ name, body }: Query & { kind: 'label' | 'break' }, scope: Scope): Filter {
  const filter = compile(body, scope.withValue('label', name));
  return (frame, input, emit) => untilBroken(frame.budget, (label) => filter(bound(frame, label), input, emit));
}

/** Runs until the label is thrown. */
export function untilBroken(budget: Budget, run: (label: Label) => void): void {
  const label = new Label();
  const { depth } = budget;
  try {
    run(label);
  } catch (error) {
    if (error !== label) throw error;
    budget.depth = depth;
  }
}

export function compileBreak({ name }: Query & { kind: 'label' | 'break' }, scope: Scope): Filter {
  const distance = scope.distance('label', name);
  if (distance === undefined) throw undefinedName(`label $${name}`);
  return (frame) => {
    throw valueAt(frame, distance) as Json | Label;
  };
}
