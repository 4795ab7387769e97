import type { JsonObject } from '../../../../base/json-value.ts';
import { health } from '../../health.ts';
import { objectsAt } from '../../status-fields.ts';
import { at, type Check, has, inGroup, text } from '../vocabulary/index.ts';

const INSUFFICIENT = health('Progressing', 'Current resource status is insufficient');
const UNHEALTHY = health('Degraded', 'Current resource status is unhealthy');

function isBad(entry: JsonObject): boolean {
  const state = text(entry, 'health');
  return state === 'Unhealthy' || (state === 'Unknown' && at(entry, 'applied') !== true);
}

/**
 * Every cluster that a binding names has to report. A binding that follows another one names none; then all that
 * report count.
 */
function binding({ mayFollow }: { readonly mayFollow: boolean }): Check {
  return (object) => {
    const reports = objectsAt(object, 'status', 'aggregatedStatus');
    const follows = mayFollow && !has(object, 'spec.clusters');
    const clusters = follows ? reports : objectsAt(object, 'spec', 'clusters');
    if (clusters.length === 0 || clusters.length !== reports.length) return INSUFFICIENT;
    return reports.some(isBad) ? UNHEALTHY : health('Healthy');
  };
}

/** Karmada. */
export const WORK_KARMADA_IO = inGroup('work.karmada.io', {
  ClusterResourceBinding: binding({ mayFollow: false }),
  ResourceBinding: binding({ mayFollow: true }),
});
