/** What stands behind the tier on the command line: which files, and which tests in them. */

export interface Wanted {
  /** Parts of paths; without any, all files. */
  readonly filters: readonly string[];
  /** Behind `-t`: a regular expression that the names of tests have to match. */
  readonly pattern: string | undefined;
}

/** Undefined where `-t` has no pattern behind it. */
export function wantedOf(words: readonly string[]): Wanted | undefined {
  const at = words.indexOf('-t');
  if (at < 0) return { filters: words, pattern: undefined };
  const pattern = words[at + 1];
  return pattern === undefined ? undefined : { filters: words.toSpliced(at, 2), pattern };
}
