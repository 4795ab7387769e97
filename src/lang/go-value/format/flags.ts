/** The flags of one verb: `%+-#0 8.3v`. */
export interface Flags {
  minus: boolean;
  plus: boolean;
  sharp: boolean;
  space: boolean;
  zero: boolean;
  /** `%+v` */
  plusV: boolean;
  /** `%#v` */
  sharpV: boolean;
  /** undefined: not given. */
  width: number | undefined;
  precision: number | undefined;
}

export function noFlags(): Flags {
  return {
    minus: false,
    plus: false,
    sharp: false,
    space: false,
    zero: false,
    plusV: false,
    sharpV: false,
    width: undefined,
    precision: undefined,
  };
}

/** `count` padding characters. Zeros are for the left side only. */
export function padding(flags: Flags, count: number): string {
  return count > 0 ? (flags.zero && !flags.minus ? '0' : ' ').repeat(count) : '';
}

/** Text at its width, in characters. */
export function padded(flags: Flags, text: string): string {
  if (!flags.width) return text;
  const fill = padding(flags, flags.width - characterCount(text));
  return flags.minus ? text + fill : fill + text;
}

function characterCount(text: string): number {
  return /^[\0-\x7f]*$/.test(text) ? text.length : [...text].length;
}

/** As `padded`, but never with zeros. */
export function paddedWithSpaces(flags: Flags, text: string): string {
  return padded(flags.zero ? { ...flags, zero: false } : flags, text);
}
