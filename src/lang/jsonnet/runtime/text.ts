/** Strings by code points. */

const SURROGATE = /[\ud800-\udfff]/;

/** The last long text that was taken apart: programs go through one text by index. */
const recent: { text: string; points: readonly string[] | undefined } = { text: '', points: undefined };
const SHORT = 64;

/** The characters of a text that has some of two units; undefined for all others, whose units are their characters. */
export function wideCharacters(text: string): readonly string[] | undefined {
  if (text.length < SHORT) return SURROGATE.test(text) ? [...text] : undefined;
  const isAgain = recent.text === text;
  // Even where it is: two texts with the same characters are told apart faster when one takes the other's place.
  recent.text = text;
  if (isAgain) return recent.points;
  recent.points = SURROGATE.test(text) ? [...text] : undefined;
  return recent.points;
}

/** Whether it is the text that was taken apart last. */
export function isAtHand(text: string): boolean {
  return recent.text === text;
}

export function characters(text: string): readonly string[] {
  return wideCharacters(text) ?? text.split('');
}

export function textLength(text: string): number {
  return wideCharacters(text)?.length ?? text.length;
}

/** The character at an index, or undefined. */
export function characterAt(text: string, index: number): string | undefined {
  const wide = wideCharacters(text);
  return wide === undefined ? text[index] : wide[index];
}

export function sliceText(text: string, from: number, to: number): string {
  const wide = wideCharacters(text);
  return wide === undefined ? text.slice(from, to) : wide.slice(from, to).join('');
}
