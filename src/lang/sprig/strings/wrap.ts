/** Line breaking and shortening by bytes, by the rules of Masterminds/goutils 1.1.1. All texts here are byte strings. */

export interface WrapOptions {
  readonly width: number;
  readonly lineBreak: string;
  /** Whether a word longer than a line is cut. */
  readonly cutsWords: boolean;
}

/** Breaks at spaces, which go; spaces in front of a line go too. */
export function wrapBytes(text: string, { width, lineBreak, cutsWords }: WrapOptions): string {
  const size = Math.max(1, width);
  let at = 0;
  const lines: string[] = [];
  while (text.length - at > size) {
    if (text[at] === ' ') {
      at += 1;
      continue;
    }
    const cut = cutAt(text, { at, size, cutsWords });
    lines.push(text.slice(at, cut.end));
    if (cut.next === undefined) return lines.join(lineBreak);
    at = cut.next;
  }
  return [...lines, text.slice(at)].join(lineBreak);
}

interface Cut {
  readonly end: number;
  /** Where the next line begins; undefined where this one was the last. */
  readonly next?: number;
}

function cutAt(text: string, { at, size, cutsWords }: { at: number; size: number; cutsWords: boolean }): Cut {
  const space = text.slice(at, at + size + 1).lastIndexOf(' ');
  if (space >= 0) return { end: at + space, next: at + space + 1 };
  if (cutsWords) return { end: at + size, next: at + size };
  const later = text.indexOf(' ', at + size);
  return later < 0 ? { end: text.length } : { end: later, next: later + 1 };
}

/** Cuts to `width` with `...` at the end, and in front where `offset` bytes or more are left out there. */
export function abbreviate(text: string, offset: number, width: number): string {
  if (text === '' || width < 4) return '';
  if (text.length <= width) return text;
  let from = Math.min(offset, text.length);
  if (text.length - from < width - 3) from = text.length - (width - 3);
  if (from <= 4) return `${text.slice(0, width - 3)}...`;
  if (width < 7) return '';
  if (from + width - 3 < text.length) return `...${abbreviate(text.slice(from), 0, width - 3)}`;
  return `...${text.slice(text.length - (width - 3))}`;
}
