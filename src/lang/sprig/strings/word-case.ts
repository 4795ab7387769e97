/** `camelcase`, `snakecase` and `kebabcase`, by the rules of huandu/xstrings 1.5. */
import { lowerCharacter, upperCharacter } from './letter-case.ts';
import { isConnector, splitWords, type Word, type WordKind } from './words.ts';

/** `http_server` → `HttpServer`. Connectors in front stay, and all but one of those in a row. */
export function pascalCase(text: string): string {
  const characters = Array.from(text.toWellFormed());
  let at = characters.findIndex((character) => !isConnector(character));
  // Nothing but connectors: the last one is written again.
  if (at < 0) return characters.join('') + (characters.at(-1) ?? '');
  let result = characters.slice(0, at).join('');
  let current = characters[at] ?? '';
  let isInCapitals = isUpper(current);
  current = upperCharacter(current);
  for (at += 1; at < characters.length; at++) {
    const before = current;
    current = characters[at] ?? '';
    if (isConnector(before)) {
      if (isConnector(current)) {
        result += before;
        continue;
      }
      isInCapitals = isUpper(current);
      current = upperCharacter(current);
      continue;
    }
    if (isInCapitals && isUpper(current)) current = lowerCharacter(current);
    else isInCapitals = false;
    result += before;
  }
  return result + current;
}

function isUpper(character: string): boolean {
  return /\p{Lu}/u.test(character);
}

const END: Word = { kind: 'broken', characters: [] };

/** `HTTPServer` → `http_server`, with `_` or `-` as connector. */
export function connectedCase(text: string, connector: string): string {
  const words = splitWords(text);
  const wordAt = (at: number): Word => words[at] ?? END;
  const join = (at: number, ...without: readonly WordKind[]) => (without.includes(wordAt(at).kind) ? '' : connector);
  let result = '';
  const takePlain = (from: number): number => {
    let at = from;
    for (; ['alphabet', 'number'].includes(wordAt(at).kind); at++) result += lowered(wordAt(at), connector);
    return at;
  };
  let at = 0;
  while (at < words.length - 1) {
    const word = wordAt(at);
    result += lowered(word, connector);
    at += 1;
    if (word.kind === 'connector' || word.kind === 'punctuation') continue;
    if (word.kind === 'number') {
      at = takePlain(at);
      result += join(at, 'broken', 'punctuation', 'connector');
    } else if (wordAt(at).kind !== 'number') {
      result += join(at, 'connector', 'punctuation');
    } else if (at < words.length - 1) {
      // A number belongs to the word before it, or to small letters that follow.
      const number = lowered(wordAt(at), connector);
      at += 1;
      if (wordAt(at).kind !== 'alphabet') {
        result += number + join(at, 'connector', 'punctuation');
        continue;
      }
      result += connector + number;
      at = takePlain(at);
      result += join(at, 'broken', 'punctuation', 'connector');
    }
  }
  return result + lowered(wordAt(at), connector);
}

function lowered({ kind, characters }: Word, connector: string): string {
  if (kind !== 'upper' && kind !== 'connector') return characters.join('');
  return characters
    .map((character) => (isConnector(character) ? connector : lowerCharacter(character.toWellFormed())))
    .join('');
}
