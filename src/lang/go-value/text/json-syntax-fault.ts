/** What is wrong with a JSON text, as Go's encoding/json says it: it goes byte by byte, and takes the end for a blank. */
import { quote } from './quote.ts';

/** The sentence; undefined for a text that is JSON. */
export function jsonSyntaxFault(text: string): string | undefined {
  try {
    new Scanner(Buffer.from(text).toString('latin1')).document();
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

class Fault extends Error {}

const DEEPEST = 10_000;
const ESCAPES = new Set('"\\/bfnrt');

class Scanner {
  private readonly bytes: string;
  private at = 0;

  constructor(bytes: string) {
    this.bytes = bytes;
  }

  document(): void {
    this.values();
    this.skipBlanks();
    if (!this.isAtEnd()) throw this.unexpected('after top-level value');
  }

  /** A value with all that is in it, without recursion. */
  private values(): void {
    const open: ('object' | 'array')[] = [];
    let isDone = this.beginValue(open);
    while (open.length > 0 || !isDone) {
      if (!isDone) isDone = this.beginValue(open);
      else isDone = this.afterValue(open);
    }
  }

  /** True where the value is whole; false where another has to follow. */
  private beginValue(open: ('object' | 'array')[]): boolean {
    this.skipBlanks();
    const character = this.peek();
    if (character === '{') return this.openObject(open);
    if (character === '[') return this.openArray(open);
    if (character === '"') this.string();
    else if (character === '-' || isDigit(character)) this.number();
    else this.word();
    return true;
  }

  private openObject(open: ('object' | 'array')[]): boolean {
    this.at += 1;
    deepen(open, 'object');
    this.skipBlanks();
    if (this.bytes[this.at] !== '}') {
      this.key();
      return false;
    }
    this.at += 1;
    open.pop();
    return true;
  }

  private openArray(open: ('object' | 'array')[]): boolean {
    this.at += 1;
    deepen(open, 'array');
    this.skipBlanks();
    if (this.bytes[this.at] !== ']') return false;
    this.at += 1;
    open.pop();
    return true;
  }

  private afterValue(open: ('object' | 'array')[]): boolean {
    this.skipBlanks();
    const isObject = open.at(-1) === 'object';
    const place = isObject ? 'after object key:value pair' : 'after array element';
    const character = this.peek();
    if (character !== ',' && character !== (isObject ? '}' : ']')) throw this.unexpected(place);
    this.at += 1;
    if (character !== ',') {
      open.pop();
      return true;
    }
    if (isObject) this.key();
    return false;
  }

  private key(): void {
    this.skipBlanks();
    if (this.peek() !== '"') throw this.unexpected('looking for beginning of object key string');
    this.string();
    this.skipBlanks();
    if (this.peek() !== ':') throw this.unexpected('after object key');
    this.at += 1;
  }

  private string(): void {
    for (this.at += 1; ; this.at++) {
      const character = this.peek();
      if (character === '"') break;
      if (character < ' ') throw this.unexpected('in string literal');
      if (character === '\\') this.escape();
    }
    this.at += 1;
  }

  /** Ends on the escape's last character. */
  private escape(): void {
    this.at += 1;
    const letter = this.bytes[this.at] ?? ' ';
    if (ESCAPES.has(letter)) return;
    if (letter !== 'u') throw this.unexpected('in string escape code');
    for (let digit = 0; digit < 4; digit++) {
      this.at += 1;
      if (!/^[0-9a-fA-F]$/.test(this.bytes[this.at] ?? ' '))
        throw this.unexpected('in \\u hexadecimal character escape');
    }
  }

  private number(): void {
    if (this.bytes[this.at] === '-') this.at += 1;
    if (this.bytes[this.at] === '0') this.at += 1;
    else this.digits('in numeric literal');
    if (this.bytes[this.at] === '.') {
      this.at += 1;
      this.digits('after decimal point in numeric literal');
    }
    if (/^[eE]$/.test(this.bytes[this.at] ?? '')) {
      this.at += 1;
      if (/^[+-]$/.test(this.bytes[this.at] ?? '')) this.at += 1;
      this.digits('in exponent of numeric literal');
    }
  }

  private digits(place: string): void {
    if (!isDigit(this.bytes[this.at] ?? ' ')) throw this.unexpected(place);
    while (isDigit(this.bytes[this.at] ?? ' ')) this.at += 1;
  }

  private word(): void {
    const word = ['true', 'false', 'null'].find((one) => one[0] === this.bytes[this.at]);
    if (word === undefined) throw this.unexpected('looking for beginning of value');
    for (const letter of word) {
      if (this.bytes[this.at] !== letter) throw this.unexpected(`in literal ${word} (expecting '${letter}')`);
      this.at += 1;
    }
  }

  private skipBlanks(): void {
    while (/^[ \t\r\n]$/.test(this.bytes[this.at] ?? '')) this.at += 1;
  }

  private isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  /** Where blanks may stand, the end is no wrong character. */
  private peek(): string {
    const character = this.bytes[this.at];
    if (character === undefined) throw new Fault('unexpected end of JSON input');
    return character;
  }

  private unexpected(place: string): Fault {
    return new Fault(`invalid character ${quoted(this.bytes[this.at] ?? ' ')} ${place}`);
  }
}

function deepen(open: ('object' | 'array')[], kind: 'object' | 'array'): void {
  open.push(kind);
  if (open.length > DEEPEST) throw new Fault('exceeded max depth');
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}

function quoted(character: string): string {
  if (character === "'") return "'\\''";
  return character === '"' ? `'"'` : `'${quote(character).slice(1, -1)}'`;
}
