/**
 * A tree to closures, once; they run any number of times. Parts are compiled in the order in which go-jsonnet analyses them,
 * because the first unknown variable is the one it tells.
 */

import { expectBoolean, expectString } from '../runtime/expect.ts';
import { JsonnetFunction } from '../runtime/function.ts';
import { indexValue } from '../runtime/index-value.ts';
import { textOf } from '../runtime/manifest.ts';
import { OPERATIONS, unary } from '../runtime/operators.ts';
import { outerScope, Scope, selfOf, slotAt } from '../runtime/scope.ts';
import { NOWHERE, type Site } from '../runtime/site.ts';
import { type Code, Thunk } from '../runtime/thunk.ts';
import { JsonnetArray, type Value } from '../runtime/value.ts';
import type { Node } from '../syntax/ast.ts';
import { StaticFault } from '../syntax/static-fault.ts';
import { compileApply } from './compile-apply.ts';
import { compileComprehension, compileObjectComprehension } from './compile-comprehension.ts';
import { compileImport } from './compile-import.ts';
import { compileObject } from './compile-object.ts';
import { bareSite, type Context, later, operandTail, part, siteOf } from './context.ts';
import { argumentContext, callLibrary, libraryCall } from './library-call.ts';
import { addressOf, scopeOf, stepsToObject } from './static-scope.ts';
import { valueIn } from './value-in.ts';

type NodeOf<Kind extends Node['kind']> = Extract<Node, { readonly kind: Kind }>;

/** Throws StaticFault. */
export function compile(node: Node, context: Context): Code {
  switch (node.kind) {
    case 'literal':
      return constant(node.value);
    case 'number':
      return compileNumber(node, context);
    case 'variable':
      return compileVariable(node.name, context, siteOf(context, node));
    case 'dollar':
      return compileVariable('$', context, siteOf(context, node));
    case 'self':
      return compileSelf(node, context);
    case 'super-index':
    case 'in-super':
      return compileSuper(node, context);
    case 'parens':
      return compile(node.inner, part(context, context.tail));
    case 'apply':
      return compileApply(node, context);
    case 'array':
      return compileArray(node, context);
    case 'array-comprehension':
      return compileComprehension(node, context);
    case 'object-comprehension':
      return compileObjectComprehension(node, context);
    case 'object':
      return compileObject(node, context);
    case 'extend':
      return compileOperation({ ...node, kind: 'binary', operator: '+' }, context);
    case 'binary':
      return compileBinary(node, context);
    case 'unary':
      return compileUnary(node, context);
    case 'conditional':
      return compileConditional(node, context);
    case 'assert':
      return compileAssert(node, context);
    case 'error':
      return compileError(compile(node.message, part(context)), siteOf(context, node));
    case 'function':
      return compileFunction(node, context);
    case 'local':
      return compileLocal(node, context);
    case 'index':
      return compileIndex(
        compile(node.target, part(context)),
        compile(node.index, part(context)),
        siteOf(context, node),
      );
    case 'member':
      // go-jsonnet's traces have nothing to say about what stands before a dot.
      return compileMember(
        compile(node.target, { ...part(context), within: undefined }),
        node.name,
        siteOf(context, node),
      );
    case 'slice':
      return compileSlice(node, context);
    case 'import':
    case 'importstr':
    case 'importbin':
      return compileImport(node, { from: context.source.file, site: siteOf(context, node) });
  }
}

function constant(value: Value): Code {
  return () => value;
}

function compileNumber(node: NodeOf<'number'>, context: Context): Code {
  const value = Number(node.text);
  const site = siteOf(context, node);
  if (Number.isFinite(value)) return constant(value);
  return (_, machine) => {
    throw machine.fault('overflow', site);
  };
}

/** `name` as a variable. */
export function compileVariable(name: string, context: Context, site: Site): Code {
  const address = addressOf(context.scope, name);
  if (address === undefined) throw unknownVariable(name, context, site);
  const { steps, index } = address;
  if (steps === 0)
    return (scope, machine) => {
      const held = slotAt(scope, index);
      return held instanceof Thunk ? held.force(machine, site) : held;
    };
  return (scope, machine) => {
    const held = slotAt(outerScope(scope, steps), index);
    return held instanceof Thunk ? held.force(machine, site) : held;
  };
}

function unknownVariable(name: string, context: Context, site: Site): Error {
  const range = 'range' in site ? (site.range as { start: number; end: number }) : { start: 0, end: 0 };
  return new StaticFault(`Unknown variable: ${name}`, context.source, range);
}

function compileSelf(node: Node, context: Context): Code {
  const steps = stepsToObject(context.scope);
  if (steps === undefined) throw new StaticFault("Can't use self outside of an object.", context.source, node);
  return (scope) => selfOf(outerScope(scope, steps));
}

function compileSuper(node: NodeOf<'super-index' | 'in-super'>, context: Context): Code {
  const steps = stepsToObject(context.scope);
  if (steps === undefined) throw new StaticFault("Can't use super outside of an object.", context.source, node);
  const site = siteOf(context, node);
  const index = compile(node.index, part(context));
  const isTest = node.kind === 'in-super';
  return (scope, machine) => {
    const name = expectString(machine, valueIn(index(scope, machine)), site);
    const object = outerScope(scope, steps);
    const fromLevel = object.level + 1;
    const self = selfOf(object);
    return isTest ? self.has(name, fromLevel) : self.get(name, { machine, site, fromLevel });
  };
}

function compileArray(node: NodeOf<'array'>, context: Context): Code {
  const elements = node.elements.map((element) => compile(element, later(context)));
  return (scope, machine) => {
    machine.make(2 + 3 * elements.length);
    return new JsonnetArray(elements.map((code) => new Thunk(code, scope)));
  };
}

function compileBinary(node: NodeOf<'binary'>, context: Context): Code {
  if (node.operator === '%') return libraryCall('mod', [node.left, node.right], { context, range: node });
  if (node.operator === 'in') return libraryCall('objectHasAll', [node.right, node.left], { context, range: node });
  if (node.operator === '&&' || node.operator === '||') return compileLogic(node, context);
  return compileOperation(node, context);
}

function compileLogic(node: NodeOf<'binary'>, context: Context): Code {
  const site = siteOf(context, node);
  const left = compile(node.left, part(context));
  const right = compile(node.right, part(context, operandTail(context)));
  return logic(node.operator === '||', { left, right, site });
}

/** `decisive` is the left side's value that leaves out the right one. */
export function logic(
  decisive: boolean,
  { left, right, site }: { readonly left: Code; readonly right: Code; readonly site: Site },
): Code {
  return (scope, machine) => {
    if (expectBoolean(machine, valueIn(left(scope, machine)), site) === decisive) return decisive;
    return expectBoolean(machine, valueIn(right(scope, machine)), site);
  };
}

/** A chain such as `a + b + c` may be longer than the native stack is deep: its left sides are gone through in a loop. */
function compileOperation(node: NodeOf<'binary'>, context: Context): Code {
  const chain: NodeOf<'binary'>[] = [];
  let first: Node = node;
  while (first.kind === 'binary' && isOperation(first.operator)) {
    chain.push(first);
    first = first.left;
  }
  const start = compile(first, part(context));
  const inner = part(context);
  const steps = chain.reverse().map((link, index) => {
    const isOutermost = index === chain.length - 1;
    const at = isOutermost ? context : inner;
    return {
      operation: operationOf(link.operator),
      right: compile(link.right, part(context, isOutermost ? operandTail(context) : 'no')),
      site: siteOf(at, link),
    };
  });
  const [only] = steps;
  if (steps.length === 1 && only !== undefined) {
    const { operation, right, site } = only;
    return (scope, machine) => operation(machine, valueIn(start(scope, machine)), valueIn(right(scope, machine)), site);
  }
  return (scope, machine) => {
    let value = valueIn(start(scope, machine));
    for (const { operation, right, site } of steps)
      value = operation(machine, value, valueIn(right(scope, machine)), site);
    return value;
  };
}

function isOperation(operator: string): operator is keyof typeof OPERATIONS {
  return Object.hasOwn(OPERATIONS, operator);
}

function operationOf(operator: string) {
  if (!isOperation(operator)) throw new Error(`no operation ${operator}`);
  return OPERATIONS[operator];
}

function compileUnary(node: NodeOf<'unary'>, context: Context): Code {
  const site = siteOf(context, node);
  const { operator } = node;
  const operand = compile(node.operand, part(context, operandTail(context)));
  return (scope, machine) => unary(machine, operator, valueIn(operand(scope, machine)), site);
}

function compileConditional(node: NodeOf<'conditional'>, context: Context): Code {
  const site = siteOf(context, node);
  const condition = compile(node.condition, part(context));
  const whenTrue = compile(node.whenTrue, part(context, context.tail));
  const whenFalse =
    node.whenFalse === undefined ? constant(null) : compile(node.whenFalse, part(context, context.tail));
  return conditional({ condition, whenTrue, whenFalse, site });
}

export interface Choice {
  readonly condition: Code;
  readonly whenTrue: Code;
  readonly whenFalse: Code;
  readonly site: Site;
}

export function conditional({ condition, whenTrue, whenFalse, site }: Choice): Code {
  return (scope, machine) =>
    expectBoolean(machine, valueIn(condition(scope, machine)), site)
      ? whenTrue(scope, machine)
      : whenFalse(scope, machine);
}

function compileAssert(node: NodeOf<'assert'>, context: Context): Code {
  const condition = compile(node.condition, part(context));
  const whenTrue = compile(node.rest, part(context, context.tail));
  const message = node.message === undefined ? constant('Assertion failed') : compile(node.message, part(context));
  const whenFalse = compileError(message, siteOf({ ...context, within: undefined }, node));
  return conditional({ condition, whenTrue, whenFalse, site: NOWHERE });
}

export function compileError(message: Code, site: Site): Code {
  return (scope, machine) => {
    throw machine.fault(textOf(machine, valueIn(message(scope, machine)), site), site);
  };
}

/** Defaults are evaluated among the parameters, as the body is. */
function compileFunction(node: NodeOf<'function'>, context: Context): Code {
  const names = node.parameters.map(({ name }) => name);
  const slots = new Map(names.map((name, index) => [name, index]));
  const within = context.within === undefined ? undefined : `function <${context.bound}>`;
  const inner: Context = { ...later(context), scope: scopeOf(context.scope, names), within };
  const parameters = node.parameters.map(({ name, defaultValue }) => ({
    name,
    slot: slots.get(name) ?? 0,
    defaultCode: defaultValue === undefined ? undefined : compile(defaultValue, inner),
  }));
  const body = compile(node.body, inner);
  const repeatsNames = slots.size < names.length;
  return (scope) => new JsonnetFunction({ kind: 'closure', parameters, repeatsNames, body, scope });
}

function compileLocal(node: NodeOf<'local'>, context: Context): Code {
  const scope = scopeOf(
    context.scope,
    node.binds.map(({ name }) => name),
  );
  const bodies = node.binds.map(({ name, body }) =>
    compile(body, { ...later(context), scope, within: namedThunk(name, context.within), bound: name }),
  );
  const body = compile(node.body, { ...context, scope });
  return (outer, machine) => {
    const slots: Thunk[] = [];
    const inner = new Scope(outer, slots);
    for (const code of bodies) slots.push(new Thunk(code, inner));
    return body(inner, machine);
  };
}

function namedThunk(name: string, within: string | undefined): string | undefined {
  return within === undefined ? undefined : `thunk <${name}> from <${within}>`;
}

export function compileIndex(target: Code, index: Code, site: Site): Code {
  return (scope, machine) => {
    const value = valueIn(target(scope, machine));
    return indexValue(machine, value, valueIn(index(scope, machine)), site);
  };
}

function compileMember(target: Code, name: string, site: Site): Code {
  return (scope, machine) => indexValue(machine, valueIn(target(scope, machine)), name, site);
}

/** A call of the library; go-jsonnet's traces have nothing to say about the step. */
function compileSlice(node: NodeOf<'slice'>, context: Context): Code {
  const at = argumentContext(context);
  const optional = (part: Node | undefined, within: Context) =>
    part === undefined ? constant(null) : compile(part, within);
  const codes = [
    compile(node.target, at),
    optional(node.from, at),
    optional(node.to, at),
    optional(node.step, { ...at, within: undefined }),
  ];
  return callLibrary('slice', codes, { context, site: bareSite(context, node) });
}
