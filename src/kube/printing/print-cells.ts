/** The row of a built-in object in the Table form, one cell per column of its kind (wide ones too). */
import type { Json, JsonObject } from '../../base/json-value.ts';
import { columnsOfKind } from '../builtin/resources.ts';
import type { CellFunctions } from './cell-functions.ts';
import { AGE_CELLS, CLUSTER_CELLS } from './cluster-cells.ts';
import { EVENT_CELLS } from './event-cells.ts';
import { NETWORK_CELLS } from './network-cells.ts';
import { POD_CELLS } from './pod-cells.ts';
import { WORKLOAD_CELLS } from './workload-cells.ts';

const CELLS: Readonly<Record<string, CellFunctions>> = {
  ...WORKLOAD_CELLS,
  ...NETWORK_CELLS,
  ...CLUSTER_CELLS,
  ...EVENT_CELLS,
  'v1 Pod': POD_CELLS,
};

/** The server prints an age here for which it has no column. */
const UNTITLED_AGE: ReadonlySet<string> = new Set(['networking.k8s.io/v1 IPAddress']);

export interface Printed {
  readonly apiVersion: string;
  readonly kind: string;
  readonly object: JsonObject;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Cells in the order of `columnsOfKind`. A column that nothing is known about is empty. */
export function printCells({ apiVersion, kind, object, now }: Printed): readonly Json[] {
  const key = `${apiVersion} ${kind}`;
  const own = Object.hasOwn(CELLS, key) ? CELLS[key] : undefined;
  const cells = columnsOfKind(apiVersion, kind).map(({ name, type }) => {
    const cell = own?.[name] ?? AGE_CELLS[name];
    return cell === undefined ? (type === 'integer' ? 0 : '') : cell(object, now);
  });
  const age = AGE_CELLS['Age'];
  return UNTITLED_AGE.has(key) && age ? [...cells, age(object, now)] : cells;
}
