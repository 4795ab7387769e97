/**
 * A chart's defaults under the values that were given, for the chart and all charts in it: given values win, maps are
 * merged, a null removes the key. `keep` keeps the nulls (for an early pass that another one follows). Helm 4 also
 * removes nulls that are defaults, and keeps those for which there is no default; Helm 3 the other way round.
 */

import { sprintf } from '../../../lang/go-value/index.ts';
import { helmFault } from '../helm-fault.ts';
import { GoValues } from '../template/go-values.ts';
import { copyTable, copyValue, type HelmValue, isTable, type Table } from './table.ts';

/** What coalescing needs to know of a chart. */
export interface ChartValues {
  readonly name: string;
  readonly values: Table;
  readonly dependencies: readonly ChartValues[];
}

export interface Coalescing {
  readonly helm: 3 | 4;
  readonly nulls: 'remove' | 'keep';
  readonly warn: (text: string) => void;
}

const GLOBAL = 'global';

/** A new table. Throws `helm.invalid-values` where the place of a subchart's values holds no map. */
export function coalesceValues(chart: ChartValues, given: Table, options: Coalescing): Table {
  return coalesceChart(chart, copyTable(given), { ...options, prefix: '' });
}

/** Merges `under` into `over`, which wins and is changed. Nulls are removed or kept as told. */
export function coalesceTables(over: Table, under: Table, options: Coalescing): Table {
  return coalesceInto(over, under, { ...options, prefix: '' });
}

interface Place extends Coalescing {
  /** Names of the charts and keys on the way, for warnings. */
  readonly prefix: string;
}

function coalesceChart(chart: ChartValues, given: Table, place: Place): Table {
  addDefaults(chart, given, place);
  for (const subchart of chart.dependencies) {
    const found = given.get(subchart.name);
    if (found !== undefined && !isTable(found)) throw typeMismatch(subchart.name, found);
    const values: Table = found ?? new Map();
    const inside = { ...place, prefix: joined(place.prefix, chart.name) };
    passGlobals(values, given, inside);
    given.set(subchart.name, coalesceChart(subchart, values, inside));
  }
  return given;
}

/** Helm prints the value with a directive for booleans. */
function typeMismatch(name: string, value: HelmValue): Error {
  const shown = sprintf('%t', [new GoValues().value(value)]);
  return helmFault('helm.invalid-values', `type mismatch on ${name}: ${shown}`);
}

function addDefaults(chart: ChartValues, given: Table, place: Place): void {
  const prefix = joined(place.prefix, chart.name);
  for (const [key, shared] of chart.values) {
    const standard = copyValue(shared);
    const value = given.get(key);
    if (value === undefined) addDefault(given, key, standard, place);
    else if (value === null) {
      if (place.nulls === 'remove') given.delete(key);
    } else if (isTable(value)) {
      if (isTable(standard)) mergeDefault(chart, { key, value, standard }, { ...place, prefix });
      else if (standard !== null) place.warn(`warning: skipped value for ${prefix}.${key}: Not a table.`);
    }
  }
}

function addDefault(given: Table, key: string, standard: HelmValue, { helm, nulls }: Place): void {
  if (helm === 4 && nulls === 'remove') {
    if (standard === null) return;
    if (isTable(standard)) dropNulls(standard);
  }
  given.set(key, standard);
}

function mergeDefault(
  chart: ChartValues,
  { key, value, standard }: { key: string; value: Table; standard: Table },
  place: Place,
): void {
  // The subchart's own turn comes later; until then its nulls must stay.
  const nulls = chart.dependencies.some(({ name }) => name === key) ? 'keep' : place.nulls;
  if (place.helm === 4 && nulls === 'remove') dropNulls(standard);
  coalesceInto(value, standard, { ...place, nulls, prefix: joined(place.prefix, key) });
}

/** What stands under `global` above is seen by every chart below, and wins over what those say themselves. */
function passGlobals(into: Table, from: Table, place: Place): void {
  const own = into.get(GLOBAL) ?? (into.has(GLOBAL) ? null : new Map());
  if (!isTable(own)) {
    place.warn(`warning: skipping globals because destination ${GLOBAL} is not a table.`);
    return;
  }
  const above = from.get(GLOBAL) ?? (from.has(GLOBAL) ? null : new Map());
  if (!isTable(above)) {
    place.warn(`warning: skipping globals because source ${GLOBAL} is not a table.`);
    return;
  }
  for (const [key, value] of above) passGlobal(own, { key, value }, place);
  into.set(GLOBAL, own);
}

function passGlobal(own: Table, { key, value }: { key: string; value: HelmValue }, place: Place): void {
  const below = own.get(key);
  if (!isTable(value)) {
    if (isTable(below)) place.warn(`key ${key} is table. Skipping`);
    else own.set(key, value);
    return;
  }
  // Only the top level is copied: what the subchart adds further down is seen above as well, in Helm too.
  const copy: Table = new Map(value);
  if (below === undefined) own.set(key, copy);
  else if (!isTable(below)) place.warn(`Conflict: cannot merge map onto non-map for "${key}". Skipping.`);
  else own.set(key, coalesceInto(copy, below, { ...place, nulls: 'keep', prefix: joined(place.prefix, key) }));
}

function coalesceInto(over: Table, under: Table, place: Place): Table {
  const nullsOfOver = place.helm === 4 ? nullsInBoth(over, under) : undefined;
  for (const [key, value] of under) {
    const winner = over.get(key);
    if (winner === null && place.nulls === 'remove' && nullsOfOver?.has(key) !== true) over.delete(key);
    else if (winner === undefined) over.set(key, value);
    else settle({ key, winner, value }, place);
  }
  return over;
}

/** Helm 4 writes the nulls into both tables, and keeps those that say nothing about a value below. */
function nullsInBoth(over: Table, under: Table): ReadonlySet<string> {
  const nulls = [...over].flatMap(([key, value]) => (value === null ? [key] : []));
  const kept = new Set(nulls.filter((key) => (under.get(key) ?? null) === null));
  for (const key of nulls) under.set(key, null);
  return kept;
}

function settle(found: { key: string; winner: HelmValue; value: HelmValue }, place: Place): void {
  const { key, winner, value } = found;
  const prefix = joined(place.prefix, key);
  if (isTable(value)) {
    if (isTable(winner)) coalesceInto(winner, value, { ...place, prefix });
    else place.warn(`warning: cannot overwrite table with non table for ${prefix}`);
  } else if (isTable(winner) && value !== null) {
    place.warn(`warning: destination for ${prefix} is a table. Ignoring non-table value`);
  }
}

function dropNulls(table: Table): void {
  for (const [key, value] of table) {
    if (value === null) table.delete(key);
    else if (isTable(value)) dropNulls(value);
  }
}

function joined(prefix: string, name: string): string {
  return prefix === '' ? name : `${prefix}.${name}`;
}
