/** Number literals: JSON's, with underscores between digits. */
import { quoteCharacter } from '../../go-value/text/quote.ts';
import type { Source } from './source.ts';
import { StaticFault } from './static-fault.ts';

type State =
  | 'begin'
  | 'zero'
  | 'integer'
  | 'integer-underscore'
  | 'point'
  | 'fraction'
  | 'fraction-underscore'
  | 'exponent'
  | 'sign'
  | 'power'
  | 'power-underscore';

/** What follows in each state by class of character: `0`, `d` (1–9), `.`, `e`, `_`, `s` (sign). */
const STEPS: Readonly<Record<State, Readonly<Record<string, State>>>> = {
  begin: { '0': 'zero', d: 'integer' },
  zero: { '.': 'point', e: 'exponent' },
  integer: { '0': 'integer', d: 'integer', '.': 'point', e: 'exponent', _: 'integer-underscore' },
  'integer-underscore': { '0': 'integer', d: 'integer' },
  point: { '0': 'fraction', d: 'fraction' },
  fraction: { '0': 'fraction', d: 'fraction', e: 'exponent', _: 'fraction-underscore' },
  'fraction-underscore': { '0': 'fraction', d: 'fraction' },
  exponent: { '0': 'power', d: 'power', s: 'sign' },
  sign: { '0': 'power', d: 'power' },
  power: { '0': 'power', d: 'power', _: 'power-underscore' },
  'power-underscore': { '0': 'power', d: 'power' },
};

/** States in which a number may not end, with what the message says. */
const UNFINISHED: Readonly<Partial<Record<State, string>>> = {
  'integer-underscore': "'_'",
  'fraction-underscore': "'_'",
  'power-underscore': "'_'",
  point: 'decimal point',
  exponent: "'E'",
  sign: 'exponent sign',
};

/** Offset behind the number that begins at `start`. */
export function numberEnd(source: Source, start: number): number {
  let state: State = 'begin';
  let at = start;
  for (;;) {
    const next: State | undefined = STEPS[state][classOf(source.text.charAt(at))];
    if (next === undefined) break;
    state = next;
    at += 1;
  }
  const place = { start: at, end: at };
  if (state === 'zero' && source.text.charAt(at) === '_')
    throw new StaticFault("Couldn't lex number, _ not allowed after leading 0", source, place);
  const junkAfter = UNFINISHED[state];
  if (junkAfter === undefined) return at;
  throw new StaticFault(`Couldn't lex number, junk after ${junkAfter}: ${quotedAt(source.text, at)}`, source, place);
}

/** The character at an offset as Go quotes it; the end of the text is no character. */
export function quotedAt(text: string, at: number): string {
  const point = text.codePointAt(at);
  return quoteCharacter(point === undefined ? '\ufffd' : String.fromCodePoint(point), { ascii: true });
}

function classOf(character: string): string {
  if (character >= '1' && character <= '9') return 'd';
  if (character === 'E') return 'e';
  return character === '+' || character === '-' ? 's' : character;
}
