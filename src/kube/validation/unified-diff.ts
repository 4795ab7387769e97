/** Differences between two texts line by line, as messages of the server show them: hunks with three lines around. */

const CONTEXT = 3;

interface Change {
  readonly kind: ' ' | '-' | '+';
  readonly line: string;
}

/** Hunks of a unified diff without the names of files; empty where nothing differs. */
export function unifiedDiff(before: string, after: string): string {
  const changes = changesOf(before.split('\n'), after.split('\n'));
  const near = changes.map((_, index) =>
    changes.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ kind }) => kind !== ' '),
  );
  const lines: string[] = [];
  let [old, next, start] = [1, 1, 0];
  while (start < changes.length) {
    if (!near[start]) {
      start += 1;
      old += 1;
      next += 1;
      continue;
    }
    let end = start;
    while (end < changes.length && near[end]) end += 1;
    const hunk = changes.slice(start, end);
    const [removed, added] = [
      hunk.filter(({ kind }) => kind !== '+').length,
      hunk.filter(({ kind }) => kind !== '-').length,
    ];
    lines.push(
      `@@ -${rangeOf(old, removed)} +${rangeOf(next, added)} @@`,
      ...hunk.map(({ kind, line }) => `${kind}${line}`),
    );
    [old, next, start] = [old + removed, next + added, end];
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function rangeOf(start: number, length: number): string {
  if (length === 1) return String(start);
  return `${length === 0 ? start - 1 : start},${length}`;
}

interface Block {
  readonly before: number;
  readonly after: number;
  readonly size: number;
}

/** Lines that both have stay; what stands between them goes and comes. */
function changesOf(before: readonly string[], after: readonly string[]): readonly Change[] {
  const changes: Change[] = [];
  const push = (kind: Change['kind'], lines: readonly string[]): void => {
    for (const line of lines) changes.push({ kind, line });
  };
  const end = { before: before.length, after: after.length, size: 0 };
  let [i, j] = [0, 0];
  for (const block of [...sameBlocks(before, after), end]) {
    push('-', before.slice(i, block.before));
    push('+', after.slice(j, block.after));
    push(' ', before.slice(block.before, block.before + block.size));
    [i, j] = [block.before + block.size, block.after + block.size];
  }
  return changes;
}

/** The longest run of lines that both have, then the longest on either side of it, and so on. */
function sameBlocks(before: readonly string[], after: readonly string[]): readonly Block[] {
  const places = placesOf(after);
  const between = (from: Block, to: Block): readonly Block[] => {
    const block = longest(before, after, places, [from, to]);
    if (block.size === 0) return [];
    const next = { before: block.before + block.size, after: block.after + block.size, size: 0 };
    const left = from.before < block.before && from.after < block.after ? between(from, block) : [];
    const right = next.before < to.before && next.after < to.after ? between(next, to) : [];
    return [...left, block, ...right];
  };
  return between({ before: 0, after: 0, size: 0 }, { before: before.length, after: after.length, size: 0 });
}

const MANY_LINES = 200;

/** Where each line stands. In long texts those that stand everywhere begin no run. */
function placesOf(lines: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [index, line] of lines.entries()) {
    const known = places.get(line);
    if (known) known.push(index);
    else places.set(line, [index]);
  }
  if (lines.length < MANY_LINES) return places;
  const often = Math.floor(lines.length / 100) + 1;
  return new Map([...places].filter(([, indexes]) => indexes.length <= often));
}

/** The longest run that both have between two places; of equally long ones the first. */
function longest(
  before: readonly string[],
  after: readonly string[],
  places: ReadonlyMap<string, readonly number[]>,
  [from, to]: readonly [Block, Block],
): Block {
  let best: Block = { before: from.before, after: from.after, size: 0 };
  let lengths = new Map<number, number>();
  for (let i = from.before; i < to.before; i += 1) {
    const next = new Map<number, number>();
    for (const j of places.get(before[i] ?? '') ?? []) {
      if (j < from.after || j >= to.after) continue;
      const size = (lengths.get(j - 1) ?? 0) + 1;
      next.set(j, size);
      if (size > best.size) best = { before: i - size + 1, after: j - size + 1, size };
    }
    lengths = next;
  }
  let { before: i, after: j, size } = best;
  while (i > from.before && j > from.after && before[i - 1] === after[j - 1]) [i, j, size] = [i - 1, j - 1, size + 1];
  while (i + size < to.before && j + size < to.after && before[i + size] === after[j + size]) size += 1;
  return { before: i, after: j, size };
}
