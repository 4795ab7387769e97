/** Functions: those that a program defines, and those that the language brings. */
import type { Json } from '../../../base/json-value.ts';
import { nativeFunction } from '../builtins/native.ts';
import { preludeFunction } from '../builtins/prelude.ts';
import type { Definition, Query } from '../syntax/ast.ts';
import { compile } from './compile.ts';
import { undefinedName } from './fault.ts';
import { type Filter, made, type Point } from './filter.ts';
import { bound, Closure, type Environment, type Frame } from './machine.ts';
import { dropped, type FunctionEntry, Scope, valueAt } from './scope.ts';

export function compileDefinition({ definition, body }: Query & { kind: 'define' }, scope: Scope): Filter {
  return compile(body, scope.withFunction(defined(definition, scope)));
}

/** The entry of a definition, which its own body may call. */
function defined({ name, parameters, body }: Definition, scope: Scope): FunctionEntry {
  const entry: FunctionEntry = { kind: 'function', name, parameters, depth: scope.depth, body: undefined };
  entry.body = compile(body, withParameters(scope.withFunction(entry), parameters));
  return entry;
}

/** Each parameter is a filter; one that starts with `$` is a variable, too. */
function withParameters(scope: Scope, parameters: readonly string[]): Scope {
  return parameters.reduce((wider, parameter) => {
    if (!parameter.startsWith('$')) return wider.withValue('closure', parameter);
    const name = parameter.slice(1);
    return wider.withValue('closure', name).withValue('variable', name);
  }, scope);
}

export function compileCall({ name, args }: Query & { kind: 'call' }, scope: Scope): Filter {
  const compiled = args.map((arg) => compile(arg, scope));
  const entry = scope.callable(name, args.length);
  if (entry?.kind === 'function') return callFunction(entry, compiled, scope.depth - entry.depth);
  if (entry !== undefined) return callClosure(scope.depth - entry.depth);
  const native = nativeFunction(name, compiled);
  if (native !== undefined) return native;
  const prelude = preludeEntry(name, args.length);
  if (prelude !== undefined) return callFunction(prelude, compiled, scope.depth);
  throw undefinedName(`function ${name}/${args.length}`);
}

function callClosure(distance: number): Filter {
  return (frame, input, emit) => {
    const closure = valueAt(frame, distance) as Closure;
    frame.budget.enter();
    closure.filter({ budget: frame.budget, environment: closure.environment }, input, emit);
    frame.budget.leave();
  };
}

/** `distance`: values to forget on the way from the caller to where the function was defined. */
function callFunction(entry: FunctionEntry, args: readonly Filter[], distance: number): Filter {
  return (frame, input, emit) => {
    const home: Frame = { budget: frame.budget, environment: dropped(frame.environment, distance) };
    bindParameters({ entry, args, caller: frame.environment, input, at: 0 }, home, (inner) => {
      frame.budget.enter();
      entry.body?.(inner, input, (point) => {
        frame.budget.depth--;
        emit(point);
        frame.budget.depth++;
      });
      frame.budget.leave();
    });
  };
}

interface Binding {
  readonly entry: FunctionEntry;
  readonly args: readonly Filter[];
  readonly caller: Environment;
  readonly input: Point;
  readonly at: number;
}

function bindParameters(binding: Binding, frame: Frame, use: (inner: Frame) => void): void {
  const { entry, args, caller, input, at } = binding;
  const [parameter, filter] = [entry.parameters[at], args[at]];
  if (parameter === undefined || filter === undefined) {
    use(frame);
    return;
  }
  const withFilter = bound(frame, new Closure(filter, caller));
  const rest = { ...binding, at: at + 1 };
  if (!parameter.startsWith('$')) {
    bindParameters(rest, withFilter, use);
    return;
  }
  const plain = { value: input.value, path: undefined };
  filter({ budget: frame.budget, environment: caller }, plain, ({ value }) => {
    const same = bound(frame, new Closure(constant(value), undefined));
    bindParameters(rest, bound(same, value), use);
  });
}

function constant(value: Json): Filter {
  return (_, input, emit) => emit(made(value, input));
}

const entries = new Map<string, FunctionEntry>();

/** A function of the language that is written in itself, compiled when first used. */
function preludeEntry(name: string, arity: number): FunctionEntry | undefined {
  const definition = preludeFunction(name, arity);
  if (definition === undefined) return undefined;
  const key = `${name}/${arity}`;
  const known = entries.get(key);
  if (known !== undefined) return known;
  const entry = defined(definition, Scope.empty());
  entries.set(key, entry);
  return entry;
}
