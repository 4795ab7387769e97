/** Splits identifiers such as `HTTPServer20x` into words, by the rules of huandu/xstrings 1.5. */
import { isSpace } from './letter-case.ts';

export type WordKind = 'broken' | 'number' | 'upper' | 'alphabet' | 'connector' | 'punctuation' | 'other';

export interface Word {
  readonly kind: WordKind;
  readonly characters: readonly string[];
}

/** Words in order; together they are the whole text. */
export function splitWords(text: string): readonly Word[] {
  const characters = [...text];
  const words: Word[] = [];
  for (let at = 0; at < characters.length; ) {
    const { kind, end } = wordAt(characters, at);
    words.push({ kind, characters: characters.slice(at, end) });
    at = end;
  }
  return words;
}

interface Found {
  readonly kind: WordKind;
  readonly end: number;
}

function wordAt(characters: readonly string[], start: number): Found {
  const first = nextSound(characters, start);
  if (first === undefined) return { kind: 'broken', end: characters.length };
  const { character, end } = first;
  if (isConnector(character)) return run('connector', characters, end, isConnector);
  if (isPunctuation(character)) return run('punctuation', characters, end, isPunctuation);
  if (isUpper(character)) return upperWord(characters, end);
  if (isAlphabet(character)) return run('alphabet', characters, end, isSmallAlphabet);
  if (isNumber(character)) return run('number', characters, end, isNumber);
  return run('other', characters, end, isOther);
}

/** Characters that are no text belong to whatever stands before them. */
function run(
  kind: WordKind,
  characters: readonly string[],
  start: number,
  belongs: (character: string) => boolean,
): Found {
  let end = start;
  for (;;) {
    const next = nextSound(characters, end);
    if (next === undefined) return { kind, end: characters.length };
    if (!belongs(next.character)) return { kind, end };
    end = next.end;
  }
}

/** `Server` is one word; of `HTTPServer` the last capital belongs to the next one. */
function upperWord(characters: readonly string[], start: number): Found {
  const second = nextSound(characters, start);
  if (second === undefined) return { kind: 'upper', end: characters.length };
  if (!isUpper(second.character)) {
    return isAlphabet(second.character)
      ? run('upper', characters, second.end, isSmallAlphabet)
      : { kind: 'upper', end: start };
  }
  let end = second.end;
  let beforeLast = start;
  for (;;) {
    const next = nextSound(characters, end);
    if (next === undefined) return { kind: 'upper', end: characters.length };
    if (!isUpper(next.character)) return { kind: 'upper', end: isAlphabet(next.character) ? beforeLast : end };
    beforeLast = end;
    end = next.end;
  }
}

function nextSound(
  characters: readonly string[],
  start: number,
): { readonly character: string; readonly end: number } | undefined {
  for (let at = start; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (character !== '\ufffd' && character.isWellFormed()) return { character, end: at + 1 };
  }
  return undefined;
}

/** What separates words: dashes, underscores, space. */
export function isConnector(character: string): boolean {
  return character === '-' || character === '_' || isSpace(character);
}

function isPunctuation(character: string): boolean {
  return /\p{P}/u.test(character);
}

function isUpper(character: string): boolean {
  return /\p{Lu}/u.test(character);
}

function isNumber(character: string): boolean {
  return /\p{N}/u.test(character);
}

/** Letters but for Chinese characters. */
function isAlphabet(character: string): boolean {
  return /\p{L}/u.test(character) && !/[\u4e00-\u9fcc\u3400-\u4d85\u{20000}-\u{2b81d}]/u.test(character);
}

function isSmallAlphabet(character: string): boolean {
  return isAlphabet(character) && !isUpper(character);
}

function isOther(character: string): boolean {
  return !isConnector(character) && !isAlphabet(character) && !isNumber(character) && !isPunctuation(character);
}
