/** The classic output of `diff A B`: `3c3`, `< old`, `---`, `> new`. By the longest common subsequence of lines. */

export function normalDiff(before: string, after: string): string {
  const old = linesOf(before);
  const fresh = linesOf(after);
  return hunksOf(old, fresh)
    .map((hunk) => formatHunk(hunk, old, fresh))
    .join('');
}

/** Half-open ranges of lines, from 0. */
export interface Hunk {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** Lines without their ends. */
export function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** What differs, in order. */
export function hunksOf(old: readonly string[], fresh: readonly string[]): Hunk[] {
  const head = commonPrefix(old, fresh);
  const tail = commonSuffix(old.slice(head), fresh.slice(head));
  const matches = commonLines(old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail));
  const hunks: Hunk[] = [];
  let [oldFrom, newFrom] = [head, head];
  for (const [oldAt, newAt] of [
    ...matches.map(([a, b]) => [a + head, b + head] as const),
    [old.length - tail, fresh.length - tail] as const,
  ]) {
    if (oldAt > oldFrom || newAt > newFrom) hunks.push({ oldFrom, oldTo: oldAt, newFrom, newTo: newAt });
    [oldFrom, newFrom] = [oldAt + 1, newAt + 1];
  }
  return hunks;
}

/** Beyond this the table would not fit into memory: all lines between the equal ends count as changed. */
const MOST_CELLS = 50_000_000;

/** Pairs of positions of a longest common subsequence. */
function commonLines(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  if (a.length * b.length > MOST_CELLS) return [];
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    const row = lengths[i];
    for (let j = b.length - 1; row && j >= 0; j -= 1)
      row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}

function commonPrefix(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}

function commonSuffix(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[a.length - 1 - length] === b[b.length - 1 - length]) length += 1;
  return length;
}

function formatHunk(
  { oldFrom, oldTo, newFrom, newTo }: Hunk,
  old: readonly string[],
  fresh: readonly string[],
): string {
  const removed = old.slice(oldFrom, oldTo).map((line) => `< ${line}\n`);
  const added = fresh.slice(newFrom, newTo).map((line) => `> ${line}\n`);
  if (removed.length === 0) return `${oldFrom}a${range(newFrom, newTo)}\n${added.join('')}`;
  if (added.length === 0) return `${range(oldFrom, oldTo)}d${newFrom}\n${removed.join('')}`;
  return `${range(oldFrom, oldTo)}c${range(newFrom, newTo)}\n${removed.join('')}---\n${added.join('')}`;
}

function range(from: number, to: number): string {
  return to - from === 1 ? `${to}` : `${from + 1},${to}`;
}
