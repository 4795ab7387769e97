/** The output of `diff -u A B`, without times. Pure. */
import { type Hunk, hunksOf, linesOf } from './normal-diff.ts';

const CONTEXT = 3;

/** Empty where the texts are equal. */
export function unifiedDiff(
  before: string,
  after: string,
  names: { readonly before: string; readonly after: string },
): string {
  const old = linesOf(before);
  const fresh = linesOf(after);
  const groups = grouped(hunksOf(old, fresh));
  if (groups.length === 0) return '';
  return `--- ${names.before}\n+++ ${names.after}\n${groups.map((group) => printGroup(group, old, fresh)).join('')}`;
}

/** Changes whose surroundings touch are shown together. */
function grouped(hunks: readonly Hunk[]): readonly (readonly Hunk[])[] {
  const groups: Hunk[][] = [];
  for (const hunk of hunks) {
    const last = groups.at(-1);
    const end = last?.at(-1)?.oldTo;
    if (last !== undefined && end !== undefined && hunk.oldFrom - end <= 2 * CONTEXT) last.push(hunk);
    else groups.push([hunk]);
  }
  return groups;
}

function printGroup(group: readonly Hunk[], old: readonly string[], fresh: readonly string[]): string {
  const [first, last] = [group[0], group.at(-1)];
  if (first === undefined || last === undefined) return '';
  const lead = Math.min(CONTEXT, first.oldFrom);
  const trail = Math.min(CONTEXT, old.length - last.oldTo);
  const [oldFrom, newFrom] = [first.oldFrom - lead, first.newFrom - lead];
  const [oldTo, newTo] = [last.oldTo + trail, last.newTo + trail];
  const lines: string[] = [];
  let at = oldFrom;
  for (const hunk of group) {
    lines.push(...old.slice(at, hunk.oldFrom).map((line) => ` ${line}\n`));
    lines.push(...old.slice(hunk.oldFrom, hunk.oldTo).map((line) => `-${line}\n`));
    lines.push(...fresh.slice(hunk.newFrom, hunk.newTo).map((line) => `+${line}\n`));
    at = hunk.oldTo;
  }
  lines.push(...old.slice(at, oldTo).map((line) => ` ${line}\n`));
  return `@@ -${range(oldFrom, oldTo)} +${range(newFrom, newTo)} @@\n${lines.join('')}`;
}

/** Of no lines, the line before is named. */
function range(from: number, to: number): string {
  const count = to - from;
  const begin = count === 0 ? from : from + 1;
  return count === 1 ? `${begin}` : `${begin},${count}`;
}
