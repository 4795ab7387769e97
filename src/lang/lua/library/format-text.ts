/** `string.format`, which is Go's `Sprintf`. */
import { readDirective } from '../format/directive.ts';
import { formatValue } from '../format/format-value.ts';
import { type LuaType, type LuaValue, plainText, type Results, typeOf } from '../runtime/value.ts';
import type { Arguments } from './arguments.ts';

/** Arguments beyond the directives are passed over, missing ones told in the text. */
export function formatText(args: Arguments): Results {
  const format = args.string(1);
  const given = args.values.slice(1, 1 + directiveCount(format));
  let result = '';
  let place = 0;
  let at = 0;
  for (;;) {
    const next = format.indexOf('%', at);
    result += format.slice(at, next < 0 ? undefined : next);
    if (next < 0) break;
    const { directive, end } = readDirective(format, next);
    at = end;
    if (directive.verb === '') result += '%!(NOVERB)';
    else if (directive.verb === '%') result += '%';
    else if (place >= given.length) result += `%!${directive.verb}(MISSING)`;
    else {
      args.machine.allocateString((directive.width ?? 0) + (directive.precision ?? 0));
      result += formatValue(given[place++], directive);
    }
    args.machine.spend(1);
  }
  result += unusedText(given.slice(place));
  args.machine.allocateString(result.length);
  return result;
}

/** Arguments that were counted but not asked for. */
function unusedText(values: readonly LuaValue[]): string {
  if (values.length === 0) return '';
  const told = values.map((value) => `${GO_TYPES[typeOf(value)]}=${plainText(value)}`);
  return `%!(EXTRA ${told.join(', ')})`;
}

const GO_TYPES: Readonly<Record<LuaType, string>> = {
  nil: '*lua.LNilType',
  boolean: 'lua.LBool',
  number: 'lua.LNumber',
  string: 'lua.LString',
  table: '*lua.LTable',
  function: '*lua.LFunction',
  thread: '*lua.LState',
  userdata: '*lua.LUserData',
};

/** Percent signs without the doubled ones. */
function directiveCount(format: string): number {
  return format.split('%').length - format.split('%%').length;
}
