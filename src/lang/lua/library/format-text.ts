/** `string.format`, which is Go's `Sprintf`. */
import { readDirective } from '../format/directive.ts';
import { formatValue } from '../format/format-value.ts';
import type { Results } from '../runtime/value.ts';
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
  args.machine.allocateString(result.length);
  return result;
}

/** Percent signs without the doubled ones. */
function directiveCount(format: string): number {
  return format.split('%').length - format.split('%%').length;
}
