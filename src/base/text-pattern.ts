/** Patterns that are a glob, or a regular expression between slashes. */
import { RE2JS } from 're2js';
import { matchesGlob } from './glob/glob.ts';

/** `team-*` or `/^team-.*$/` (RE2 syntax, found anywhere). A broken expression matches nothing. */
export function matchesPattern(pattern: string, text: string): boolean {
  if (pattern.length > 2 && pattern.startsWith('/') && pattern.endsWith('/')) {
    return findsExpression(pattern.slice(1, -1), text);
  }
  return matchesGlob(pattern, text);
}

/** True where an RE2 expression is found in the text; false too where it is none. */
export function findsExpression(expression: string, text: string): boolean {
  try {
    return RE2JS.compile(expression).matcher(text).find();
  } catch {
    return false;
  }
}
