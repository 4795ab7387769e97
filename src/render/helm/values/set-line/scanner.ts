/** Reads a `--set` text character by character (code points, as Go's runes). */

export interface Found {
  /** What stood before the stop, with backslashes taken out. */
  readonly text: string;
  /** The stop that ended it; undefined at the end of the text. */
  readonly stop: string | undefined;
}

export class Scanner {
  readonly #characters: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#characters = [...text];
  }

  get rest(): string {
    return this.#characters.slice(this.#at).join('');
  }

  /** The next character without taking it; undefined at the end. */
  peek(): string | undefined {
    return this.#characters[this.#at];
  }

  next(): string | undefined {
    return this.#characters[this.#at++];
  }

  /** Passes over this text, which stands next. */
  skip(text: string): void {
    this.#at += [...text].length;
  }

  /** Up to one of the stops, which is taken too. A backslash makes the next character mean itself, unless `literal`. */
  until(stops: string, { literal }: { readonly literal: boolean }): Found {
    let text = '';
    for (;;) {
      const character = this.next();
      if (character === undefined) return { text, stop: undefined };
      if (stops.includes(character)) return { text, stop: character };
      if (character !== '\\' || literal) {
        text += character;
        continue;
      }
      const escaped = this.next();
      if (escaped === undefined) return { text, stop: undefined };
      text += escaped;
    }
  }
}
