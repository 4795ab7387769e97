/** Macros: calls that are other expressions. Their nodes stand at the parenthesis of the call. */
import { ACCUMULATOR, type Call, type Comprehension, type Expr } from './ast.ts';
import type { SourceError } from './source.ts';

export type Expanded =
  | { readonly kind: 'tree'; readonly tree: Expr }
  | { readonly kind: 'error'; readonly error: SourceError };

type Macro = (call: Call, target: Expr) => Expr;

class MacroFault {
  readonly error: SourceError;

  constructor(at: number, message: string) {
    this.error = { at, message };
  }
}

/** What a call stands for; itself where it names no macro. */
export function expandMacro(call: Call): Expanded {
  const key = `${call.target ? '.' : ''}${call.name}/${call.args.length}`;
  const macro = MACROS.get(key);
  if (macro === undefined) return { kind: 'tree', tree: call };
  try {
    return { kind: 'tree', tree: macro(call, call.target ?? call) };
  } catch (fault) {
    if (fault instanceof MacroFault) return { kind: 'error', error: fault.error };
    throw fault;
  }
}

const MACROS: ReadonlyMap<string, Macro> = new Map<string, Macro>([
  ['has/1', has],
  ['.all/2', one(all)],
  ['.exists/2', one(exists)],
  ['.exists_one/2', one(existsOne)],
  ['.map/2', mapped],
  ['.map/3', mapped],
  ['.filter/2', filtered],
  ['.all/3', two(all)],
  ['.exists/3', two(exists)],
  ['.exists_one/3', two(existsOne)],
  ['.existsOne/3', two(existsOne)],
  ['.transformList/3', two(transformList)],
  ['.transformList/4', two(transformList)],
  ['.transformMap/3', two(transformMap)],
  ['.transformMap/4', two(transformMap)],
  ['.transformMapEntry/3', two(transformMapEntry)],
  ['.transformMapEntry/4', two(transformMapEntry)],
  ['.optMap/2', optMap],
  ['.optFlatMap/2', optFlatMap],
  ['.sortBy/2', sortBy],
]);

function argument(call: Call, index: number): Expr {
  // The table is by the number of arguments.
  return call.args[index] as Expr;
}

function has(call: Call): Expr {
  const field = argument(call, 0);
  if (field.kind !== 'select') throw new MacroFault(field.at, 'invalid argument to has() macro');
  return { kind: 'select', at: call.at, operand: field.operand, field: field.field, test: true };
}

/** What goes through a range: its variables, and the expressions after them. */
interface Loop {
  readonly at: number;
  readonly range: Expr;
  readonly variable: string;
  readonly second?: string;
  readonly rest: readonly Expr[];
}

type LoopBody = (
  loop: Loop,
  build: Build,
) => Omit<Comprehension, 'kind' | 'at' | 'range' | 'variable' | 'second' | 'accumulator'>;

/** Makers of nodes at the place of a macro. */
class Build {
  readonly at: number;

  constructor(at: number) {
    this.at = at;
  }

  literal(value: boolean | bigint): Expr {
    return { kind: 'literal', at: this.at, value };
  }

  name(name: string): Expr {
    return { kind: 'ident', at: this.at, name };
  }

  accumulator(): Expr {
    return this.name(ACCUMULATOR);
  }

  call(name: string, ...args: readonly Expr[]): Expr {
    return { kind: 'call', at: this.at, name, args };
  }

  list(...elements: readonly Expr[]): Expr {
    return { kind: 'list', at: this.at, elements, optional: new Set() };
  }
}

function one(body: LoopBody): Macro {
  return (call, range) => {
    const variable = loopVariable(argument(call, 0), 'argument must be a simple name');
    return loopOf({ at: call.at, range, variable, rest: call.args.slice(1) }, body);
  };
}

function two(body: LoopBody): Macro {
  return (call, range) => {
    const [first, next] = [argument(call, 0), argument(call, 1)];
    const variable = nameOf(first, 'argument must be a simple name');
    const second = nameOf(next, 'argument must be a simple name');
    if (variable === second) throw new MacroFault(next.at, `duplicate variable name: ${variable}`);
    for (const each of [first, next]) loopVariable(each, '');
    return loopOf({ at: call.at, range, variable, second, rest: call.args.slice(2) }, body);
  };
}

function loopOf(loop: Loop, body: LoopBody): Expr {
  const { at, range, variable, second } = loop;
  const parts = body(loop, new Build(at));
  return { kind: 'comprehension', at, range, variable, ...(second && { second }), accumulator: ACCUMULATOR, ...parts };
}

function nameOf(expr: Expr, message: string): string {
  if (expr.kind !== 'ident') throw new MacroFault(expr.at, message);
  return expr.name;
}

function loopVariable(expr: Expr, message: string): string {
  const name = nameOf(expr, message);
  if (name === '__result__') throw new MacroFault(expr.at, 'iteration variable overwrites accumulator variable');
  return name;
}

function all({ rest: [test] }: Loop, build: Build): ReturnType<LoopBody> {
  return {
    init: build.literal(true),
    condition: build.call('@not_strictly_false', build.accumulator()),
    step: build.call('_&&_', build.accumulator(), test as Expr),
    result: build.accumulator(),
  };
}

function exists({ rest: [test] }: Loop, build: Build): ReturnType<LoopBody> {
  return {
    init: build.literal(false),
    condition: build.call('@not_strictly_false', build.call('!_', build.accumulator())),
    step: build.call('_||_', build.accumulator(), test as Expr),
    result: build.accumulator(),
  };
}

function existsOne({ rest: [test] }: Loop, build: Build): ReturnType<LoopBody> {
  const more = build.call('_+_', build.accumulator(), build.literal(1n));
  return {
    init: build.literal(0n),
    condition: build.literal(true),
    step: build.call('_?_:_', test as Expr, more, build.accumulator()),
    result: build.call('_==_', build.accumulator(), build.literal(1n)),
  };
}

/** Goes through all and keeps what `more` makes of the accumulator, where the filter holds. */
function gather(
  build: Build,
  init: Expr,
  { more, filter }: { readonly more: Expr; readonly filter: Expr | undefined },
) {
  const step = filter === undefined ? more : build.call('_?_:_', filter, more, build.accumulator());
  return { init, condition: build.literal(true), step, result: build.accumulator() };
}

function mapped(call: Call, range: Expr): Expr {
  const variable = loopVariable(argument(call, 0), 'argument is not an identifier');
  return loopOf({ at: call.at, range, variable, rest: call.args.slice(1) }, transformList);
}

function transformList({ rest }: Loop, build: Build): ReturnType<LoopBody> {
  const [filter, transform] = rest.length === 2 ? rest : [undefined, rest[0]];
  const more = build.call('_+_', build.accumulator(), build.list(transform as Expr));
  return gather(build, build.list(), { more, filter });
}

function filtered(call: Call, range: Expr): Expr {
  const name = argument(call, 0);
  const variable = loopVariable(name, 'argument is not an identifier');
  return loopOf({ at: call.at, range, variable, rest: call.args.slice(1) }, ({ rest: [filter] }, build) => {
    const more = build.call('_+_', build.accumulator(), build.list(name));
    return gather(build, build.list(), { more, filter });
  });
}

function transformMap({ rest, variable }: Loop, build: Build): ReturnType<LoopBody> {
  const [filter, transform] = rest.length === 2 ? rest : [undefined, rest[0]];
  const more = build.call('cel.@mapInsert', build.accumulator(), build.name(variable), transform as Expr);
  return gather(build, { kind: 'map', at: build.at, entries: [] }, { more, filter });
}

function transformMapEntry({ rest }: Loop, build: Build): ReturnType<LoopBody> {
  const [filter, transform] = rest.length === 2 ? rest : [undefined, rest[0]];
  const more = build.call('cel.@mapInsert', build.accumulator(), transform as Expr);
  return gather(build, { kind: 'map', at: build.at, entries: [] }, { more, filter });
}

/** A name for a value within an expression: a loop over nothing that starts with it. */
function bind(build: Build, name: string, { value, body }: { readonly value: Expr; readonly body: Expr }): Expr {
  return {
    kind: 'comprehension',
    at: build.at,
    range: build.list(),
    variable: '#unused',
    accumulator: name,
    init: value,
    condition: build.literal(false),
    step: build.name(name),
    result: body,
  };
}

function present(call: Call, target: Expr, name: string): { readonly build: Build; readonly bound: Expr } {
  const variable = nameOf(argument(call, 0), `${name}() variable name must be a simple identifier`);
  const build = new Build(call.at);
  const value: Expr = { kind: 'call', at: call.at, name: 'value', target, args: [] };
  return { build, bound: bind(build, variable, { value, body: argument(call, 1) }) };
}

function optMap(call: Call, target: Expr): Expr {
  const { build, bound } = present(call, target, 'optMap');
  return whenPresent(build, target, build.call('optional.of', bound));
}

function optFlatMap(call: Call, target: Expr): Expr {
  const { build, bound } = present(call, target, 'optFlatMap');
  return whenPresent(build, target, bound);
}

function whenPresent(build: Build, target: Expr, then: Expr): Expr {
  const test: Expr = { kind: 'call', at: build.at, name: 'hasValue', target, args: [] };
  return build.call('_?_:_', test, then, build.call('optional.none'));
}

const SORTED = '@__sortBy_input__';

function sortBy(call: Call, target: Expr): Expr {
  if (target.kind === 'literal' || target.kind === 'map' || target.kind === 'struct') {
    throw new MacroFault(
      target.at,
      'sortBy can only be applied to a list, identifier, comprehension, call or select expression',
    );
  }
  const build = new Build(call.at);
  const keys = mapped(call, build.name(SORTED));
  const body: Expr = {
    kind: 'call',
    at: call.at,
    name: '@sortByAssociatedKeys',
    target: build.name(SORTED),
    args: [keys],
  };
  return bind(build, SORTED, { value: target, body });
}
