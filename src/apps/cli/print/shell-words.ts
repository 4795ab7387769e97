/** A command line in a setting, cut into words as a shell does: quotes and backslashes, nothing else. Pure. */

/** An unfinished quote reaches to the end. */
export function shellWords(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (sign === '\\' && quote !== "'") word = (word ?? '') + (text[++at] ?? '');
    else if (quote !== '') [word, quote] = sign === quote ? [word ?? '', ''] : [(word ?? '') + sign, quote];
    else if (sign === '"' || sign === "'") [word, quote] = [word ?? '', sign];
    else if (!/\s/.test(sign)) word = (word ?? '') + sign;
    else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  return word === undefined ? words : [...words, word];
}
