/**
 * Where the quick reader stands in its text. Whatever it does not know breaks it off: then no column is the right one any
 * more, so that all open collections end, and the full parser reads the document anew.
 */

export interface QuickText {
  /** Printable, with `\n` as the only line break, and a zero at the end. */
  readonly text: string;
  readonly isStrict: boolean;
  readonly maxDepth: number;
  at: number;
  /** Of the content at this place; or one of the two below. */
  column: number;
  nodes: number;
  depth: number;
}

/** Columns of what is no content. */
export const AT_END = -1;
export const BROKEN_OFF = -2;

export function breakOff(quick: QuickText): null {
  quick.column = BROKEN_OFF;
  return null;
}

/** From the beginning of a line to the next content, past empty lines and comments. */
export function toContent(quick: QuickText): void {
  const { text } = quick;
  let { at } = quick;
  for (;;) {
    const start = at;
    let code = text.charCodeAt(at);
    while (code === 32) code = text.charCodeAt(++at);
    if (code > 35 || code === 33 || code === 34) {
      quick.at = at;
      quick.column = at === start && isReserved(text, at, code) ? BROKEN_OFF : at - start;
      return;
    }
    if (code === 10) at += 1;
    else if (code === 35) at = lineEnd(text, at);
    else {
      quick.at = at;
      quick.column = code === 0 ? AT_END : BROKEN_OFF;
      return;
    }
  }
}

/** A directive or the mark of another document, at the beginning of a line. */
function isReserved(text: string, at: number, code: number): boolean {
  if (code === 37) return true;
  if (code !== 45 && code !== 46) return false;
  return text.charCodeAt(at + 1) === code && text.charCodeAt(at + 2) === code && text.charCodeAt(at + 3) <= 32;
}

/** Where the line break of this line stands, or the end. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length - 1 : end;
}

/** Behind a value, at which the line must be over: on to the next content. */
export function endLine(quick: QuickText, from: number): void {
  const { text } = quick;
  let at = from;
  while (text.charCodeAt(at) === 32) at += 1;
  const code = text.charCodeAt(at);
  quick.at = at;
  if (code === 35 && at > from) quick.at = lineEnd(text, at);
  else if (code !== 10 && code !== 0) {
    quick.column = BROKEN_OFF;
    return;
  }
  toContent(quick);
}
