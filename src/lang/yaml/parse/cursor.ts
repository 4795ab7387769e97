/** A place in a YAML text. Columns and indexes count characters; line breaks are those of YAML 1.1. */

export interface Mark {
  /** From 0. */
  readonly line: number;
  readonly column: number;
  readonly index: number;
}

const END = 0;
const NEXT_LINE = 0x85;

export function isBreakCode(code: number): boolean {
  return code === 10 || code === 13 || code === NEXT_LINE || code === 0x2028 || code === 0x2029;
}

export function isBlankCode(code: number): boolean {
  return code === 32 || code === 9;
}

/** A blank, a line break or the end. */
export function isBlankOrEnd(code: number): boolean {
  return code <= 32
    ? code === 32 || code === 10 || code === 9 || code === 13 || code === END
    : code >= NEXT_LINE && isBreakCode(code);
}

export class Cursor {
  /** With a zero at the end, which no text holds otherwise. */
  readonly text: string;
  position = 0;
  line = 0;
  #lineStart = 0;
  /** Characters of two units before here: in the text, and when the line began. */
  #wide = 0;
  #wideBefore = 0;

  constructor(text: string) {
    this.text = `${text}\0`;
  }

  get column(): number {
    return this.position - this.#lineStart - (this.#wide - this.#wideBefore);
  }

  get index(): number {
    return this.position - this.#wide;
  }

  mark(): Mark {
    return { line: this.line, column: this.column, index: this.index };
  }

  code(offset = 0): number {
    return this.text.charCodeAt(this.position + offset);
  }

  get isAtEnd(): boolean {
    return this.text.charCodeAt(this.position) === END || this.position >= this.text.length;
  }

  /** Steps over a character that is no line break. */
  skip(): void {
    const code = this.text.charCodeAt(this.position);
    if (code >= 0xd800 && code <= 0xdbff) {
      this.#wide += 1;
      this.position += 1;
    }
    this.position += 1;
  }

  /** Steps over a piece without line breaks that ends at this position. */
  skipTo(position: number): string {
    const piece = this.text.slice(this.position, position);
    this.position = position;
    this.#wide += (/[\ud800-\udbff]/.test(piece) && piece.match(/[\ud800-\udbff]/g)?.length) || 0;
    return piece;
  }

  skipBlanks(): void {
    while (isBlankCode(this.code())) this.position += 1;
  }

  /** Steps over the rest of the line, but not over its end. */
  skipLineContent(): void {
    while (!isBreakCode(this.code()) && !this.isAtEnd) this.skip();
  }

  /** Steps over a line break and says what it stands for. */
  readBreak(): string {
    const code = this.code();
    if (!isBreakCode(code)) return '';
    this.position += code === 13 && this.code(1) === 10 ? 2 : 1;
    this.#nextLine();
    return code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : '\n';
  }

  /** At the end a new line begins, unless one has just begun. */
  endLine(): void {
    if (this.column !== 0) this.#nextLine();
  }

  #nextLine(): void {
    this.line += 1;
    this.#lineStart = this.position;
    this.#wideBefore = this.#wide;
  }

  /** `---` or `...` alone at the beginning of a line. */
  isAtDocumentMark(): boolean {
    const code = this.code();
    if ((code !== 45 && code !== 46) || this.column !== 0) return false;
    return this.code(1) === code && this.code(2) === code && isBlankOrEnd(this.code(3));
  }
}
