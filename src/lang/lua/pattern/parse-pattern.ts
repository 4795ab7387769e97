/** The text of a pattern to its steps, with what gopher-lua accepts and refuses. */
import { byteClass } from './byte-class.ts';
import { parseSet } from './parse-set.ts';
import type { ByteTest, Pattern, Step } from './pattern.ts';
import { PatternFault } from './pattern-fault.ts';

interface Reading {
  readonly text: string;
  at: number;
  readonly steps: Step[];
  /** The place of the next capture. */
  place: number;
}

/** Throws `PatternFault`. */
export function parsePattern(text: string): Pattern {
  const anchored = text.startsWith('^');
  const reading: Reading = { text, at: anchored ? 1 : 0, steps: [{ kind: 'mark', place: 0 }], place: 2 };
  const tail = parseSequence(reading, true);
  reading.steps.push({ kind: 'mark', place: 1 }, { kind: tail ? 'tail' : 'done' });
  return { steps: reading.steps, anchored };
}

/** Answers whether a `$` ends it. */
function parseSequence(reading: Reading, outermost: boolean): boolean {
  const { text, steps } = reading;
  for (;;) {
    const char = text[reading.at];
    if (char === undefined) return false;
    if (char === ')') {
      if (!outermost) return false;
      throw new PatternFault(`invalid ')' at ${Math.max(reading.at - 1, 0)}`);
    }
    if (char === '(') parseCapture(reading);
    else if (char === '$' && outermost && reading.at === text.length - 1) return true;
    else if (char === '%') parseEscape(reading);
    else repeated(reading, parseByte(reading, char), steps);
  }
}

function parseCapture(reading: Reading): void {
  const { place, steps, text } = reading;
  reading.at++;
  reading.place += 2;
  if (text[reading.at] === ')') {
    reading.at++;
    steps.push({ kind: 'position', place });
    return;
  }
  steps.push({ kind: 'mark', place });
  parseSequence(reading, false);
  if (text[reading.at] !== ')') throw new PatternFault('unfinished capture at EOS');
  reading.at++;
  steps.push({ kind: 'mark', place: place + 1 });
}

function parseEscape(reading: Reading): void {
  const { text, steps } = reading;
  const next = text[reading.at + 1];
  if (next === '0') throw new PatternFault(`invalid capture index at ${reading.at}`);
  if (next !== undefined && next >= '1' && next <= '9') {
    reading.at += 2;
    steps.push({ kind: 'again', place: Number(next) * 2 });
    return;
  }
  if (next === 'b') {
    const [open, close] = [codeAt(text, reading.at + 2), codeAt(text, reading.at + 3)];
    reading.at += 4;
    steps.push({ kind: 'balance', open, close });
    return;
  }
  reading.at += 2;
  repeated(reading, byteClass(codeAt(text, reading.at - 1)), steps);
}

/** Past the end there is a code that no byte has. */
function codeAt(text: string, at: number): number {
  return at < text.length ? text.charCodeAt(at) : -1;
}

function parseByte(reading: Reading, char: string): ByteTest {
  if (char === '[') {
    const { test, end } = parseSet(reading.text, reading.at + 1);
    reading.at = end;
    return test;
  }
  reading.at++;
  const code = char.charCodeAt(0);
  return char === '.' ? () => true : (other) => other === code;
}

/** A byte and what stands behind it: `*`, `+`, `-`, `?` or nothing. */
function repeated(reading: Reading, test: ByteTest, steps: Step[]): void {
  const here = steps.length;
  const sign = reading.text[reading.at];
  const byte: Step = { kind: 'byte', test };
  switch (sign) {
    case '*':
      steps.push({ kind: 'fork', first: here + 1, second: here + 3 }, byte, { kind: 'jump', to: here });
      break;
    case '+':
      steps.push(byte, { kind: 'fork', first: here, second: here + 2 });
      break;
    case '-':
      steps.push({ kind: 'fork', first: here + 3, second: here + 1 }, byte, { kind: 'jump', to: here });
      break;
    case '?':
      steps.push({ kind: 'fork', first: here + 1, second: here + 2 }, byte);
      break;
    default:
      steps.push(byte);
      return;
  }
  reading.at++;
}
