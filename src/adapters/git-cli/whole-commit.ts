/**
 * Whether a small pack makes a commit whole: every object is plain, and all that the new ones refer to is there, as `git
 * index-pack --strict` demands. What an earlier commit refers to is there, for that one was looked at when it came.
 */
import type { Oid } from '../../ports/git.ts';
import type { BatchObject } from './batch-answers.ts';
import { type Link, plainLinks } from './plain-object.ts';
import type { Known, SmallPack } from './small-pack.ts';

/** Objects that are looked for one by one; where more are missing it is no small change. */
const LOOKED_FOR = 32;

export interface Here {
  /** Whether a commit is here with all that it refers to. */
  readonly has: (commit: Oid) => boolean;
  readonly known: Known;
}

/** Throws nothing of its own. */
export async function isWhole(pack: SmallPack, want: Oid, here: Here): Promise<boolean> {
  const fresh = new Map(pack.objects.flatMap((one) => (pack.bases.has(one.oid) ? [] : [[one.oid, one] as const])));
  if (fresh.get(want)?.type !== 'commit') return false;
  const links = linksOf([...fresh.values()]);
  if (links === undefined) return false;
  const open = links.filter(({ oid, type, isChecked }) => {
    const found = fresh.get(oid);
    return found === undefined ? !(type === 'commit' && here.has(oid)) : found.type !== type || isChecked;
  });
  // What is there and yet open is of another type, or of content that is to be looked at.
  if (open.some(({ oid }) => fresh.has(oid))) return false;
  if (open.length === 0) return true;
  const bases = new Map(pack.objects.map((one) => [one.oid, one]));
  const earlier = await earlierLinks(fresh, async (oid) => bases.get(oid) ?? (await here.known(oid)));
  return await areHere(
    open.filter((link) => !earlier.has(keyOf(link))),
    here.known,
  );
}

function linksOf(objects: readonly BatchObject[]): readonly Link[] | undefined {
  const links: Link[] = [];
  for (const object of objects) {
    const some = plainLinks(object);
    if (some === undefined) return undefined;
    links.push(...some);
  }
  return links;
}

async function areHere(links: readonly Link[], known: Known): Promise<boolean> {
  const wanted = new Map(links.map((link) => [keyOf(link), link]));
  if (wanted.size > LOOKED_FOR) return false;
  for (const { oid, type } of wanted.values()) if ((await known(oid))?.type !== type) return false;
  return true;
}

function keyOf({ type, oid }: Link): string {
  return `${type} ${oid}`;
}

/** Everything that trees of earlier commits refer to which lie where new ones do. */
async function earlierLinks(fresh: ReadonlyMap<Oid, BatchObject>, known: Known): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const pairs = [...fresh.values()].flatMap((object) => {
    if (object.type !== 'commit') return [];
    const [tree, parent] = plainLinks(object) ?? [];
    return tree === undefined || parent === undefined ? [] : [{ now: tree.oid, before: parent.oid, isCommit: true }];
  });
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const [now, before] = [fresh.get(pair.now), await known(pair.before)];
    if (now === undefined || before === undefined) continue;
    const links = plainLinks(before) ?? [];
    const [first] = links;
    if (pair.isCommit) {
      if (first !== undefined) pairs.push({ now: pair.now, before: first.oid, isCommit: false });
      continue;
    }
    if (!fresh.has(before.oid)) for (const link of links) found.add(keyOf(link));
    const names = new Map(links.flatMap(({ type, name, oid }) => (type === 'tree' ? [[name, oid] as const] : [])));
    for (const { type, name, oid } of plainLinks(now) ?? []) {
      const old = type === 'tree' && fresh.has(oid) ? names.get(name) : undefined;
      if (old !== undefined && old !== oid) pairs.push({ now: oid, before: old, isCommit: false });
    }
  }
  return found;
}
