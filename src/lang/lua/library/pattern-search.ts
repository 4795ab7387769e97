/** Patterns within a run: searches are charged to its budget, captures become values. */

import { findMatches, type Match, POSITION } from '../pattern/match-pattern.ts';
import { parsePattern } from '../pattern/parse-pattern.ts';
import { PatternFault } from '../pattern/pattern-fault.ts';
import type { Machine } from '../runtime/machine.ts';
import type { LuaValue } from '../runtime/value.ts';

const MATCH_BYTES = 64;

/** Matches of a pattern in a text. Throws a fault of the program for a pattern that is none. */
export function searchText(
  machine: Machine,
  [text, pattern]: readonly [string, string],
  { from, limit }: { readonly from: number; readonly limit: number },
): readonly Match[] {
  machine.spend(pattern.length);
  try {
    const matches = findMatches(parsePattern(pattern), text, { from, limit, spend: (steps) => machine.spend(steps) });
    machine.allocate(matches.length * MATCH_BYTES);
    return matches;
  } catch (error) {
    if (error instanceof PatternFault) throw machine.fault(error.message);
    throw error;
  }
}

/** How many captures there are, the whole match not counted. */
export function captureCount(match: Match): number {
  return match.length / 2 - 1;
}

/** Capture 0 is the whole match. */
export function captureOf(text: string, match: Match, number: number): LuaValue {
  const [from, to] = [match[number * 2] ?? 0, match[number * 2 + 1] ?? 0];
  return to === POSITION ? from : text.slice(from, to);
}

/** All captures; without any, the whole match. */
export function capturesOf(text: string, match: Match): LuaValue[] {
  const count = captureCount(match);
  if (count === 0) return [captureOf(text, match, 0)];
  return Array.from({ length: count }, (_, index) => captureOf(text, match, index + 1));
}
