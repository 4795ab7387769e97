/** The text of an expression by code points, and errors in it as they are shown: place, message, line and a caret. */

export interface SourceError {
  /** Offset in code points; -1 where the error has no place. */
  readonly at: number;
  readonly message: string;
}

export interface Source {
  readonly points: readonly string[];
  /** Offsets at which lines begin. */
  readonly lines: readonly number[];
}

const LONGEST_SNIPPET = 16_384;

export function sourceOf(text: string): Source {
  const points = [...text];
  const lines = [0];
  points.forEach((point, index) => {
    if (point === '\n') lines.push(index + 1);
  });
  return { points, lines };
}

const MOST_ERRORS = 100;

/** All errors by their place, one below the other, the first hundred. */
export function showErrors(source: Source, errors: readonly SourceError[]): string {
  const kept = errors.slice(0, MOST_ERRORS).map((error) => ({ error, place: placeOf(source, error.at) }));
  kept.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  const shown = kept.map(({ error, place }) => showError(source, error.message, place));
  if (errors.length > MOST_ERRORS) shown.push(`${errors.length - MOST_ERRORS} more errors were truncated`);
  return shown.join('\n');
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** Lines count from 1, columns from 0. No place is the one before all. */
export function placeOf({ lines }: Source, at: number): Place {
  if (at < 0) return { line: -1, column: -1 };
  let line = lines.length;
  while (line > 1 && (lines[line - 1] ?? 0) > at) line -= 1;
  return { line, column: at - (lines[line - 1] ?? 0) };
}

function showError(source: Source, message: string, { line, column }: Place): string {
  const head = `ERROR: <input>:${line}:${column + 1}: ${message}`;
  if (line < 1) return head;
  // Of nothing there is nothing to show.
  if (source.points.length === 0) return `ERROR: <input>:1:0: ${message}`;
  const start = source.lines[line - 1] ?? 0;
  const end = source.lines[line] === undefined ? source.points.length : (source.lines[line] ?? 0) - 1;
  const snippet = source.points.slice(start, end).map((point) => (point === '\t' ? ' ' : point));
  if (snippet.length > LONGEST_SNIPPET) return head;
  const dots = snippet.slice(0, column).map((point) => (isWide(point) ? '\uff0e' : '.'));
  const under = snippet[column];
  const caret = under !== undefined && isWide(under) ? '\uff3e' : '^';
  return `${head}\n | ${snippet.join('')}\n | ${dots.join('')}${caret}`;
}

/** Takes more than one byte in UTF-8. */
function isWide(point: string): boolean {
  return (point.codePointAt(0) ?? 0) > 0x7f;
}
