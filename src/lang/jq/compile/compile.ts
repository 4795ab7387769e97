/** A syntax tree becomes closures. */
import type { Json } from '../../../base/json-value.ts';
import { formatterNamed } from '../builtins/formats.ts';
import type { Query } from '../syntax/ast.ts';
import { negate, operate } from '../value/arithmetic.ts';
import { isTrue } from '../value/kind.ts';
import { compileBinding } from './compile-binding.ts';
import { compileCall, compileDefinition } from './compile-call.ts';
import { compileArray, compileObject, compileText } from './compile-construction.ts';
import { compileForeach, compileReduce } from './compile-fold.ts';
import { compileBreak, compileLabel, compileTry } from './compile-jump.ts';
import { compileEach, compileIndex, compileSlice, descend } from './compile-path.ts';
import { compileUpdate } from './compile-update.ts';
import { undefinedName } from './fault.ts';
import { type Emit, type Filter, made } from './filter.ts';
import type { Scope } from './scope.ts';
import { valueAt } from './scope.ts';

export function compile(query: Query, scope: Scope): Filter {
  switch (query.kind) {
    case 'identity':
      return (_, input, emit) => emit(input);
    case 'descend':
      return descend;
    case 'literal':
      return (_, input, emit) => emit(made(query.value, input));
    case 'text':
      return compileText(query, scope);
    case 'format':
      return compileFormat(query.name);
    case 'variable':
      return compileVariable(query.name, scope);
    case 'index':
      return compileIndex(query, scope);
    case 'slice':
      return compileSlice(query, scope);
    case 'each':
      return compileEach(query, scope);
    case 'array':
      return compileArray(query, scope);
    case 'object':
      return compileObject(query, scope);
    case 'label':
      return compileLabel(query, scope);
    case 'break':
      return compileBreak(query, scope);
    case 'try':
      return compileTry(query, scope);
    default:
      return compileOperation(query, scope);
  }
}

function compileOperation(query: Query, scope: Scope): Filter {
  switch (query.kind) {
    case 'negate':
      return compileNegation(query, scope);
    case 'pipe':
      return compilePipe(query, scope);
    case 'both':
      return compileBoth(query, scope);
    case 'otherwise':
      return compileOtherwise(query, scope);
    case 'and':
    case 'or':
      return compileLogic(query.kind, query, scope);
    case 'binary':
      return compileBinary(query, scope);
    case 'update':
      return compileUpdate(query, scope);
    case 'if':
      return compileIf(query, scope);
    case 'bind':
      return compileBinding(query, scope);
    case 'reduce':
      return compileReduce(query, scope);
    case 'foreach':
      return compileForeach(query, scope);
    case 'define':
      return compileDefinition(query, scope);
    case 'call':
      return compileCall(query, scope);
    default:
      throw new TypeError(`no such query: ${query.kind}`);
  }
}

function compileFormat(name: string): Filter {
  const format = formatterNamed(name);
  return (frame, input, emit) => emit(made(format(input.value, frame.budget), input));
}

function compileVariable(name: string, scope: Scope): Filter {
  if (name === 'ENV' && scope.distance('variable', name) === undefined) {
    return (_, input, emit) => emit(made({}, input));
  }
  const distance = scope.distance('variable', name);
  if (distance === undefined) throw undefinedName(`variable $${name}`);
  return (frame, input, emit) => emit(made(valueAt(frame, distance) as Json, input));
}

function compileNegation({ operand }: Query & { kind: 'negate' }, scope: Scope): Filter {
  const filter = compile(operand, scope);
  return (frame, input, emit) =>
    filter(frame, { value: input.value, path: undefined }, ({ value }) => emit(made(negate(value), input)));
}

interface Pair {
  readonly left: Query;
  readonly right: Query;
}

function compilePipe(query: Pair, scope: Scope): Filter {
  const [left, right] = [compile(query.left, scope), compile(query.right, scope)];
  return (frame, input, emit) => left(frame, input, (point) => right(frame, point, emit));
}

function compileBoth(query: Pair, scope: Scope): Filter {
  const [left, right] = [compile(query.left, scope), compile(query.right, scope)];
  return (frame, input, emit) => {
    left(frame, input, emit);
    right(frame, input, emit);
  };
}

/** `a // b`: what is true of a; where there is nothing, b. */
function compileOtherwise(query: Pair, scope: Scope): Filter {
  const [left, right] = [compile(query.left, scope), compile(query.right, scope)];
  return (frame, input, emit) => {
    let found = false;
    left(frame, input, (point) => {
      if (!isTrue(point.value)) return;
      found = true;
      emit(point);
    });
    if (!found) right(frame, input, emit);
  };
}

function compileLogic(kind: 'and' | 'or', query: Pair, scope: Scope): Filter {
  const [left, right] = [compile(query.left, scope), compile(query.right, scope)];
  const decides = kind === 'or';
  return (frame, input, emit) => {
    const plain = { value: input.value, path: undefined };
    left(frame, plain, (first) => {
      if (isTrue(first.value) === decides) emit(made(decides, input));
      else right(frame, plain, (second) => emit(made(isTrue(second.value), input)));
    });
  };
}

function compileBinary(query: Query & { kind: 'binary' }, scope: Scope): Filter {
  const [left, right] = [compile(query.left, scope), compile(query.right, scope)];
  const { operator } = query;
  return (frame, input, emit) => {
    const plain = { value: input.value, path: undefined };
    right(frame, plain, (second) => {
      left(frame, plain, (first) => {
        frame.budget.step();
        emit(made(operate(operator, first.value, second.value, frame.budget), input));
      });
    });
  };
}

function compileIf(query: Query & { kind: 'if' }, scope: Scope): Filter {
  const condition = compile(query.condition, scope);
  const yes = compile(query.yes, scope);
  const no: Filter =
    query.no === undefined ? (_, input: Parameters<Filter>[1], emit: Emit) => emit(input) : compile(query.no, scope);
  return (frame, input, emit) =>
    condition(frame, { value: input.value, path: undefined }, ({ value }) =>
      (isTrue(value) ? yes : no)(frame, input, emit),
    );
}
