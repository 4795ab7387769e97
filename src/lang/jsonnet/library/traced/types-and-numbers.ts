/** Tests for types, and small functions of numbers. */
import { compareValues } from '../../runtime/compare.ts';
import { expectNumber, finite } from '../../runtime/expect.ts';
import type { Machine } from '../../runtime/machine.ts';
import { OPERATIONS } from '../../runtime/operators.ts';
import type { Site } from '../../runtime/site.ts';
import { force } from '../../runtime/thunk.ts';
import { typeOf, type Value } from '../../runtime/value.ts';
import { goLog } from '../go-math.ts';
import { type Declared, type Lazies, traced } from '../native.ts';
import { at, innerTest, T, type TestedType, testSites, through } from './places.ts';

export const TYPES_AND_NUMBERS: readonly Declared[] = [
  typeTest('isString', 'string'),
  typeTest('isNumber', 'number'),
  typeTest('isBoolean', 'boolean'),
  typeTest('isObject', 'object'),
  typeTest('isArray', 'array'),
  typeTest('isFunction', 'function'),
  ['pi', Math.PI],
  angle('deg2rad', [at('268:16-17'), at('268:16-26'), at('268:16-32')], [Math.PI, 180]),
  angle('rad2deg', [at('269:16-17'), at('269:16-23'), at('269:16-32')], [180, Math.PI]),
  logarithm('log2', 2, { call: at('271:13-23'), variable: at('271:21-22', T), quotient: at('271:13-36') }),
  logarithm('log10', 10, { call: at('272:14-24'), variable: at('272:22-23', T), quotient: at('272:14-38') }),
  signTest('abs', {
    sites: testSites('number', at('864:9-24'), at('864:22-23', T)),
    fault: at('865:7-58'),
    of: (value) => (value > 0 ? value : -value),
  }),
  signTest('sign', {
    sites: testSites('number', at('870:9-24'), at('870:22-23', T)),
    fault: at('871:7-59'),
    of: (value) => (value > 0 ? 1 : value < 0 ? -1 : 0),
  }),
  larger('max', {
    first: testSites('number', at('880:9-24'), at('880:22-23', T)),
    firstFault: at('881:7-70'),
    second: testSites('number', at('882:14-29'), at('882:27-28', T)),
    secondFault: at('883:7-71'),
    isFirst: (left, right) => left > right,
  }),
  larger('min', {
    first: testSites('number', at('888:9-24'), at('888:22-23', T)),
    firstFault: at('889:7-70'),
    second: testSites('number', at('890:14-29'), at('890:27-28', T)),
    secondFault: at('891:7-71'),
    isFirst: (left, right) => left < right,
  }),
  traced('clamp', 'x minVal maxVal', clamp),
];

function typeTest(name: string, type: TestedType): Declared {
  const sites = innerTest(type);
  return traced(name, 'v', (machine, args) => typeOf(through(machine, args.at(0), sites)) === type);
}

/** `x * factor / divisor`, at the sites of x, the product and the quotient. */
function angle(name: string, sites: readonly [Site, Site, Site], parts: readonly [number, number]): Declared {
  const [variable, product, quotient] = sites;
  return traced(name, 'x', (machine, args) => {
    const value = OPERATIONS['*'](machine, force(args.at(0), machine, variable), parts[0], product);
    return OPERATIONS['/'](machine, value, parts[1], quotient);
  });
}

interface LogarithmSites {
  readonly call: Site;
  readonly variable: Site;
  readonly quotient: Site;
}

function logarithm(name: string, base: number, { call, variable, quotient }: LogarithmSites): Declared {
  return traced(name, 'x', (machine, args) => {
    const value = expectNumber(machine, through(machine, args.at(0), [call, variable]), call);
    return finite(machine, finite(machine, goLog(value), call) / Math.log(base), quotient);
  });
}

interface SignTest {
  readonly sites: readonly Site[];
  readonly fault: Site;
  readonly of: (value: number) => number;
}

function signTest(name: string, { sites, fault, of }: SignTest): Declared {
  return traced(name, 'n', (machine, args) => {
    const value = through(machine, args.at(0), sites);
    if (typeof value === 'number') return of(value);
    throw machine.fault(`std.${name} expected number, got ${typeOf(value)}`, fault);
  });
}

interface Larger {
  readonly first: readonly Site[];
  readonly firstFault: Site;
  readonly second: readonly Site[];
  readonly secondFault: Site;
  readonly isFirst: (left: number, right: number) => boolean;
}

function larger(name: string, sites: Larger): Declared {
  return traced(name, 'a b', (machine, args) => {
    const left = through(machine, args.at(0), sites.first);
    if (typeof left !== 'number')
      throw machine.fault(`std.${name} first param expected number, got ${typeOf(left)}`, sites.firstFault);
    const right = through(machine, args.at(1), sites.second);
    if (typeof right !== 'number')
      throw machine.fault(`std.${name} second param expected number, got ${typeOf(right)}`, sites.secondFault);
    return sites.isFirst(left, right) ? left : right;
  });
}

const CLAMP = {
  x: at('896:8-9'),
  least: at('896:12-18'),
  below: at('896:8-18'),
  most: at('897:17-23'),
  above: at('897:13-23'),
};

/** Of anything that has an order. */
function clamp(machine: Machine, args: Lazies): Value {
  const value = force(args.at(0), machine, CLAMP.x);
  const least = force(args.at(1), machine, CLAMP.least);
  if (compareValues(machine, value, least, CLAMP.below) < 0) return least;
  const most = force(args.at(2), machine, CLAMP.most);
  return compareValues(machine, value, most, CLAMP.above) > 0 ? most : value;
}
