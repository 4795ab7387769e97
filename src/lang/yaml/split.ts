/** Cuts a YAML stream at its `---` lines, so that one document at a time is parsed and each knows its line. */

export interface Chunk {
  readonly text: string;
  /** Line of the stream at which the text begins, counted from 1. */
  readonly line: number;
}

const SEPARATOR = /^---(?=[ \t\r\n]|$)/gm;
/** A line of a document that says nothing: blank, a comment, a directive, or a marker alone. */
const SILENT_LINE = /\ufeff?(?:%(?:YAML|TAG)[^\n]*|(?:---|\.\.\.)?[ \t]*(?:#[^\n]*)?)\r?(?:\n|$)/y;
const DIRECTIVES = /^(?:\ufeff)?(?:[ \t]*(?:#.*)?\r?\n)*%(?:YAML|TAG)[ \t]/;

/** The documents of a stream that hold anything but comments, in order, lazily. */
export function* splitStream(text: string): Generator<Chunk> {
  let start = 0;
  let line = 1;
  for (const match of text.matchAll(SEPARATOR)) {
    const piece = text.slice(start, match.index);
    // A directive belongs to the document behind the next separator.
    if (match.index === 0 || DIRECTIVES.test(piece)) continue;
    if (contentStart(piece) < piece.length) yield { text: piece, line };
    line += countLines(piece);
    start = match.index;
  }
  const rest = text.slice(start);
  if (contentStart(rest) < rest.length) yield { text: rest, line };
}

/** The line at which the content of a chunk begins: past its separator, empty lines and comments. */
export function contentLine(chunk: Chunk): number {
  return chunk.line + countLines(chunk.text.slice(0, contentStart(chunk.text)));
}

/** Index of the first line that holds content; the length of the text where none does. */
function contentStart(text: string): number {
  let at = 0;
  while (at < text.length) {
    SILENT_LINE.lastIndex = at;
    if (!SILENT_LINE.test(text)) return at;
    at = SILENT_LINE.lastIndex;
  }
  return at;
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
