/** Syntax that stands for a call of the library: `%`, `in`, slices, comprehensions. */

import { callFunction } from '../runtime/call.ts';
import { expectFunction, expectObject } from '../runtime/expect.ts';
import { outerScope, slotAt } from '../runtime/scope.ts';
import { NOWHERE, type Site } from '../runtime/site.ts';
import { type Code, force, Thunk } from '../runtime/thunk.ts';
import type { Node } from '../syntax/ast.ts';
import type { Range } from '../syntax/source.ts';
import { compile } from './compile.ts';
import { bareSite, type Context, part } from './context.ts';
import { addressOf } from './static-scope.ts';

/** The library under the name that programs cannot write, so that a `local std` changes nothing here. */
export const LIBRARY = '$std';

/** A call with these arguments, which are lazy but belong to what the whole belongs to. */
export function libraryCall(
  name: string,
  args: readonly Node[],
  { context, range }: { readonly context: Context; readonly range: Range },
): Code {
  const codes = args.map((arg) => compile(arg, argumentContext(context)));
  return callLibrary(name, codes, { context, site: bareSite(context, range) });
}

/** What an argument that was written as an operand is compiled within. */
export function argumentContext(context: Context): Context {
  return { ...part(context), tail: 'last' };
}

/** The call whose arguments are compiled. */
export function callLibrary(
  name: string,
  codes: readonly Code[],
  { context, site }: { readonly context: Context; readonly site: Site },
): Code {
  const address = addressOf(context.scope, LIBRARY);
  if (address === undefined) throw new Error('code without a library');
  const trims = context.tail !== 'no';
  return (scope, machine) => {
    const library = expectObject(
      machine,
      force(slotAt(outerScope(scope, address.steps), address.index), machine, NOWHERE),
      NOWHERE,
    );
    const target = expectFunction(machine, library.get(name, { machine, site: NOWHERE }), site);
    const positional = codes.map((code) => new Thunk(code, scope));
    if (trims) machine.trim();
    return callFunction(machine, target, { positional, named: [], tailstrict: false }, site);
  };
}
