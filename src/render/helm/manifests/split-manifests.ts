/** What a template made, cut into documents as Helm cuts it: it also separates `---apiVersion: v1`. */
import { trimLeft, trimRight, trimSpace } from './trim-space.ts';

const LINE = /(?<![^\n])---[ \t]*/g;
const MARK = /(?<![^\n])---/g;
const SPACE = /[\t\n\f\r ]*/y;

/** Documents that hold more than space, in order. Helm 4 keeps the space at their ends, Helm 3 does not. */
export function splitManifests(text: string, helm: 3 | 4): readonly string[] {
  const documents = helm === 4 ? trimLeft(text).split(LINE) : splitWithSpace(trimSpace(text));
  return documents.flatMap((document) => {
    const start = trimLeft(document);
    if (start === '') return [];
    return [helm === 4 ? start : trimRight(start)];
  });
}

/**
 * Helm 3 takes the space behind a mark along, and then misses a mark that follows at once. Space is passed over by hand:
 * one expression for both would take quadratic time.
 */
function splitWithSpace(text: string): readonly string[] {
  const documents: string[] = [];
  let start = 0;
  for (const { index } of text.matchAll(MARK)) {
    if (index > 0 && index - 1 < start) continue;
    documents.push(text.slice(start, index));
    SPACE.lastIndex = index + 3;
    SPACE.test(text);
    start = SPACE.lastIndex;
  }
  return [...documents, text.slice(start)];
}
