/** Go's upper, lower and title case: one character for one character, never by its neighbours or a language. */

/** Characters whose upper case Unicode writes with several, but that have a single one too. */
const SINGLE_UPPER = /^[\u1f80-\u1f87\u1f90-\u1f97\u1fa0-\u1fa7\u1fb3\u1fc3\u1ff3]$/;
/** Title case that is not upper case: the digraphs of Croatian, and Georgian, which has none. */
const DIGRAPHS = /^[\u01c4-\u01cc\u01f1-\u01f3]$/;
const GEORGIAN = /^[\u10d0-\u10fa\u10fd-\u10ff]$/;

/** `unicode.ToUpper`. */
export function upperCharacter(char: string): string {
  if (SINGLE_UPPER.test(char)) return String.fromCharCode(char.charCodeAt(0) + (char >= '\u1fb3' ? 9 : 8));
  const upper = char.toUpperCase();
  return isOne(upper) ? upper : char;
}

/** `unicode.ToLower`. */
export function lowerCharacter(char: string): string {
  if (char === '\u0130') return 'i';
  const lower = char.toLowerCase();
  return isOne(lower) ? lower : char;
}

/** `unicode.ToTitle`. */
export function titleCharacter(char: string): string {
  if (GEORGIAN.test(char)) return char;
  if (!DIGRAPHS.test(char)) return upperCharacter(char);
  const code = char.charCodeAt(0);
  const first = code >= 0x01f1 ? 0x01f1 : code - ((code - 0x01c4) % 3);
  return String.fromCharCode(first + 1);
}

function isOne(text: string): boolean {
  return text.length === 1 || (text.length === 2 && (text.codePointAt(0) ?? 0) > 0xffff);
}

/** `strings.ToUpper`. Bytes that are no text become U+FFFD, as in all of these. */
export function upperText(text: string): string {
  return mapCharacters(text, upperCharacter);
}

/** `strings.ToLower`. */
export function lowerText(text: string): string {
  return mapCharacters(text, lowerCharacter);
}

/** Each character of a text by itself. */
export function mapCharacters(text: string, map: (char: string) => string): string {
  return Array.from(text.toWellFormed(), map).join('');
}

/** `strings.Title`: the first letter of what stands between separators. */
export function titleText(text: string): string {
  let before = ' ';
  return mapCharacters(text, (char) => {
    const mapped = isSeparator(before) ? titleCharacter(char) : char;
    before = char;
    return mapped;
  });
}

function isSeparator(char: string): boolean {
  if (char < '\u0080') return !/[0-9A-Za-z_]/.test(char);
  return !/[\p{L}\p{Nd}]/u.test(char) && isSpace(char);
}

/** What `unicode.IsSpace` holds for space. */
export const SPACE = '\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const IS_SPACE = new RegExp(`^[${SPACE}]$`);
const AROUND = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, 'g');

export function isSpace(char: string): boolean {
  return IS_SPACE.test(char);
}

/** `strings.TrimSpace`. */
export function trimSpace(text: string): string {
  return text.replace(AROUND, '');
}

/** Lower case for the first letter of each word. */
export function untitleText(text: string): string {
  let isFirst = true;
  return mapCharacters(text, (char) => {
    if (isSpace(char)) {
      isFirst = true;
      return char;
    }
    const mapped = isFirst ? lowerCharacter(char) : char;
    isFirst = false;
    return mapped;
  });
}

/** Small letters get large and the other way round; one that begins a word gets title case. */
export function swapCase(text: string): string {
  let isFirst = true;
  return mapCharacters(text, (char) => {
    if (/[\p{Lu}\p{Lt}]/u.test(char)) {
      isFirst = false;
      return lowerCharacter(char);
    }
    if (!/\p{Ll}/u.test(char)) {
      isFirst = isSpace(char);
      return char;
    }
    const mapped = isFirst ? titleCharacter(char) : upperCharacter(char);
    isFirst = false;
    return mapped;
  });
}
