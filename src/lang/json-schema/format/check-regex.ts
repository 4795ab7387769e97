/** Patterns in the syntax of RE2, which is Go's. */
import { RE2JS } from 're2js';

const LONGEST = 10_000;

/** What is wrong with a pattern, in Go's words. */
export function checkRegex(text: string): string | undefined {
  if (text.length > LONGEST) return 'expression too large';
  try {
    RE2JS.compile(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'error parsing regexp';
  }
}
