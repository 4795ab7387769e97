/** Dotted paths into values (`a.b.c`), as conditions and import-values write them. A key with a dot cannot be named. */
import { type HelmValue, isTable, type Table } from './table.ts';

/** The table at a path, or the key at which the way ended. */
export function tableAt(
  values: Table,
  path: string,
): { readonly kind: 'table'; readonly table: Table } | { readonly kind: 'none'; readonly key: string } {
  let here = values;
  for (const key of path.split('.')) {
    const next = here.get(key);
    if (!isTable(next)) return { kind: 'none', key };
    here = next;
  }
  return { kind: 'table', table: here };
}

/** The value at a path where there is one that is no table; undefined otherwise. */
export function valueAt(values: Table, path: string): HelmValue | undefined {
  const last = path.lastIndexOf('.');
  const found = last < 0 ? undefined : tableAt(values, path.slice(0, last));
  if (found?.kind === 'none') return undefined;
  const value = (found?.table ?? values).get(path.slice(last + 1));
  return isTable(value) ? undefined : value;
}
