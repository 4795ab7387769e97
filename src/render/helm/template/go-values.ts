/** Values of a chart as the templates get them. What was one map in two places stays one: templates change maps. */
import { ANY_MAP, GoInt, GoMap, type GoValue, INT64 } from '../../../lang/go-value/index.ts';
import { type HelmValue, isTable, type Table } from '../values/table.ts';

/** Converts the values of one render. */
export class GoValues {
  readonly #maps = new Map<Table, GoMap>();

  map(table: Table): GoMap {
    const known = this.#maps.get(table);
    if (known !== undefined) return known;
    const entries = new Map<string, GoValue>();
    for (const [key, value] of table) entries.set(key, this.value(value));
    const map = new GoMap(ANY_MAP, entries);
    this.#maps.set(table, map);
    return map;
  }

  value(value: HelmValue): GoValue {
    if (Array.isArray(value)) return value.map((item) => this.value(item));
    if (isTable(value)) return this.map(value);
    return typeof value === 'bigint' ? new GoInt(INT64, value) : value;
  }
}
