/** Object literals. */

import { duplicateField } from '../runtime/duplicate-field.ts';
import type { Machine } from '../runtime/machine.ts';
import { type Field, JsonnetObject, Shape } from '../runtime/object.ts';
import { NodeSite, type Site, WordSite } from '../runtime/site.ts';
import type { Code } from '../runtime/thunk.ts';
import { typeOf, type Value } from '../runtime/value.ts';
import type { FieldNode, Node, ValueField } from '../syntax/ast.ts';
import { compile, compileError, conditional } from './compile.ts';
import { ANONYMOUS, type Context, later, part, siteOf } from './context.ts';
import { addressOf, type StaticScope, scopeOf } from './static-scope.ts';
import { valueIn } from './value-in.ts';

type ObjectNode = Extract<Node, { readonly kind: 'object' }>;

export function compileObject(node: ObjectNode, context: Context): Code {
  const parts = compileParts(node.fields, context);
  const { asserts, locals } = parts;
  const size = 6 + 2 * parts.fields.length;
  const fixed = fixedShape(node.fields, parts);
  if (fixed !== undefined)
    return (scope, machine) => {
      machine.make(size);
      return new JsonnetObject({ kind: 'layer', shape: fixed, scope, asserts, locals });
    };
  const site = siteOf(context, node);
  return (scope, machine) => {
    const fields = new Map<string, Field>();
    machine.make(2 * size);
    for (const { name, field } of parts.fields) {
      const text = fieldName(machine, valueIn(name(scope, machine)), site);
      if (text === undefined) continue;
      if (fields.has(text)) throw duplicateField(machine, text, site);
      fields.set(text, field);
    }
    return new JsonnetObject({ kind: 'layer', shape: new Shape(fields), scope, asserts, locals });
  };
}

/** The one shape of all objects of a literal; undefined where a name is computed, or stands there twice. */
function fixedShape(nodes: readonly FieldNode[], { fields }: ObjectParts): Shape | undefined {
  const shape = new Map<string, Field>();
  for (const [index, node] of nodes.filter(({ kind }) => kind === 'field').entries()) {
    const name = node.kind === 'field' ? fixedName(node) : undefined;
    const field = fields[index]?.field;
    if (name === undefined || field === undefined || shape.has(name)) return undefined;
    shape.set(name, field);
  }
  return new Shape(shape);
}

function fixedName({ name }: ValueField): string | undefined {
  if (name.kind === 'fixed') return name.text;
  const { node } = name;
  return node.kind === 'literal' && typeof node.value === 'string' ? node.value : undefined;
}

/** Undefined for a field that is left out. */
export function fieldName(machine: Machine, value: Value, site: Site): string | undefined {
  if (typeof value === 'string') return value;
  if (value === null) return undefined;
  throw machine.fault(`Field name must be string, got ${typeOf(value)}`, site);
}

export interface ObjectParts {
  readonly fields: readonly { readonly name: Code; readonly field: Field }[];
  readonly asserts: readonly Code[];
  readonly locals: readonly Code[];
}

/** Locals, then fields and assertions inside the object, then names outside of it. */
function compileParts(nodes: readonly FieldNode[], context: Context): ObjectParts {
  const inner = innerContext(nodes, context);
  const locals = compileLocals(nodes, inner);
  const values = nodes.filter((node) => node.kind === 'field');
  const bodies = values.map((node) => compileField(node, inner));
  const asserts = nodes.flatMap((node) => (node.kind === 'assert' ? [compileAssertion(node, inner)] : []));
  const fields = values.map((node, index) => {
    const field = bodies[index];
    if (field === undefined) throw new Error('a field without a body');
    return { name: compileName(node, context), field };
  });
  return { fields, asserts, locals };
}

/** What code inside the object sees; the outermost object is `$`. */
export function innerContext(nodes: readonly FieldNode[], context: Context): Context {
  const names = nodes.flatMap((node) => (node.kind === 'local' ? [node.bind.name] : []));
  const scope = scopeOf(context.scope, isOutermost(context.scope) ? [...names, '$'] : names, true);
  const within = context.within === undefined ? undefined : `object <${context.bound}>`;
  return { ...later(context), scope, within };
}

export function isOutermost(scope: StaticScope): boolean {
  return addressOf(scope, '$') === undefined;
}

export function compileLocals(nodes: readonly FieldNode[], inner: Context): readonly Code[] {
  const locals = nodes.flatMap((node) => (node.kind === 'local' ? [compile(node.bind.body, inner)] : []));
  const hasDollar = inner.scope.names.has('$');
  return hasDollar ? [...locals, compile({ kind: 'self', start: 0, end: 0 }, inner)] : locals;
}

export function compileField(node: ValueField, inner: Context): Field {
  const code = compile(node.body, { ...inner, bound: ANONYMOUS });
  const place = node.addsToSuper ? placeOf(node.body, inner) : NO_PLACE;
  return { visibility: node.visibility, body: { kind: 'code', code, addsToSuper: node.addsToSuper, place } };
}

const NO_PLACE = new WordSite('');

/** Brackets around an expression are gone in places, and assertions before one have none. */
function placeOf(node: Node, inner: Context): Site {
  if (node.kind === 'parens') return placeOf(node.inner, inner);
  return node.kind === 'assert' ? new WordSite('', '+:') : new NodeSite(inner.source, node, '+:');
}

export function compileName(node: ValueField, context: Context): Code {
  const { name } = node;
  if (name.kind === 'expression') return compile(name.node, part(context));
  const { text } = name;
  return () => text;
}

function compileAssertion(node: Extract<FieldNode, { readonly kind: 'assert' }>, inner: Context): Code {
  const site = siteOf({ ...inner, within: undefined }, node);
  const condition = compile(node.condition, part(inner));
  const message = node.message === undefined ? () => 'Object assertion failed.' : compile(node.message, part(inner));
  return conditional({ condition, whenTrue: () => true, whenFalse: compileError(message, site), site });
}
