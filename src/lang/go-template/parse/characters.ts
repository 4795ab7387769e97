/** Which characters a name, a space and a trim marker are made of. */
import { isPrintable } from '../../go-value/text/quote.ts';

export const END = -1;

const LETTER_OR_DIGIT = /^[\p{L}\p{Nd}]$/u;

export function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 13 || code === 10;
}

/** Letters, decimal digits and underscores. */
export function isAlphanumeric(code: number): boolean {
  if (code < 0x80) {
    return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95;
  }
  return LETTER_OR_DIGIT.test(String.fromCodePoint(code));
}

/** The character at a place as Go reads it: half a pair of units is none, and so the replacement character. */
export function characterAt(text: string, at: number): number {
  const code = text.codePointAt(at);
  if (code === undefined) return END;
  return code >= 0xd800 && code < 0xe000 ? 0xfffd : code;
}

/** Where a run of letters, digits and underscores ends that may begin at `at`. */
export function wordEnd(text: string, at: number): number {
  for (let end = at; ; ) {
    const unit = text.charCodeAt(end);
    if (unit < 0x80 && isAlphanumeric(unit)) end += 1;
    else {
      if (!(unit >= 0x80)) return end;
      const code = characterAt(text, end);
      if (!isAlphanumeric(code)) return end;
      end += code > 0xffff ? 2 : 1;
    }
  }
}

/** `%#U`: `U+0021 '!'`. */
export function unicodeName(code: number): string {
  if (code === END) return 'U+FFFFFFFFFFFFFFFF';
  const hex = code.toString(16).toUpperCase().padStart(4, '0');
  const character = String.fromCodePoint(code);
  return isPrintable(character) ? `U+${hex} '${character}'` : `U+${hex}`;
}
