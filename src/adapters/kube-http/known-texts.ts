/**
 * Large objects come several times: as the answer to our own write, and once to each watch that follows their kind. The texts
 * are the same to the letter, so one is parsed, and all share what it says: values are never changed.
 */
import { tryParseJson } from '../../base/json/parse.ts';
import type { Json } from '../../base/json-value.ts';

export interface KnownTexts {
  /** The value of a JSON text; undefined where it is none. */
  parse(text: string): Json | undefined;
}

/** Shorter texts are parsed faster than they are looked up. */
const LARGE = 32 * 1024;
const KEPT = 4;

interface Known {
  readonly text: string;
  readonly value: Json | undefined;
}

export function createKnownTexts(): KnownTexts {
  let newest: readonly Known[] = [];
  return {
    parse(text) {
      if (text.length < LARGE) return tryParseJson(text);
      // Texts of unlike length are told apart at once; like ones differ early, at the resourceVersion.
      const found = newest.find((known) => known.text === text) ?? { text, value: tryParseJson(text) };
      newest = [found, ...newest.filter((known) => known !== found)].slice(0, KEPT);
      return found.value;
    },
  };
}
