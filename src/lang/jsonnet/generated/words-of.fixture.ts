/** Long lists of short texts, written so that they can be read. */

/** The texts between `¦` and line ends, without indentation and taken as they are written; `⏎` is a line end, and `⇥` a tab. */
export function wordsOf({ raw }: TemplateStringsArray): readonly string[] {
  const lines = raw.join('').trim().split('\n');
  const words = lines.flatMap((line) => line.trimStart().split('¦'));
  return words.map((word) => word.replaceAll('⏎', '\n').replaceAll('⇥', '\t'));
}
