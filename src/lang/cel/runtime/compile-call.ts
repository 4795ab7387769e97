/** Calls: operators that absorb faults, and functions, of one overload or chosen by the values. */
import type { Overload } from '../environment.ts';
import { REGEX_FUNCTIONS, withPattern } from '../library/patterns.ts';
import type { Call, Expr } from '../syntax/ast.ts';
import { actualCallCost } from './call-cost.ts';
import { CelFault, noSuchOverload } from './cel-fault.ts';
import { equals } from './compare.ts';
import { type Compiled, type Compiler, type Evaluate, whole } from './compile.ts';
import { fits } from './fits.ts';
import { charge } from './frame.ts';
import { isKind, keyText, typeName, type Value } from './values.ts';

function plain(bare: Evaluate): Compiled {
  return { bare, base: false, attribute: false };
}

/** The evaluation of a call that is no selection and no choice. */
export function compileCall(compiler: Compiler, expr: Call): Compiled {
  const reference = compiler.reference(expr);
  if (reference?.kind !== 'function') throw noSuchOverload();
  const nodes: readonly Expr[] = expr.target && !reference.qualified ? [expr.target, ...expr.args] : expr.args;
  const compiled = nodes.map((node) => compiler.compile(node));
  const args = compiled.map(whole);
  const [first, second] = args;
  if (first !== undefined && second !== undefined) {
    if (reference.name === '_&&_') return plain(logical(first, second, false));
    if (reference.name === '_||_') return plain(logical(first, second, true));
    if (reference.name === 'or' || reference.name === 'orValue') return plain(orElse(first, second, reference.name));
  }
  if (reference.name === '@not_strictly_false' && first !== undefined) return plain(notStrictlyFalse(first));
  const run = runnerOf(reference.name, reference.overloads);
  const [overload] = reference.overloads.length === 1 ? reference.overloads : [];
  const cost = actualCallCost(reference.name, overload?.id ?? '');
  const constants = compiled.flatMap((each) => (each.constant === undefined ? [] : [each.constant]));
  const known = constants.length === compiled.length;
  if (known && CONVERSIONS.has(reference.name)) return convertedOnce(run, constants);
  const pattern = compiled[1]?.constant;
  if (typeof pattern === 'string' && REGEX_FUNCTIONS.has(reference.name)) {
    return plain(called(withPattern(reference.name, pattern), args, { cost }));
  }
  return plain(
    membership(reference.name, compiled, first) ?? called(run, args, { cost, prepaid: PREPAID.has(reference.name) }),
  );
}

interface CallCost {
  readonly cost: (args: readonly Value[], result: Value) => number;
  /** The work grows faster than its arguments: it is paid before it is done. */
  readonly prepaid?: boolean;
}

const PREPAID = new Set([
  'distinct',
  'sort',
  '@sortByAssociatedKeys',
  'sets.contains',
  'sets.equivalent',
  'sets.intersects',
]);

function called(
  run: (args: readonly Value[]) => Value,
  args: readonly Evaluate[],
  { cost, prepaid = false }: CallCost,
): Evaluate {
  return (frame) => {
    const values = args.map((arg) => arg(frame));
    if (prepaid) charge(frame, cost(values, null));
    const result = run(values);
    if (!prepaid) charge(frame, cost(values, result));
    return result;
  };
}

const CONVERSIONS = new Set([
  'bool',
  'bytes',
  'double',
  'dyn',
  'duration',
  'int',
  'string',
  'timestamp',
  'type',
  'uint',
]);

/** A conversion of a constant is a constant; where it cannot be, there is no program. */
function convertedOnce(run: (args: readonly Value[]) => Value, args: readonly Value[]): Compiled {
  const constant = run(args);
  return { bare: () => constant, base: false, attribute: false, constant };
}

/** `x in [1, 2]` of constants looks up once what the list holds, and costs one. */
function membership(name: string, compiled: readonly Compiled[], first: Evaluate | undefined): Evaluate | undefined {
  const held = compiled[1]?.constant;
  if (name !== '@in' || first === undefined || held === undefined || !isKind(held, 'list')) return undefined;
  const simple = ['string', 'bigint', 'boolean', 'number'];
  if (!held.items.every((item) => simple.includes(typeof item))) return undefined;
  const known = new Set(held.items.map(keyText));
  return (frame) => {
    const value = first(frame);
    charge(frame, 1);
    const key = keyText(value);
    if (key !== undefined) return known.has(key);
    return held.items.some((item) => equals(item, value));
  };
}

function runnerOf(name: string, overloads: readonly Overload[]): (args: readonly Value[]) => Value {
  return (args) => {
    const overload = overloads.find((each) => takes(each, args));
    if (overload?.run === undefined) throw wrongArguments(name, args);
    return overload.run(...args);
  };
}

function takes({ args }: Overload, values: readonly Value[]): boolean {
  return args.length === values.length && args.every((type, index) => fits(values[index] ?? null, type));
}

const NUMBERS = ['int', 'uint', 'double'];
const TIMES = ['google.protobuf.Timestamp', 'google.protobuf.Duration'];
const ORDERED = [...NUMBERS, ...TIMES, 'string', 'bytes', 'bool'];

/** Functions that ask their first value what to do, and the types that can answer. */
const ASKING: ReadonlyMap<string, readonly string[]> = new Map([
  ['_+_', [...NUMBERS, ...TIMES, 'string', 'bytes', 'list']],
  ['_-_', [...NUMBERS, ...TIMES]],
  ['_*_', NUMBERS],
  ['_/_', NUMBERS],
  ['_%_', ['int', 'uint']],
  ['-_', ['int', 'double', 'bool']],
  ...['_<_', '_<=_', '_>_', '_>=_'].map((name) => [name, ORDERED] as const),
  ['size', ['string', 'bytes', 'list', 'map']],
]);
/** Types that answer every call themselves, with a fault of no name. */
const ANSWERING = new Set(['string', ...TIMES]);
const UNNAMED = new Set(['contains', 'startsWith', 'endsWith', 'matches', '!_', '@in']);

/** The fault of a call for whose values nothing is declared; which words it has depends on the kind of function. */
function wrongArguments(name: string, args: readonly Value[]): CelFault {
  const types = args.map(typeName);
  const [first = ''] = types;
  const asked = ASKING.get(name);
  if (UNNAMED.has(name) || (asked && (asked.includes(first) || ANSWERING.has(first)))) return noSuchOverload();
  return new CelFault(`no such overload: ${asked ? name : `${name}(${types.join(', ')})`}`);
}

function logical(first: Evaluate, second: Evaluate, decisive: boolean): Evaluate {
  return (frame) => {
    let fault: CelFault | undefined;
    for (const term of [first, second]) {
      try {
        const value = term(frame);
        if (value === decisive) return decisive;
        if (typeof value !== 'boolean') fault ??= noSuchOverload();
      } catch (caught) {
        if (!(caught instanceof CelFault) || caught.final) throw caught;
        fault ??= caught;
      }
    }
    if (fault !== undefined) throw fault;
    return !decisive;
  };
}

function notStrictlyFalse(term: Evaluate): Evaluate {
  return (frame) => {
    let held = true;
    try {
      held = term(frame) !== false;
    } catch (caught) {
      if (!(caught instanceof CelFault) || caught.final) throw caught;
    }
    charge(frame, 1);
    return held;
  };
}

/** The second is looked at only where the first is none. */
function orElse(first: Evaluate, second: Evaluate, name: 'or' | 'orValue'): Evaluate {
  return (frame) => {
    const optional = first(frame);
    if (!isKind(optional, 'optional')) throw noSuchOverload();
    if (optional.value === undefined) return second(frame);
    return name === 'or' ? optional : optional.value;
  };
}
