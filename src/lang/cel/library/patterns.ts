/** Regular expressions: RE2 syntax in linear time. */
import { compilePattern, type Pattern, patternError } from '../../../base/regexp/regexp.ts';
import type { Run } from '../environment.ts';
import { intOf, textOf } from '../runtime/arguments.ts';
import { CelFault } from '../runtime/cel-fault.ts';
import { list, type Value } from '../runtime/values.ts';
import type { FunctionTable } from './signatures.ts';

function compiled(source: string, lead: string): Pattern {
  const found = compilePattern(source);
  if (found === undefined) throw new CelFault(`${lead}${patternError(source) ?? 'error parsing regexp'}`);
  return found;
}

type OnPattern = (pattern: Pattern, text: string, rest: readonly Value[]) => Value;

function findAll(pattern: Pattern, text: string, [count]: readonly Value[]): Value {
  const most = count === undefined ? -1n : intOf(count);
  return list([...pattern.findAll(text, most < 0n ? Number.POSITIVE_INFINITY : Number(most))]);
}

const WORK: ReadonlyMap<string, OnPattern> = new Map<string, OnPattern>([
  ['matches', (pattern, text) => pattern.matches(text)],
  ['find', (pattern, text) => pattern.find(text) ?? ''],
  ['findAll', findAll],
]);

/** Functions whose second argument is a pattern. */
export const REGEX_FUNCTIONS: ReadonlySet<string> = new Set(WORK.keys());

/** The function with its pattern compiled once; throws where it is none. */
export function withPattern(name: string, source: string): (args: readonly Value[]) => Value {
  const pattern = compiled(source, '');
  const work = WORK.get(name);
  return ([text, , ...rest]) => work?.(pattern, textOf(text), rest) ?? null;
}

function called(name: string, lead: string): Run {
  const work = WORK.get(name);
  return (text, source, ...rest) => work?.(compiled(textOf(source), lead), textOf(text), rest) ?? null;
}

/** `text.matches(pattern)`: a match anywhere. */
export const matches: Run = called('matches', '');

export const REGEX: FunctionTable = {
  find: { 'string_find_string: string.(string) -> string': called('find', 'Illegal regex: ') },
  findAll: {
    'string_find_all_string: string.(string) -> list(string)': called('findAll', 'Illegal regex: '),
    'string_find_all_string_int: string.(string, int) -> list(string)': called('findAll', 'Illegal regex: '),
  },
};
