/** Calls of functions: which argument goes where, then the body. */
import type { Closure, JsonnetFunction, Strict, Traced } from './function.ts';
import { type CallArguments, type Machine, TAIL } from './machine.ts';
import { Scope } from './scope.ts';
import type { Site } from './site.ts';
import { type Code, force, type Lazy, Thunk } from './thunk.ts';
import type { Value } from './value.ts';

/** Evaluates the body of an open call, and the calls that it ends in. */
export function runBody(code: Code, scope: Scope, machine: Machine): Value {
  let result = code(scope, machine);
  while (result === TAIL) result = runTail(machine);
  return result;
}

function runTail(machine: Machine): Value | typeof TAIL {
  const { target, args, site } = machine.takeTail();
  machine.trim();
  const { callable } = target;
  if (callable.kind !== 'closure') return callFunction(machine, target, args, site);
  const scope = closureScope(machine, callable, args, site);
  machine.enter(site, args.tailstrict);
  return callable.body(scope, machine);
}

/** The function's value for these arguments; `site` is where it is called. */
export function callFunction(machine: Machine, target: JsonnetFunction, args: CallArguments, site: Site): Value {
  const { callable } = target;
  if (callable.kind === 'strict') return callStrict(machine, callable, args, site);
  if (callable.kind === 'traced') return callTraced(machine, callable, args, site);
  const scope = closureScope(machine, callable, args, site);
  const { depth } = machine;
  machine.enter(site, args.tailstrict);
  const value = runBody(callable.body, scope, machine);
  machine.depth = depth;
  return value;
}

/** A call with positional arguments only, as the library makes them. */
export function callWith(machine: Machine, target: JsonnetFunction, positional: readonly Lazy[], site: Site): Value {
  return callFunction(machine, target, { positional, named: [], tailstrict: false }, site);
}

function closureScope(machine: Machine, closure: Closure, args: CallArguments, site: Site): Scope {
  const { parameters } = closure;
  const { positional, named } = args;
  const slots = positionalSlots(closure, positional);
  const scope = new Scope(closure.scope, slots);
  if (positional.length !== parameters.length || named.length > 0) {
    const optional = parameters.map(({ name, defaultCode }) => ({ name, isOptional: defaultCode !== undefined }));
    place(machine, { parameters: optional, args, slots }, site);
    for (const { defaultCode, slot } of parameters)
      if (slots[slot] === undefined && defaultCode !== undefined) slots[slot] = new Thunk(defaultCode, scope);
  }
  if (args.tailstrict)
    forceInOrder(machine, { args, slots: closure.repeatsNames ? namedSlots(closure, slots) : slots }, site);
  return scope;
}

/** What is given by position, what is given by name, and then defaults: the order that go-jsonnet begins with most often. */
function forceInOrder(machine: Machine, { args, slots }: Omit<Placing, 'parameters'>, site: Site): void {
  const given = [...slots.slice(0, args.positional.length), ...args.named.map(({ value }) => value)];
  for (const slot of [...given, ...slots]) if (slot !== undefined) force(slot, machine, site);
}

/** Without what stands in the place of a parameter whose name a later one has, too. */
function namedSlots({ parameters }: Closure, slots: readonly (Lazy | undefined)[]): (Lazy | undefined)[] {
  const named = new Set(parameters.map(({ slot }) => slot));
  return slots.map((lazy, index) => (named.has(index) ? lazy : undefined));
}

/** Of parameters with one name the last argument counts. */
function positionalSlots(closure: Closure, positional: readonly Lazy[]): (Lazy | undefined)[] {
  const slots: (Lazy | undefined)[] = positional.slice();
  if (!closure.repeatsNames) return slots;
  for (const [index, given] of positional.entries()) {
    const slot = closure.parameters[index]?.slot ?? index;
    slots[slot] = positional[slot] ?? given;
  }
  return slots;
}

interface Placing {
  readonly parameters: readonly { readonly name: string; readonly isOptional: boolean }[];
  readonly args: CallArguments;
  readonly slots: (Lazy | undefined)[];
}

/** Puts named arguments into their slots. Faults where arguments and parameters don't fit. */
function place(machine: Machine, { parameters, args, slots }: Placing, site: Site): void {
  const count = args.positional.length;
  if (count > parameters.length) {
    const message = `function expected ${parameters.length} positional argument(s), but got ${count}`;
    throw machine.fault(message, site);
  }
  const received = new Set(parameters.slice(0, count).map(({ name }) => name));
  for (const { name, value } of args.named) {
    if (received.has(name)) throw machine.fault(`Argument ${name} already provided`, site);
    const index = parameters.findLastIndex((parameter) => parameter.name === name);
    if (index < 0) throw machine.fault(`function has no parameter ${name}`, site);
    received.add(name);
    slots[index] = value;
  }
  const missing = parameters.find(({ name, isOptional }) => !isOptional && !received.has(name));
  if (missing !== undefined) throw machine.fault(`Missing argument: ${missing.name}`, site);
}

/** The arguments of a function of the library, defaults filled in; undefined for one left out without a default. */
function nativeArguments(
  machine: Machine,
  { parameters }: Strict | Traced,
  { args, site }: { readonly args: CallArguments; readonly site: Site },
): readonly (Lazy | undefined)[] {
  if (args.positional.length === parameters.length && args.named.length === 0) return args.positional;
  const slots: (Lazy | undefined)[] = args.positional.slice();
  place(machine, { parameters, args, slots }, site);
  return parameters.map(({ fallback }, index) => slots[index] ?? fallback);
}

function callStrict(machine: Machine, callable: Strict, args: CallArguments, site: Site): Value {
  const lazies = nativeArguments(machine, callable, { args, site });
  machine.work(2);
  const values: Value[] = [];
  for (const lazy of lazies) if (lazy !== undefined) values.push(force(lazy, machine, site));
  return callable.run(machine, values, site);
}

function callTraced(machine: Machine, callable: Traced, args: CallArguments, site: Site): Value {
  const lazies: Lazy[] = [];
  for (const lazy of nativeArguments(machine, callable, { args, site })) if (lazy !== undefined) lazies.push(lazy);
  if (args.tailstrict) for (const lazy of lazies) force(lazy, machine, site);
  const { depth } = machine;
  machine.enter(site, args.tailstrict);
  const value = callable.run(machine, lazies);
  machine.depth = depth;
  return value;
}
