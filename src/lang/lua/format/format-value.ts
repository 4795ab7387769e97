/** A Lua value by a directive, as gopher-lua hands it to Go's `fmt`. */
import { bytesOf } from '../runtime/byte-text.ts';
import { numberText, parseNumber } from '../runtime/number-text.ts';
import { type LuaValue, plainText } from '../runtime/value.ts';
import type { Directive } from './directive.ts';
import { formatFloat, formatInteger } from './format-number.ts';
import { formatString, padText } from './format-string.ts';

/** Never fails: what a directive cannot show is told in the text, as Go does. */
export function formatValue(value: LuaValue, written: Directive): string {
  // With `%v` a plus asks for names of fields, not for a sign.
  const directive = written.verb === 'v' ? { ...written, plus: false } : written;
  switch (typeof value) {
    case 'number':
      return formatNumber(value, directive);
    case 'string':
      return formatBytes(value, directive);
    case 'boolean':
      if (directive.verb === 't') return padText(String(value), directive);
      return (
        formatString(String(value), directive) ?? `%!${directive.verb}(lua.LBool=${padText(String(value), directive)})`
      );
    case 'undefined':
      return formatString('nil', directive) ?? '&{}';
    default:
      return formatString(plainText(value), directive) ?? plainText(value);
  }
}

/** What has no such form is shown as `%s` would. */
function shown(value: string, directive: Directive): string {
  return formatString(value, { ...directive, verb: 's' }) ?? value;
}

/** `%d` shows digits as they are, and any other text as zero. */
function formatBytes(value: string, directive: Directive): string {
  const { verb } = directive;
  if (verb === 'd' || verb === 'i') {
    if (parseNumber(value) === undefined) return formatInteger(0n, { ...directive, verb: 'd' });
    return formatString(value, { ...directive, verb: 's' }) ?? value;
  }
  return formatString(value, directive) ?? `%!${verb}(string=${shown(value, directive)})`;
}

function formatNumber(value: number, directive: Directive): string {
  const { verb } = directive;
  switch (verb) {
    case 's':
    case 'q':
      return formatString(numberText(value), directive) ?? '';
    case 'b':
    case 'd':
    case 'o':
    case 'x':
    case 'X':
      return formatInteger(wholeOf(value), directive);
    case 'i':
      return formatInteger(wholeOf(value), { ...directive, verb: 'd' });
    case 'c':
      return padText(letterOf(wholeOf(value)), directive);
    case 'U':
      return padText(`U+${wholeOf(value).toString(16).toUpperCase().padStart(4, '0')}`, directive);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      return formatFloat(value, directive);
    default:
      return formatOther(value, directive);
  }
}

function formatOther(value: number, directive: Directive): string {
  const whole = isWhole(value);
  if (directive.verb !== 'v') {
    const shown = formatOther(value, { ...directive, verb: 'v' });
    return `%!${directive.verb}(${whole ? 'int64' : 'float64'}=${shown})`;
  }
  return whole
    ? formatInteger(wholeOf(value), { ...directive, verb: 'd' })
    : formatFloat(value, { ...directive, verb: 'g' });
}

function isWhole(value: number): boolean {
  return Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63;
}

/** What does not fit becomes the smallest number of 64 bits. */
function wholeOf(value: number): bigint {
  const cut = Math.trunc(value);
  return isWhole(cut) ? BigInt(cut) : -(2n ** 63n);
}

function letterOf(code: bigint): string {
  const known = code >= 0n && code <= 0x10ffffn && !(code >= 0xd800n && code <= 0xdfffn);
  return bytesOf(known ? String.fromCodePoint(Number(code)) : '\ufffd');
}
