/** A text with its name: turns offsets into the lines and byte columns of messages and traces. */

/** Offsets of UTF-16 units, the second behind the last. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export class Source {
  /** As messages name it; empty for none. */
  readonly name: string;
  /** As `std.thisFile` and relative imports see it; empty for code that stands in no file. */
  readonly file: string;
  readonly text: string;
  private lines: readonly number[] | undefined;

  constructor(text: string, names: { readonly name: string; readonly file: string }) {
    this.name = names.name;
    this.file = names.file;
    this.text = text;
  }

  /** Line from 1. */
  lineAt(offset: number): number {
    const starts = this.lineStarts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** `name:1:2-3`, `name:(1:2)-(3:4)` or `name:1:2`, as go-jsonnet writes places. */
  describe({ start, end }: Range): string {
    const prefix = this.name === '' ? '' : `${this.name}:`;
    const [line, column] = [this.lineAt(start), this.columnAt(start)];
    const [endLine, endColumn] = [this.lineAt(end), this.columnAt(end)];
    if (line !== endLine) return `${prefix}(${line}:${column})-(${endLine}:${endColumn})`;
    return column === endColumn ? `${prefix}${line}:${column}` : `${prefix}${line}:${column}-${endColumn}`;
  }

  /** The whole lines of a range, without the last line break. */
  linesOf({ start, end }: Range): string {
    const starts = this.lineStarts();
    const from = starts[this.lineAt(start) - 1] ?? 0;
    const next = starts[this.lineAt(end)];
    return this.text.slice(from, next === undefined ? this.text.length : next - 1);
  }

  private columnAt(offset: number): number {
    const start = this.lineStarts()[this.lineAt(offset) - 1] ?? 0;
    return Buffer.byteLength(this.text.slice(start, offset)) + 1;
  }

  private lineStarts(): readonly number[] {
    if (this.lines !== undefined) return this.lines;
    const starts = [0];
    for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.lines = starts;
    return starts;
  }
}
