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

/** What is alike at both ends is left alone; the middle is matched by its longest common subsequence. */
function changesOf(before: readonly string[], after: readonly string[]): readonly Change[] {
  const room = Math.min(before.length, after.length);
  let [head, tail] = [0, 0];
  while (head < room && before[head] === after[head]) head += 1;
  while (tail < room && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  // Where both reach over the same lines, these belong to the longer one.
  if (head >= tail) tail = Math.min(tail, room - head);
  else head = Math.min(head, room - tail);
  const same = (lines: readonly string[]): readonly Change[] => lines.map((line) => ({ kind: ' ', line }));
  return [
    ...same(before.slice(0, head)),
    ...middle(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...same(before.slice(before.length - tail)),
  ];
}

function middle(before: readonly string[], after: readonly string[]): readonly Change[] {
  const lengths = common(before, after);
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  const [removed, changes]: [Change[], Change[]] = [[], []];
  let [i, j] = [0, 0];
  const added: Change[] = [];
  const flush = (): void => {
    changes.push(...removed.splice(0), ...added.splice(0));
  };
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      flush();
      changes.push({ kind: ' ', line: before[i] ?? '' });
      i += 1;
      j += 1;
    } else if (j >= after.length || (i < before.length && at(i + 1, j) >= at(i, j + 1))) {
      removed.push({ kind: '-', line: before[i] ?? '' });
      i += 1;
    } else {
      added.push({ kind: '+', line: after[j] ?? '' });
      j += 1;
    }
  }
  flush();
  return changes;
}

/** Lengths of the longest common subsequences of all endings. */
function common(before: readonly string[], after: readonly string[]): readonly (readonly number[])[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    const [row, below] = [lengths[i] ?? [], lengths[i + 1] ?? []];
    for (let j = after.length - 1; j >= 0; j -= 1) {
      row[j] = before[i] === after[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}
