/** Calls as programs write them. */

import { callFunction } from '../runtime/call.ts';
import { expectFunction } from '../runtime/expect.ts';
import type { CallArguments } from '../runtime/machine.ts';
import type { Scope } from '../runtime/scope.ts';
import { type Code, Thunk } from '../runtime/thunk.ts';
import type { Node } from '../syntax/ast.ts';
import { compile } from './compile.ts';
import { type Context, later, part, siteOf } from './context.ts';
import { valueIn } from './value-in.ts';

type ApplyNode = Extract<Node, { readonly kind: 'apply' }>;

export function compileApply(node: ApplyNode, context: Context): Code {
  const site = siteOf(context, node);
  const target = compile(node.target, part(context));
  const argumentsOf = compileArguments(node, context);
  const trims = context.tail !== 'no';
  const leaves = context.tail === 'last' && node.tailstrict;
  return (scope, machine) => {
    const callee = expectFunction(machine, valueIn(target(scope, machine)), site);
    const args = argumentsOf(scope);
    if (leaves) return machine.leaveTail({ target: callee, args, site });
    if (trims) machine.trim();
    return callFunction(machine, callee, args, site);
  };
}

function compileArguments(node: ApplyNode, context: Context): (scope: Scope) => CallArguments {
  const codes = node.positional.map((arg) => compile(arg, later(context)));
  const named = node.named.map(({ name, value }) => ({ name, code: compile(value, later(context)) }));
  const { tailstrict } = node;
  return (scope) => ({
    positional: codes.map((code) => new Thunk(code, scope)),
    named: named.length === 0 ? NONE : named.map(({ name, code }) => ({ name, value: new Thunk(code, scope) })),
    tailstrict,
  });
}

const NONE: CallArguments['named'] = [];
