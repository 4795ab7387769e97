/** fmt.Sprintf. */
import type { Meter } from '../budget.ts';
import { joinedText } from '../byte-text.ts';
import { GoInt, type GoValue } from '../go-value.ts';
import { typeName } from '../type-of.ts';
import { noFlags } from './flags.ts';
import { Printer } from './printer.ts';

const LARGEST = 1_000_000;

/** Text of a format and its operands; what is wrong stands in the text, as `%!d(string=x)`. */
export function sprintf(format: string, operands: readonly GoValue[], meter?: Meter): string {
  if (!format.includes('%') && operands.length === 0) return format;
  return joinedText(new FormatRun(format, operands, meter).run());
}

/** Where one call stands in its format and operands. */
class FormatRun {
  readonly #format: string;
  readonly #operands: readonly GoValue[];
  readonly #meter: Meter | undefined;
  readonly #printer: Printer;
  #at = 0;
  #operand = 0;
  #reordered = false;
  #isGoodIndex = true;
  #afterIndex = false;
  #out = '';

  constructor(format: string, operands: readonly GoValue[], meter: Meter | undefined) {
    this.#format = format;
    this.#operands = operands;
    this.#meter = meter;
    this.#printer = new Printer(meter);
  }

  run(): string {
    const format = this.#format;
    while (this.#at < format.length) {
      const percent = format.indexOf('%', this.#at);
      this.#out += format.slice(this.#at, percent < 0 ? format.length : percent);
      if (percent < 0) break;
      this.#at = percent + 1;
      this.#directive();
    }
    if (!this.#reordered && this.#operand < this.#operands.length) this.#extra();
    return this.#out;
  }

  #directive(): void {
    this.#isGoodIndex = true;
    this.#printer.flags = noFlags();
    this.#scanFlags();
    const verb = this.#format[this.#at] ?? '';
    // The common case; an index before such a verb would have been read as none.
    if (verb >= 'a' && verb <= 'z' && this.#operand < this.#operands.length) {
      this.#at += 1;
      this.#print(verb);
      return;
    }
    this.#afterIndex = this.#scanIndex();
    this.#scanWidth();
    this.#scanPrecision();
    if (!this.#afterIndex) this.#afterIndex = this.#scanIndex();
    this.#verb();
  }

  #scanFlags(): void {
    const { flags } = this.#printer;
    for (; ; this.#at++) {
      const character = this.#format[this.#at];
      if (character === '#') flags.sharp = true;
      else if (character === '0') flags.zero = true;
      else if (character === '+') flags.plus = true;
      else if (character === '-') flags.minus = true;
      else if (character === ' ') flags.space = true;
      else return;
    }
  }

  /** `[3]`: true where there was one, whether it means something or not. */
  #scanIndex(): boolean {
    if (this.#format[this.#at] !== '[') return false;
    this.#reordered = true;
    const rest = this.#format.slice(this.#at);
    const close = rest.indexOf(']');
    if (rest.length < 3 || close < 0) {
      this.#isGoodIndex = false;
      this.#at += 1;
      return false;
    }
    this.#at += close + 1;
    const index = numberOf(rest.slice(1, close));
    if (index === undefined) {
      this.#isGoodIndex = false;
      return false;
    }
    if (index < 1 || index > this.#operands.length) this.#isGoodIndex = false;
    else this.#operand = index - 1;
    return true;
  }

  #scanWidth(): void {
    const { flags } = this.#printer;
    if (this.#format[this.#at] !== '*') {
      flags.width = this.#scanNumber();
      if (this.#afterIndex && flags.width !== undefined) this.#isGoodIndex = false;
      return;
    }
    this.#at += 1;
    flags.width = this.#operandNumber();
    if (flags.width === undefined) this.#out += '%!(BADWIDTH)';
    else if (flags.width < 0) {
      flags.width = -flags.width;
      flags.minus = true;
      flags.zero = false;
    }
    this.#afterIndex = false;
  }

  #scanPrecision(): void {
    const { flags } = this.#printer;
    if (this.#format[this.#at] !== '.' || this.#at + 1 >= this.#format.length) return;
    this.#at += 1;
    if (this.#afterIndex) this.#isGoodIndex = false;
    this.#afterIndex = this.#scanIndex();
    if (this.#format[this.#at] !== '*') {
      flags.precision = this.#scanNumber() ?? 0;
      return;
    }
    this.#at += 1;
    const precision = this.#operandNumber();
    flags.precision = precision !== undefined && precision >= 0 ? precision : undefined;
    if (flags.precision === undefined) this.#out += '%!(BADPREC)';
    this.#afterIndex = false;
  }

  #scanNumber(): number | undefined {
    const digits = /^\d+/.exec(this.#format.slice(this.#at, this.#at + 20))?.[0] ?? '';
    if (digits === '') return undefined;
    const value = numberOf(digits);
    // A crazy number swallows the rest of the format.
    this.#at = value === undefined ? this.#format.length : this.#at + digits.length;
    return value;
  }

  /** The operand that `*` stands for. */
  #operandNumber(): number | undefined {
    const operand = this.#operands[this.#operand];
    if (operand === undefined) return undefined;
    this.#operand += 1;
    if (!(operand instanceof GoInt)) return undefined;
    const value = Number(operand.value);
    return Math.abs(value) > LARGEST ? undefined : value;
  }

  #verb(): void {
    const code = this.#format.codePointAt(this.#at);
    if (code === undefined) {
      this.#out += '%!(NOVERB)';
      return;
    }
    const verb = code >= 0xd800 && code < 0xe000 ? '\ufffd' : String.fromCodePoint(code);
    this.#at += verb.length;
    if (verb === '%') this.#out += '%';
    else if (!this.#isGoodIndex) this.#out += `%!${verb}(BADINDEX)`;
    else if (this.#operand >= this.#operands.length) this.#out += `%!${verb}(MISSING)`;
    else this.#print(verb);
  }

  #print(verb: string): void {
    const { flags } = this.#printer;
    if (verb === 'v' || verb === 'w') {
      flags.sharpV = flags.sharp;
      flags.sharp = false;
      flags.plusV = flags.plus;
      flags.plus = false;
    }
    this.#meter?.take((flags.width ?? 0) + (flags.precision ?? 0));
    this.#out += this.#printer.argument(this.#operands[this.#operand] ?? null, verb);
    this.#operand += 1;
  }

  #extra(): void {
    this.#printer.flags = noFlags();
    const shown = this.#operands
      .slice(this.#operand)
      .map((value) => (value === null ? '<nil>' : `${typeName(value)}=${this.#printer.argument(value, 'v')}`));
    this.#out += `%!(EXTRA ${shown.join(', ')})`;
  }
}

/** Decimal digits up to a million or so; undefined for anything else. */
function numberOf(text: string): number | undefined {
  if (!/^\d+$/.test(text)) return undefined;
  // Go gives up on the digit after the limit was passed.
  return Number(text.slice(0, -1)) > LARGEST ? undefined : Number(text);
}
