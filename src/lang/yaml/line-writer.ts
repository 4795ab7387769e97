/** Text that is built character by character, knowing its column: where Go's library breaks lines depends on it. */

/** Beyond this column a space becomes a line break. */
const BEST_WIDTH = 80;

export class LineWriter {
  readonly #width: number;
  #parts: string[] = [];
  #column = 0;
  /** The last thing written was space, so that no further one is needed. */
  #afterSpace = true;
  /** Nothing but indentation and indicators stands in the line. */
  #inIndention = true;

  /** `width` is the column beyond which lines are broken. */
  constructor(width = BEST_WIDTH) {
    this.#width = width;
  }

  get isWide(): boolean {
    return this.#column > this.#width;
  }

  /** Whether so many characters more leave the line narrow. */
  hasRoom(characters: number): boolean {
    return this.#column + characters <= this.#width;
  }

  get inIndention(): boolean {
    return this.#inIndention;
  }

  toString(): string {
    return this.#parts.join('');
  }

  /** Text without line breaks. */
  text(text: string): void {
    if (text === '') return;
    this.#parts.push(text);
    this.#column += length(text);
    this.#afterSpace = false;
    this.#inIndention = false;
  }

  /** Ends the line as the text's own break character does. */
  lineBreak(character = '\n'): void {
    this.#parts.push(character);
    this.#column = 0;
    this.#afterSpace = true;
    this.#inIndention = true;
  }

  /** Goes to this column: in this line where only indentation stands before it, else in the next one. */
  indent(column: number): void {
    const fits = this.#inIndention && (this.#column < column || (this.#column === column && this.#afterSpace));
    if (!fits) this.lineBreak();
    if (this.#column < column) this.#parts.push(' '.repeat(column - this.#column));
    this.#column = Math.max(this.#column, column);
    this.#afterSpace = true;
    this.#inIndention = true;
  }

  /** A space, unless one stands there. */
  space(): void {
    if (this.#afterSpace) return;
    this.#parts.push(' ');
    this.#column += 1;
  }

  /** `-`, `?`, `:` or a bracket or quote; after an indicator of indentation a collection may go on in this line. */
  indicator(text: string, kind: { readonly isIndention: boolean; readonly isSpace?: boolean }): void {
    this.#parts.push(text);
    this.#column += text.length;
    this.#afterSpace = kind.isSpace ?? false;
    this.#inIndention &&= kind.isIndention;
  }
}

/** Characters as Go counts them. */
function length(text: string): number {
  let surrogates = 0;
  for (let at = 0; at < text.length; at++) if ((text.charCodeAt(at) & 0xfc00) === 0xdc00) surrogates++;
  return text.length - surrogates;
}
