/** Go's `encoding/json`: reads a text into a value, with Go's words for what is wrong with it. */
import { ANY_MAP, type Budget, GoError, GoMap, type GoValue } from '../../go-value/index.ts';

/** Every number is a float64. Of two fields with one name the later stays. Fails with GoError. */
export function readJson(text: string, budget: Budget, top?: 'any number'): GoValue {
  budget.take(text.length);
  // Where a map or list is wanted, a number alone is wrong by its kind, whatever its size.
  if (top !== undefined && /^\s*-?\d+[eE]\d+\s*$/.test(text)) return 0;
  const reader = new JsonReader(text, budget);
  return reader.document();
}

const DEEPEST = 10_000;
const SPACE = /[ \t\r\n]*/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORDS: Readonly<Record<string, { readonly word: string; readonly value: GoValue }>> = {
  t: { word: 'true', value: true },
  f: { word: 'false', value: false },
  n: { word: 'null', value: null },
};
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class JsonReader {
  readonly #text: string;
  readonly #budget: Budget;
  #at = 0;
  #depth = 0;

  constructor(text: string, budget: Budget) {
    this.#text = text;
    this.#budget = budget;
  }

  document(): GoValue {
    const value = this.#value();
    this.#skip(SPACE);
    if (this.#at < this.#text.length) throw this.#unexpected('after top-level value');
    return value;
  }

  #value(): GoValue {
    this.#budget.step();
    this.#skip(SPACE);
    const first = this.#text.charAt(this.#at);
    if (first === '{') return this.#nested(() => this.#object());
    if (first === '[') return this.#nested(() => this.#array());
    if (first === '"') return this.#string();
    if (/[-0-9]/.test(first)) return this.#number();
    const word = WORDS[first];
    if (word === undefined) throw this.#unexpected('looking for beginning of value');
    return this.#literal(word.word, word.value);
  }

  #nested(read: () => GoValue): GoValue {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new GoError('exceeded max depth');
    this.#at += 1;
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #object(): GoValue {
    const entries = new Map<string, GoValue>();
    this.#skip(SPACE);
    if (this.#eat('}')) return new GoMap(ANY_MAP, entries);
    for (;;) {
      this.#skip(SPACE);
      if (this.#text.charAt(this.#at) !== '"') throw this.#unexpected('looking for beginning of object key string');
      const key = this.#string();
      this.#skip(SPACE);
      if (!this.#eat(':')) throw this.#unexpected('after object key');
      entries.set(key, this.#value());
      this.#skip(SPACE);
      if (this.#eat('}')) return new GoMap(ANY_MAP, entries);
      if (!this.#eat(',')) throw this.#unexpected('after object key:value pair');
    }
  }

  #array(): GoValue {
    const items: GoValue[] = [];
    this.#skip(SPACE);
    if (this.#eat(']')) return items;
    for (;;) {
      items.push(this.#value());
      this.#skip(SPACE);
      if (this.#eat(']')) return items;
      if (!this.#eat(',')) throw this.#unexpected('after array element');
    }
  }

  #string(): string {
    this.#at += 1;
    let text = '';
    for (;;) {
      text += this.#skip(PLAIN);
      if (this.#eat('"')) return text.toWellFormed();
      if (!this.#eat('\\')) throw this.#unexpected('in string literal');
      text += this.#escape();
    }
  }

  /** Halves of surrogate pairs find each other where both are escaped. */
  #escape(): string {
    const short = ESCAPES[this.#text.charAt(this.#at)];
    if (short !== undefined) {
      this.#at += 1;
      return short;
    }
    if (!this.#eat('u')) throw this.#unexpected('in string escape code');
    const code = this.#hexDigits();
    const isHigh = code >= 0xd800 && code <= 0xdbff;
    const second = isHigh ? /^\\u(d[c-f][0-9a-f]{2})/i.exec(this.#text.slice(this.#at, this.#at + 6)) : null;
    if (second === null) return code >= 0xd800 && code <= 0xdfff ? '\ufffd' : String.fromCharCode(code);
    this.#at += 6;
    return String.fromCharCode(code, Number.parseInt(second[1] ?? '', 16));
  }

  #hexDigits(): number {
    for (let count = 0; count < 4; count++) {
      if (!/[0-9a-fA-F]/.test(this.#text.charAt(this.#at)))
        throw this.#unexpected('in \\u hexadecimal character escape');
      this.#at += 1;
    }
    return Number.parseInt(this.#text.slice(this.#at - 4, this.#at), 16);
  }

  #number(): number {
    const start = this.#at;
    const digits = this.#skip(NUMBER);
    const next = this.#text.charAt(this.#at);
    if (digits === '') {
      this.#at = start + 1;
      throw this.#unexpected('in numeric literal');
    }
    if (next === '.' && !/[.eE]/.test(digits)) {
      this.#at += 1;
      throw this.#unexpected('after decimal point in numeric literal');
    }
    if (/[eE]/.test(next) && !/[eE]/.test(digits)) {
      this.#at += /[+-]/.test(this.#text.charAt(this.#at + 1)) ? 2 : 1;
      throw this.#unexpected('in exponent of numeric literal');
    }
    const value = Number(digits);
    if (Number.isFinite(value)) return value;
    throw new GoError(`json: cannot unmarshal number ${digits} into Go value of type float64`);
  }

  #literal(word: string, value: GoValue): GoValue {
    for (const [index, letter] of [...word].entries()) {
      if (this.#text.charAt(this.#at) !== letter) {
        throw this.#unexpected(`in literal ${word} (expecting ${quoteByte(word.charAt(index))})`);
      }
      this.#at += 1;
    }
    return value;
  }

  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #eat(character: string): boolean {
    if (this.#text.charAt(this.#at) !== character) return false;
    this.#at += 1;
    return true;
  }

  #unexpected(where: string): GoError {
    if (this.#at >= this.#text.length && /looking|after|string literal/.test(where)) {
      const isNumber = where.includes('numeric');
      if (!isNumber) return new GoError('unexpected end of JSON input');
    }
    // In the middle of a word or number, the end counts as a space.
    if (this.#at >= this.#text.length) return new GoError(`invalid character ' ' ${where}`);
    const first = Buffer.from(this.#text.slice(this.#at, this.#at + 2))[0] ?? 0;
    return new GoError(`invalid character ${quoteByte(String.fromCharCode(first))} ${where}`);
  }
}

const NAMED: Readonly<Record<string, string>> = {
  "'": "'\\''",
  '"': "'\"'",
  '\\': "'\\\\'",
  '\x07': "'\\a'",
  '\b': "'\\b'",
  '\f': "'\\f'",
  '\n': "'\\n'",
  '\r': "'\\r'",
  '\t': "'\\t'",
  '\v': "'\\v'",
};

/** A byte as Go shows it: as the Latin-1 character of its number. */
function quoteByte(character: string): string {
  const code = character.charCodeAt(0);
  const named = NAMED[character];
  if (named !== undefined) return named;
  if (code < 0x20 || code === 0x7f) return `'\\x${code.toString(16).padStart(2, '0')}'`;
  const isHidden = (code >= 0x80 && code <= 0xa0) || code === 0xad;
  return isHidden ? `'\\u00${code.toString(16)}'` : `'${character}'`;
}
