/** Strings by a directive. They are bytes; widths and precisions count letters. */
import { bytesOf, textOf } from '../runtime/byte-text.ts';
import { type Directive, pad } from './directive.ts';
import { quoted } from './quoted.ts';

/** As `%s`, `%v`, `%q`, `%x` or `%X`; undefined for any other. */
export function formatString(bytes: string, directive: Directive): string | undefined {
  switch (directive.verb) {
    case 'v':
      if (directive.sharp) return padText(quoted(bytes, { ...directive, sharp: false }), directive);
      return padText(truncated(bytes, directive), directive);
    case 's':
      return padText(truncated(bytes, directive), directive);
    case 'q':
      return padText(quoted(truncated(bytes, directive), directive), directive);
    case 'x':
    case 'X':
      return padText(hexadecimal(bytes, directive), directive);
    default:
      return undefined;
  }
}

/** Fills up a text of bytes. */
export function padText(bytes: string, directive: Directive): string {
  if (directive.width === undefined) return bytes;
  return pad(bytes, directive, [...textOf(bytes)].length);
}

function truncated(bytes: string, { precision }: Directive): string {
  if (precision === undefined || bytes.length <= precision) return bytes;
  return bytesOf([...textOf(bytes)].slice(0, precision).join(''));
}

function hexadecimal(bytes: string, { verb, precision, sharp, space }: Directive): string {
  const codes = [...bytes.slice(0, precision)].map((char) => char.charCodeAt(0).toString(16).padStart(2, '0'));
  const text = space
    ? codes.map((code) => (sharp ? `0x${code}` : code)).join(' ')
    : `${sharp && codes.length > 0 ? '0x' : ''}${codes.join('')}`;
  return verb === 'X' ? text.toUpperCase() : text;
}
