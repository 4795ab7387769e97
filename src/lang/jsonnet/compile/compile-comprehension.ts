/** Comprehensions: calls of two functions of the library that programs cannot name. */

import { JsonnetFunction } from '../runtime/function.ts';
import { type Field, JsonnetObject, Shape } from '../runtime/object.ts';
import { Scope } from '../runtime/scope.ts';
import { NOWHERE, WordSite } from '../runtime/site.ts';
import { type Code, Thunk } from '../runtime/thunk.ts';
import { JsonnetArray } from '../runtime/value.ts';
import type { ForSpec, Node } from '../syntax/ast.ts';
import { compile, conditional, logic } from './compile.ts';
import { compileField, compileLocals, compileName, fieldName, innerContext } from './compile-object.ts';
import { bareSite, type Context, later, part, siteOf } from './context.ts';
import { callLibrary } from './library-call.ts';
import { scopeOf } from './static-scope.ts';
import { valueIn } from './value-in.ts';

type NodeOf<Kind extends Node['kind']> = Extract<Node, { readonly kind: Kind }>;

export function compileComprehension(node: NodeOf<'array-comprehension'>, context: Context): Code {
  return overSpecs({ node, spec: node.spec, element: (inner) => compile(node.body, later(inner)) }, context);
}

/** An array of objects with one field each, made into one object. */
export function compileObjectComprehension(node: NodeOf<'object-comprehension'>, context: Context): Code {
  const list = overSpecs(
    { node, spec: node.spec, element: (inner) => compileElement(node, inner) },
    { ...context, tail: 'last' },
  );
  return callLibrary('$objectFlatMerge', [list], { context, site: bareSite(context, node) });
}

interface Comprehension {
  readonly node: Node;
  readonly spec: ForSpec;
  /** Compiles the element, where the variables of all `for` are seen. */
  readonly element: (context: Context) => Code;
}

/** Places are the whole comprehension's; what is evaluated belongs to what it belongs to. */
function overSpecs({ node, spec, element }: Comprehension, context: Context): Code {
  const outermostFirst: ForSpec[] = [];
  for (let at: ForSpec | undefined = spec; at !== undefined; at = at.outer) outermostFirst.unshift(at);
  return overSpec({ node, spec, element }, { specs: outermostFirst, context });
}

/** The rest of the specs inside the first one. The list comes last, as in go-jsonnet's analysis. */
function overSpec(
  comprehension: Comprehension,
  { specs, context }: { readonly specs: readonly ForSpec[]; readonly context: Context },
): Code {
  const [spec, ...rest] = specs;
  if (spec === undefined) {
    const element = comprehension.element(context);
    return (scope, machine) => {
      machine.make(5);
      return new JsonnetArray([new Thunk(element, scope)]);
    };
  }
  const inner: Context = { ...context, scope: scopeOf(context.scope, [spec.variable]), tail: 'last' };
  const condition = conditionOf(spec, inner);
  const body = overSpec(comprehension, { specs: rest, context: inner });
  const empty: Code = () => new JsonnetArray([]);
  const code =
    condition === undefined ? body : conditional({ condition, whenTrue: body, whenFalse: empty, site: NOWHERE });
  const parameters = [{ name: spec.variable, defaultCode: undefined, slot: 0 }];
  const each: Code = (scope) =>
    new JsonnetFunction({ kind: 'closure', parameters, repeatsNames: false, body: code, scope });
  const list = compile(spec.list, { ...part(context), tail: 'last' });
  return callLibrary('$flatMapArray', [each, list], { context, site: bareSite(context, comprehension.node) });
}

function conditionOf(spec: ForSpec, context: Context): Code | undefined {
  const [first, ...others] = spec.conditions;
  if (first === undefined) return undefined;
  return others.reduce(
    (left, node) => logic(false, { left, right: compile(node, part(context)), site: NOWHERE }),
    compile(first, part(context)),
  );
}

/** Locals are the field's own: they may differ for each. */
function compileElement(node: NodeOf<'object-comprehension'>, context: Context): Code {
  const own = node.fields.find((field) => field.kind === 'field');
  if (own === undefined) throw new Error('a comprehension without a field');
  const inner = innerContext(node.fields, context);
  const object: Context = { ...inner, scope: scopeOf(context.scope, [], true) };
  const hasLocals = inner.scope.names.size > 0;
  const bodyContext: Context = hasLocals
    ? { ...inner, scope: { ...inner.scope, parent: object.scope, isObject: false } }
    : object;
  const locals = hasLocals ? compileLocals(node.fields, bodyContext) : [];
  const plain = compileField(own, bodyContext);
  const field = hasLocals ? withLocals(withoutPlace(plain), locals) : plain;
  const name = compileName(own, context);
  const site = siteOf(context, node);
  return (scope, machine) => {
    machine.make(12);
    const text = fieldName(machine, valueIn(name(scope, machine)), site);
    const fields = new Map<string, Field>(text === undefined ? [] : [[text, field]]);
    return new JsonnetObject({ kind: 'layer', shape: new Shape(fields), scope, asserts: [], locals: [] });
  };
}

/** `+:` in a comprehension has no place of its own where there are locals, `$` among them. */
function withoutPlace(field: Field): Field {
  const { body } = field;
  return body.kind === 'code' && body.addsToSuper ? { ...field, body: { ...body, place: NO_PLACE } } : field;
}

const NO_PLACE = new WordSite('', '+:');

function withLocals(field: Field, locals: readonly Code[]): Field {
  const { body } = field;
  if (locals.length === 0 || body.kind !== 'code') return field;
  const code: Code = (outer, machine) => {
    const slots: Thunk[] = [];
    const scope = new Scope(outer, slots);
    for (const local of locals) slots.push(new Thunk(local, scope));
    return body.code(scope, machine);
  };
  return { visibility: field.visibility, body: { ...body, code } };
}
