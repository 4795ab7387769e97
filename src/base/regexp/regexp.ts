/**
 * Patterns that users write: RE2 syntax, the one of Go, matched in linear time. The language's own RegExp is for patterns
 * of this program only.
 */
import { RE2JS } from 're2js';

export interface Pattern {
  /** A match anywhere in the text. */
  matches(text: string): boolean;
  /** A match of the whole text. */
  matchesWhole(text: string): boolean;
}

const LONGEST = 10_000;

/** Compiles a pattern; undefined where it is no valid one or is over 10,000 characters long. */
export function compilePattern(source: string): Pattern | undefined {
  if (source.length > LONGEST) return undefined;
  try {
    const compiled = RE2JS.compile(source);
    return {
      matches: (text) => compiled.matcher(text).find(),
      matchesWhole: (text) => compiled.matcher(text).matches(),
    };
  } catch {
    return undefined;
  }
}
