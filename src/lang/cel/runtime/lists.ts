/** Joining lists. A list that grows shares its items with what it grew from, so that a loop that appends takes linear time. */
import { CelFault } from './cel-fault.ts';
import { equals, memberOf } from './compare.ts';
import { type CelList, itemsOf, list, type Value } from './values.ts';

/** `a + b`. Sets take what they do not hold; lists with keys replace elements of the same keys. */
export function concatenated(a: CelList, b: CelList): CelList {
  if (a.sort?.kind === 'set') return { ...list(joinedSet(a, b)), sort: a.sort };
  if (a.sort?.kind === 'map') return { ...list(joinedByKeys(a, b, a.sort.keys)), sort: a.sort };
  if (b.size === 0 && !a.sort) return a;
  checkSize(a.size + b.size);
  const items = a.items.length === a.size ? a.items : a.items.slice(0, a.size);
  // A list may be joined to itself.
  const more = b.items.slice(0, b.size);
  for (const item of more) items.push(item);
  return { kind: 'list', items, size: a.size + b.size };
}

const LONGEST = 1_000_000;

/** Joining costs one whatever the sizes are, so it is their size that is limited. Throws what ends an evaluation. */
export function checkSize(size: number): void {
  if (size > LONGEST) throw new CelFault('operation cancelled: actual cost limit exceeded', true);
}

function joinedSet(a: CelList, b: CelList): Value[] {
  const found = [...itemsOf(a)];
  for (const item of itemsOf(b)) {
    if (!found.some((each) => equals(each, item))) found.push(item);
  }
  return found;
}

function joinedByKeys(a: CelList, b: CelList, keys: readonly string[]): Value[] {
  const found = [...itemsOf(a)];
  for (const item of itemsOf(b)) {
    const at = found.findIndex((each) => keys.every((key) => sameMember(each, item, key)));
    if (at < 0) found.push(item);
    else found[at] = item;
  }
  return found;
}

function sameMember(a: Value, b: Value, key: string): boolean {
  const [left, right] = [memberOf(a, key), memberOf(b, key)];
  return left === undefined || right === undefined ? left === right : equals(left, right);
}
