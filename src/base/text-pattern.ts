/** Patterns that are a glob, or a regular expression between slashes. */
import { matchesGlob } from './glob/glob.ts';
import { compilePattern } from './regexp/regexp.ts';

/** `team-*` or `/^team-.*$/` (RE2 syntax, found anywhere). A broken expression matches nothing. */
export function matchesPattern(pattern: string, text: string): boolean {
  if (pattern.length > 2 && pattern.startsWith('/') && pattern.endsWith('/')) {
    return compilePattern(pattern.slice(1, -1))?.matches(text) === true;
  }
  return matchesGlob(pattern, text);
}
