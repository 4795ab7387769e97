/** A stable sort that compares in the order in which Go's does, so that the same pair of wrong types is found first. */

const BLOCK = 20;

/** A sorted copy. `isLess` may throw. */
export function sortedBy<T>(items: readonly T[], isLess: (left: T, right: T) => boolean): readonly T[] {
  let blocks: (readonly T[])[] = [];
  for (let start = 0; start < items.length; start += BLOCK)
    blocks.push(insertionSorted(items.slice(start, start + BLOCK), isLess));
  while (blocks.length > 1) {
    const merged: (readonly T[])[] = [];
    for (let at = 0; at < blocks.length; at += 2) merged.push(mergedOf(blocks[at] ?? [], blocks[at + 1] ?? [], isLess));
    blocks = merged;
  }
  return blocks[0] ?? [];
}

function insertionSorted<T>(block: T[], isLess: (left: T, right: T) => boolean): readonly T[] {
  for (let end = 1; end < block.length; end++)
    for (let at = end; at > 0; at--) {
      const [before, after] = [block[at - 1] as T, block[at] as T];
      if (!isLess(after, before)) break;
      block[at - 1] = after;
      block[at] = before;
    }
  return block;
}

function mergedOf<T>(left: readonly T[], right: readonly T[], isLess: (left: T, right: T) => boolean): readonly T[] {
  const merged: T[] = [];
  let [a, b] = [0, 0];
  while (a < left.length && b < right.length) {
    const isRight = isLess(right[b] as T, left[a] as T);
    merged.push((isRight ? right[b++] : left[a++]) as T);
  }
  return [...merged, ...left.slice(a), ...right.slice(b)];
}
