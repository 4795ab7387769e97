/** One source of values over another: value files over one another, and the documents of one file. */
import { isTable, type Table } from './table.ts';

/** A new table: maps are merged, everything else of `over` replaces what `base` has. */
export function mergeMaps(base: Table, over: Table): Table {
  const merged: Table = new Map(base);
  for (const [key, value] of over) {
    const below = merged.get(key);
    merged.set(key, isTable(value) && isTable(below) ? mergeMaps(below, value) : value);
  }
  return merged;
}
