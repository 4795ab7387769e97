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
  /** The leftmost match. */
  find(text: string): string | undefined;
  /** Matches from left to right that do not overlap, at most so many. */
  findAll(text: string, most: number): readonly string[];
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
      find: (text) => {
        const matcher = compiled.matcher(text);
        return matcher.find() ? (matcher.group() ?? '') : undefined;
      },
      findAll: (text, most) => {
        const matcher = compiled.matcher(text);
        const found: string[] = [];
        while (found.length < most && matcher.find()) found.push(matcher.group() ?? '');
        return found;
      },
    };
  } catch {
    return undefined;
  }
}

/** Why a text is no pattern, in the words of Go's regexp; undefined where it is one. */
export function patternError(source: string): string | undefined {
  if (source.length > LONGEST) return 'error parsing regexp: expression too large';
  try {
    RE2JS.compile(source);
    return undefined;
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  }
}
