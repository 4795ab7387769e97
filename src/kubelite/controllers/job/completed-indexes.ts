/** Sets of indexes as a Job's status writes them: `0-2,4,7,8`. */

/** The indexes of the text, ascending; what lies at or beyond `completions` is left out. */
export function parseIndexes(text: string | undefined, completions: number): readonly number[] {
  if (text === undefined || text === '') return [];
  return text.split(',').flatMap((part) => {
    const [first, last] = part.split('-').map(Number);
    if (first === undefined || Number.isNaN(first)) return [];
    const end = Math.min(last ?? first, completions - 1);
    return Array.from({ length: Math.max(0, end - first + 1) }, (_, offset) => first + offset);
  });
}

/** Three or more in a row become a range; two are written as two. */
export function formatIndexes(indexes: readonly number[]): string {
  const parts: string[] = [];
  const sorted = [...new Set(indexes)].sort((left, right) => left - right);
  for (let start = 0; start < sorted.length; ) {
    let end = start;
    while (sorted[end + 1] === (sorted[end] ?? 0) + 1) end += 1;
    const [first, last] = [sorted[start], sorted[end]];
    if (first === last) parts.push(`${first}`);
    else parts.push(end === start + 1 ? `${first},${last}` : `${first}-${last}`);
    start = end + 1;
  }
  return parts.join(',');
}
