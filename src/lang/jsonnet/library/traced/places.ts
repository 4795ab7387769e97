/**
 * Places inside go-jsonnet's library where it is written in Jsonnet. Its traces name them; what is computed natively here
 * opens the same calls before it reaches code of a program or an error.
 */
import type { Machine } from '../../runtime/machine.ts';
import { Scope } from '../../runtime/scope.ts';
import { type Site, WordSite } from '../../runtime/site.ts';
import { force, type Lazy, Thunk } from '../../runtime/thunk.ts';
import { type TypeName, typeOf, type Value } from '../../runtime/value.ts';

/** Inside a function of the library. */
export const F = 'function <anonymous>';
/** An argument or element there. */
export const T = laterIn(F);
export const TT = laterIn(T);
export const TTT = laterIn(TT);

/** What is evaluated later than `context`. */
export function laterIn(context: string): string {
  return `thunk from <${context}>`;
}

/** The variable `name` bound in `context`. */
export function boundIn(name: string, context: string): string {
  return `thunk <${name}> from <${context}>`;
}

/** A place such as `858:8-14`. */
export function at(place: string, context = F): Site {
  return new WordSite(`<std>:${place}`, context);
}

/** The call that a function ends in: it takes the place of the function's own call, if that was made `tailstrict`. */
export function tailAt(place: string, context = F): Site {
  return new WordSite(`<std>:${place}`, context, 'last');
}

/** Does some work within open calls, the outermost first. */
export function within<T>(machine: Machine, calls: readonly Site[], work: () => T): T {
  const { depth } = machine;
  for (const call of calls) machine.enter(call, false);
  const result = work();
  machine.depth = depth;
  return result;
}

/** Does some work within a call that the library makes `tailstrict`: the call that the work ends in takes its place. */
export function withinTailstrict<T>(machine: Machine, call: Site, work: () => T): T {
  const { depth } = machine;
  machine.enter(call, true);
  const result = work();
  machine.depth = depth;
  return result;
}

/** The value, asked for at the last of the sites within calls at the others, which meet the limit of frames even for a value that is there. */
export function through(machine: Machine, lazy: Lazy, sites: readonly Site[]): Value {
  const last = sites.at(-1);
  if (last === undefined) throw new Error('asked for from nowhere');
  const isThere = !(lazy instanceof Thunk) || lazy.isReady;
  if (isThere && machine.depth + sites.length <= machine.limits.frames) return force(lazy, machine, last);
  return within(machine, sites.slice(0, -1), () => force(lazy, machine, last));
}

/** The same value, asked for by way of a variable at a site. */
export function passed(lazy: Lazy, site: Site): Lazy {
  if (!(lazy instanceof Thunk) || lazy.isReady) return lazy;
  return computed((machine) => force(lazy, machine, site));
}

/** A value of the library's own, computed when it is asked for. */
export function computed(compute: (machine: Machine) => Value): Thunk {
  return new Thunk((_, machine) => compute(machine), NO_SCOPE);
}

const NO_SCOPE = new Scope(undefined, []);

/** Calls inside the functions that test for a type. */
const TESTS = {
  string: [at('30:17-28'), at('30:26-27', T)],
  number: [at('31:17-28'), at('31:26-27', T)],
  boolean: [at('32:18-29'), at('32:27-28', T)],
  object: [at('33:17-28'), at('33:26-27', T)],
  array: [at('34:16-27'), at('34:25-26', T)],
  function: [at('35:19-30'), at('35:28-29', T)],
} as const;

export type TestedType = keyof typeof TESTS;

/** The calls of a test for a type at `call`, of a variable at `variable`. */
export function testSites(type: TestedType, call: Site, variable: Site): readonly Site[] {
  return [call, ...TESTS[type], variable];
}

/** Whether a value is of a type; it is asked for by way of these sites. */
export function isA(machine: Machine, lazy: Lazy, type: TypeName, sites: readonly Site[]): boolean {
  return typeOf(through(machine, lazy, sites)) === type;
}

/** Calls of a test inside itself, for the functions of these names. */
export function innerTest(type: TestedType): readonly Site[] {
  return TESTS[type];
}
