/** Strings and bytes under the flags of a verb. */
import { encodeText } from '../byte-text.ts';
import { canBackquote, quote } from '../text/quote.ts';
import { type Flags, padded, padding } from './flags.ts';

/** At most as many characters as the precision says. */
function truncated(flags: Flags, text: string): string {
  const { precision } = flags;
  if (precision === undefined || text.length <= precision) return text;
  return [...text].slice(0, precision).join('');
}

/** `%s` */
export function plainText(flags: Flags, text: string): string {
  return padded(flags, truncated(flags, text));
}

/** `%q` */
export function quotedText(flags: Flags, text: string): string {
  const cut = truncated(flags, text);
  if (flags.sharp && canBackquote(cut)) return padded(flags, `\`${cut}\``);
  return padded(flags, quote(cut, { ascii: flags.plus }));
}

/** `%x` and `%X` of a string or of bytes. */
export function hexText(flags: Flags, content: string | Uint8Array, verb: 'x' | 'X'): string {
  const bytes = typeof content === 'string' ? encodeText(content) : content;
  const shown = bytes.subarray(0, flags.precision ?? bytes.length);
  if (shown.length === 0) return padding(flags, flags.width ?? 0);
  const pairs = Array.from(shown, (byte) => byte.toString(16).padStart(2, '0'));
  const prefix = flags.sharp ? '0x' : '';
  const plain = flags.space ? pairs.map((pair) => prefix + pair).join(' ') : prefix + pairs.join('');
  const text = verb === 'X' ? plain.toUpperCase() : plain;
  const fill = padding(flags, (flags.width ?? 0) - text.length);
  return flags.minus ? text + fill : fill + text;
}
