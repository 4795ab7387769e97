/** `import-values`: parts of a subchart's values that its parent takes over as defaults of its own. */
import { isObject, type Json } from '../../../base/json-value.ts';
import { type Coalescing, coalesceTables, coalesceValues } from '../values/coalesce.ts';
import { tableAt } from '../values/find-path.ts';
import { copyTable, type Table } from '../values/table.ts';
import type { WorkingChart } from './working-chart.ts';

/** From the leaves up: what a subchart imported itself can be imported further. Throws `helm.invalid-values`. */
export function importValues(chart: WorkingChart, options: Coalescing): void {
  for (const subchart of chart.dependencies) importValues(subchart, options);
  if (chart.wanted === undefined) return;
  const keeping: Coalescing = { ...options, nulls: 'keep' };
  const values = coalesceValues(chart, new Map(), keeping);
  let imported: Table = new Map();
  for (const dependency of chart.wanted) {
    for (const entry of dependency.importValues) {
      const found = importedTable(values, { chart: dependency.name, entry }, options);
      if (found !== undefined) imported = coalesceTables(imported, found, keeping);
    }
  }
  chart.values = coalesceTables(copyTable(values), imported, keeping);
}

function importedTable(
  values: Table,
  { chart, entry }: { chart: string; entry: Json },
  { warn }: Coalescing,
): Table | undefined {
  const { child, parent } = pathsOf(entry);
  const found = tableAt(values, `${chart}.${child}`);
  if (found.kind === 'table') return parent === '.' ? found.table : nested(parent.split('.'), found.table);
  const where = isObject(entry) ? ` from chart ${chart}` : '';
  warn(`Warning: ImportValues missing table${where}: "${found.key}" is not a table`);
  return undefined;
}

function pathsOf(entry: Json): { child: string; parent: string } {
  if (!isObject(entry)) return { child: `exports.${String(entry)}`, parent: '.' };
  const text = (key: string): string =>
    entry[key] === undefined || entry[key] === null ? '<nil>' : String(entry[key]);
  return { child: text('child'), parent: text('parent') };
}

function nested(path: readonly string[], table: Table): Table {
  return path.reduceRight<Table>((inner, key) => new Map([[key, inner]]), table);
}
