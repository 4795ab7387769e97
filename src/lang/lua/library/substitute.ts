/** `string.gsub`. */

import type { Match } from '../pattern/match-pattern.ts';
import type { Machine } from '../runtime/machine.ts';
import { numberText } from '../runtime/number-text.ts';
import { index, joinable } from '../runtime/operate.ts';
import { LuaTable } from '../runtime/table.ts';
import { firstOf, isFunction, isTruthy, type LuaValue, type Results } from '../runtime/value.ts';
import type { Arguments } from './arguments.ts';
import { captureCount, captureOf, capturesOf, searchText } from './pattern-search.ts';

/** The text with matches replaced, and how many matched, replaced or not. */
export function substitute(args: Arguments): Results {
  const text = args.string(1);
  const pattern = args.string(2);
  const replacement = args.oneOf(3, 'string', 'table', 'function');
  const limit = args.optionalInteger(4, -1);
  const matches = searchText(args.machine, [text, pattern], { from: 0, limit });
  // Then a number stays a number.
  if (matches.length === 0) return [args.at(1), 0];
  let result = '';
  let done = 0;
  for (const match of matches) {
    const piece = replace(args, { text, match, replacement });
    if (piece === undefined) continue;
    const before = text.slice(done, match[0]);
    args.machine.allocate(before.length + piece.length);
    result += before + piece;
    done = match[1] ?? 0;
  }
  args.machine.allocateString(result.length + text.length - done);
  return [result + text.slice(done), matches.length];
}

interface Replacing {
  readonly text: string;
  readonly match: Match;
  readonly replacement: LuaValue;
}

/** Undefined: the match stays. What is neither string nor number, but true, takes the match away. */
function replace({ machine }: Arguments, { text, match, replacement }: Replacing): string | undefined {
  if (typeof replacement === 'string') return fillIn(machine, replacement, { text, match });
  let value: LuaValue;
  if (replacement instanceof LuaTable) {
    value = index(machine, replacement, captureOf(text, match, captureCount(match) > 0 ? 1 : 0));
  } else if (isFunction(replacement)) {
    value = firstOf(machine.callingBack(() => replacement.call(machine, capturesOf(text, match))));
  }
  return isTruthy(value) ? (joinable(value) ?? '') : undefined;
}

/** `%1` is a capture, `%0` the match, `%%` a percent sign; any other stays as it is written. */
function fillIn(machine: Machine, template: string, { text, match }: Pick<Replacing, 'text' | 'match'>): string {
  if (!template.includes('%')) return template;
  machine.spend(template.length);
  return template.replace(/%(%|\d)/g, (_whole, sign: string) => {
    if (sign === '%') return '%';
    const number = Number(sign);
    if (number > 1 && number > captureCount(match)) throw machine.fault('invalid capture index');
    const value = captureOf(text, match, number > captureCount(match) ? 0 : number);
    return typeof value === 'number' ? numberText(value) : String(value);
  });
}
