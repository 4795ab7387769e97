/** Patterns of a project where `!` turns the answer round (features F3, F4 and their correction in 0b). */
import { matchesGlob } from '../../base/glob/glob.ts';

export function isNegation(pattern: string): boolean {
  return pattern.startsWith('!');
}

/** A negation matches everything that its rest does not match. */
export function matchesNegatable(pattern: string, text: string, separators = ''): boolean {
  if (isNegation(pattern)) return !matchesGlob(pattern.slice(1), text, separators);
  return pattern === '*' || matchesGlob(pattern, text, separators);
}
