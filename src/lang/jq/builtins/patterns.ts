/** Functions of patterns: RE2, matched in linear time. */
import { RE2JS, RE2JSException } from 're2js';
import type { Json } from '../../../base/json-value.ts';
import { JqError, notFor } from '../value/fault.ts';
import { arg, type Call, type FunctionTable } from './table.ts';

export const PATTERNS: FunctionTable = {
  'match_list/2': (call) => {
    const flags = arg(call, 1);
    const found = matches({ ...call, name: 'match' }, flags);
    return found.map(described);
  },
  'test/1': (call) => matches({ ...call, args: [...call.args, null] }, null, 1).length > 0,
  'test/2': (call) => matches(call, arg(call, 1), 1).length > 0,
};

/** Longest pattern. */
const LONGEST = 10_000;

interface Group {
  readonly name: string | null;
  readonly text: string | null;
  /** In UTF-16 units; below zero where the group took no part. */
  readonly start: number;
}

interface Match extends Group {
  readonly groups: readonly Group[];
  /** Characters before a place of the text. */
  readonly charactersBefore: (at: number) => number;
}

function matches(call: Call, flags: Json, most = Number.POSITIVE_INFINITY): readonly Match[] {
  const [{ input, budget }, pattern] = [call, arg(call, 0)];
  if (typeof input !== 'string' || typeof pattern !== 'string') throw notFor(call.name, input, call.args);
  if (flags !== null && typeof flags !== 'string') throw notFor(call.name, input, call.args);
  const compiled = compiledPattern(pattern, flags ?? '');
  const names = new Map(Object.entries(compiled.namedGroups()).map(([name, at]) => [at, name]));
  const charactersBefore = characterCounter(input);
  const matcher = compiled.matcher(input);
  const found: Match[] = [];
  const wanted = flags?.includes('g') ? most : 1;
  while (found.length < wanted && matcher.find()) {
    budget.step();
    const group = (at: number): Group => {
      const text = matcher.group(at) ?? null;
      budget.hold(1 + (text?.length ?? 0));
      return { name: names.get(at) ?? null, text, start: text === null ? -1 : matcher.start(at) };
    };
    const groups = Array.from({ length: matcher.groupCount() }, (_, at) => group(at + 1));
    found.push({ ...group(0), groups, charactersBefore });
  }
  return found;
}

const FLAGS: Readonly<Record<string, number>> = { i: RE2JS.CASE_INSENSITIVE, s: RE2JS.DOTALL, x: 0, g: 0 };

function compiledPattern(pattern: string, flags: string): RE2JS {
  if (/[^gis]/.test(flags)) throw new JqError(`unsupported regular expression flag: ${JSON.stringify(flags)}`);
  if (pattern.length > LONGEST) throw new JqError('the regular expression is too long');
  const options = [...flags].reduce((sum, flag) => sum | (FLAGS[flag] ?? 0), 0);
  try {
    return RE2JS.compile(pattern, options);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    const shown = JSON.stringify(`${flags.includes('i') ? '(?i)' : ''}${pattern}`);
    const place = error.message.endsWith('trailing backslash at end of expression') ? ': ``' : '';
    throw new JqError(`invalid regular expression ${shown}: ${error.message}${place}`);
  }
}

/** Counts on from the last place, as matches come in order. */
function characterCounter(text: string): (at: number) => number {
  if (!/[\ud800-\udbff]/.test(text)) return (at) => at;
  return (at) => [...text.slice(0, at)].length;
}

function described(match: Match): Json {
  const place = ({ text, start }: Group): { readonly [key: string]: Json } => ({
    offset: start < 0 ? -1 : match.charactersBefore(start),
    length: text === null ? 0 : [...text].length,
    string: text,
  });
  return { ...place(match), captures: match.groups.map((group) => ({ ...place(group), name: group.name })) };
}
