/** Block scalars of the quick reader. */
import type { Json } from '../../../base/json-value.ts';
import { breakOff, lineEnd, type QuickText, toContent } from './quick-text.ts';

/** `parent` is the column of the collection around. */
export function readBlock(quick: QuickText, parent: number): Json {
  const { text } = quick;
  const isLiteral = text.charCodeAt(quick.at) === 124;
  const sign = text.charCodeAt(quick.at + 1);
  const chomping = sign === 43 || sign === 45 ? sign : 0;
  const start = headerEnd(text, quick.at + (chomping === 0 ? 1 : 2));
  const indent = start < 0 ? 0 : indentOf(text, start, parent);
  if (indent === 0) return breakOff(quick);
  const body = readLines(text, { start, indent, isLiteral });
  quick.at = body.end;
  toContent(quick);
  // A tab in front of what follows is wrong in words of its own.
  if (body.endsAtTab) return breakOff(quick);
  if (chomping === 45) return body.value;
  return chomping === 43 ? body.value + body.lineBreak + body.breaks : body.value + body.lineBreak;
}

/** Where the line behind the header begins; negative where the header is none that is known here. */
function headerEnd(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === 32) at += 1;
  if (text.charCodeAt(at) === 35 && at > from) at = lineEnd(text, at);
  return text.charCodeAt(at) === 10 ? at + 1 : -1;
}

/** The first line that holds anything says it; 0 where it is not as usual. */
function indentOf(text: string, from: number, parent: number): number {
  let widest = 0;
  for (let start = from, at = from; ; at++) {
    const code = text.charCodeAt(at);
    if (code === 32) continue;
    const column = at - start;
    if (code !== 10) {
      if (code === 9 || column < widest) return 0;
      return Math.max(column, parent + 1, 1);
    }
    widest = Math.max(widest, column);
    start = at + 1;
  }
}

interface Lines {
  readonly start: number;
  readonly indent: number;
  readonly isLiteral: boolean;
}

interface Body {
  readonly value: string;
  /** Of the last line, and those of the empty lines behind it. */
  readonly lineBreak: string;
  readonly breaks: string;
  /** The beginning of the first line that is no part of it. */
  readonly end: number;
  readonly endsAtTab: boolean;
}

function readLines(text: string, { start, indent, isLiteral }: Lines): Body {
  let value = '';
  let breaks = '';
  let lineBreak = '';
  let beganBlank = false;
  let line = start;
  for (;;) {
    let at = line;
    const full = line + indent;
    while (at < full && text.charCodeAt(at) === 32) at += 1;
    const code = text.charCodeAt(at);
    if (code === 10) {
      breaks += '\n';
      line = at + 1;
      continue;
    }
    if (at < full || code === 0) return { value, lineBreak, breaks, end: line, endsAtTab: code === 9 };
    const beginsBlank = code === 32 || code === 9;
    const folds = !isLiteral && !beganBlank && !beginsBlank && lineBreak === '\n';
    const end = lineEnd(text, at);
    const isLast = text.charCodeAt(end) === 0;
    value += (folds ? (breaks === '' ? ' ' : '') : lineBreak) + breaks + text.slice(at, end);
    lineBreak = isLast ? '' : '\n';
    breaks = '';
    beganBlank = beginsBlank;
    line = isLast ? end : end + 1;
  }
}
