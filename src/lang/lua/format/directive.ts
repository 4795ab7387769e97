/** One `%…` of a format, as Go's `fmt` reads it. */

export interface Directive {
  readonly plus: boolean;
  readonly minus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  readonly width: number | undefined;
  readonly precision: number | undefined;
  /** Empty where the format ends before it. */
  readonly verb: string;
}

const SHAPE = /%([-+# 0]*)(\d*)(?:(\.)(\d*))?/y;
const MAX_WIDTH = 1_000_000;

/** The directive at a percent sign and where the text goes on. A width beyond a million counts as none. */
export function readDirective(format: string, at: number): { readonly directive: Directive; readonly end: number } {
  SHAPE.lastIndex = at;
  const [whole = '%', flags = '', width = '', dot = '', precision = ''] = SHAPE.exec(format) ?? [];
  const end = at + whole.length;
  const verb = String.fromCodePoint(...(end < format.length ? [format.codePointAt(end) ?? 0] : []));
  const minus = flags.includes('-');
  const directive: Directive = {
    plus: flags.includes('+'),
    minus,
    sharp: flags.includes('#'),
    space: flags.includes(' '),
    zero: flags.includes('0') && !minus,
    width: width === '' || Number(width) > MAX_WIDTH ? undefined : Number(width),
    precision: dot === '' ? undefined : Math.min(Number(precision), MAX_WIDTH),
    verb,
  };
  return { directive, end: end + verb.length };
}

/** Fills up to the width; `zeros` only on the left. */
export function pad(text: string, { width, minus, zero }: Directive, length = text.length): string {
  const missing = (width ?? 0) - length;
  if (missing <= 0) return text;
  if (minus) return text + ' '.repeat(missing);
  return (zero ? '0' : ' ').repeat(missing) + text;
}
