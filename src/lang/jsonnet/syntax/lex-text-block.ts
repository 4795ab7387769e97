/** Text blocks: `|||`, a line break, lines indented alike, and `|||` indented less. */
import type { Source } from './source.ts';
import { StaticFault } from './static-fault.ts';
import type { Token } from './token.ts';

const INDENT = /[ \t]*/y;

/** The token that begins at `start`. Throws StaticFault. */
export function lexTextBlock(source: Source, start: number): Token {
  const { text } = source;
  const fault = (message: string) => new StaticFault(message, source, { start, end: start });
  let at = start + 3;
  const chomps = text.charAt(at) === '-';
  if (chomps) at += 1;
  while (/[ \t\r]/.test(text.charAt(at))) at += 1;
  if (text.charAt(at) !== '\n') throw fault('Text block requires new line after |||.');
  const blank = skipBlankLines(text, at + 1);
  const indent = indentAt(text, blank.end);
  if (indent === '') throw fault("Text block's first line must start with whitespace");
  const lines = readLines(text, blank.end, indent);
  if (lines === undefined) throw fault('Unexpected EOF');
  const end = lines.end + indentAt(text, lines.end).length;
  if (!text.startsWith('|||', end)) throw fault('Text block not terminated with |||');
  const data = blank.text + lines.text;
  return { kind: 'STRING_BLOCK', data: chomps ? data.slice(0, -1) : data, start, end: end + 3 };
}

interface Piece {
  readonly text: string;
  /** Offset behind it. */
  readonly end: number;
}

/** The lines from `start` on that have the indent, and the empty ones between; undefined where the text ends in one. */
function readLines(text: string, start: number, indent: string): Piece | undefined {
  let content = '';
  let at = start;
  while (text.startsWith(indent, at)) {
    const lineEnd = text.indexOf('\n', at + indent.length);
    if (lineEnd < 0) return undefined;
    const blank = skipBlankLines(text, lineEnd + 1);
    content += `${text.slice(at + indent.length, lineEnd)}\n${blank.text}`;
    at = blank.end;
  }
  return { text: content, end: at };
}

function skipBlankLines(text: string, start: number): Piece {
  let end = start;
  while (text.charAt(end) === '\n') end += 1;
  return { text: text.slice(start, end), end };
}

function indentAt(text: string, at: number): string {
  INDENT.lastIndex = at;
  return INDENT.exec(text)?.[0] ?? '';
}
