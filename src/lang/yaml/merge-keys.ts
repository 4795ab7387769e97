/**
 * Merge keys (`<<`) as Go's libraries apply them. js-yaml's own merge is not used, because yaml.v2 lets a merge win over
 * keys that stand before it, which yaml.v3 does not. The schema reads a plain `<<` as `MERGE_KEY`, so that a quoted one stays text.
 */
import { setOwn } from '../../base/json/own.ts';
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { invalid, limitFault } from './fault.ts';
import type { YamlProfile } from './go-scalars.ts';

/** Stands for a plain `<<` between parsing and merging. Private use characters, so that no real text is taken for it. */
export const MERGE_KEY = '\uf8ff<<\uf8ff';

interface Merging {
  readonly profile: YamlProfile;
  readonly done: Map<object, Json>;
  readonly maxKeys: number;
  keys: number;
}

/** The value with every merge carried out. Values without a merge inside stay the same objects. */
export function applyMergeKeys(value: Json, options: { profile: YamlProfile; maxKeys: number }): Json {
  return settle(value, { ...options, done: new Map(), keys: 0 });
}

function settle(value: Json, merging: Merging): Json {
  if (value === MERGE_KEY) return '<<';
  if (!isList(value) && !isObject(value)) return value;
  const known = merging.done.get(value);
  if (known !== undefined) return known;
  // While it is open, an endless value stands for itself; the expansion check refuses it later.
  merging.done.set(value, value);
  const settled = isList(value) ? settleList(value, merging) : settleObject(value, merging);
  merging.done.set(value, settled);
  return settled;
}

function settleList(list: readonly Json[], merging: Merging): Json {
  const items = list.map((item) => settle(item, merging));
  return items.some((item, index) => item !== list[index]) ? items : list;
}

function settleObject(object: JsonObject, merging: Merging): Json {
  const entries = Object.entries(object).map(([key, value]) => [key, settle(value ?? null, merging)] as const);
  if (!Object.hasOwn(object, MERGE_KEY)) {
    return entries.some(([key, value]) => value !== object[key]) ? fromEntries(entries) : object;
  }
  return fromEntries(mergedEntries(entries, merging));
}

/** Entries in the order in which they are set: a later one wins. */
function mergedEntries(entries: readonly (readonly [string, Json])[], merging: Merging): (readonly [string, Json])[] {
  const merged = entries.flatMap(([key, value]) => (key === MERGE_KEY ? sourceEntries(value, merging) : []));
  if (merging.profile === 'yaml3') return [...merged, ...entries.filter(([key]) => key !== MERGE_KEY)];
  return entries.flatMap((entry) => (entry[0] === MERGE_KEY ? merged : [entry]));
}

/** Of a list of sources the first wins, so it is set last. */
function sourceEntries(source: Json, merging: Merging): (readonly [string, Json])[] {
  const sources = isList(source) ? source.toReversed() : [source];
  return sources.flatMap((one) => {
    if (!isObject(one)) throw invalid('yaml: map merge requires map or sequence of maps as the value', merging.profile);
    const entries = Object.entries(one).map(([key, value]) => [key, value ?? null] as const);
    merging.keys += entries.length + 1;
    if (merging.keys > merging.maxKeys) {
      throw limitFault('yaml.excessive-aliasing', 'yaml: document contains excessive aliasing');
    }
    return entries;
  });
}

function fromEntries(entries: Iterable<readonly [string, Json]>): JsonObject {
  const object: Record<string, Json> = {};
  for (const [key, value] of entries) setOwn(object, key, value);
  return object;
}
