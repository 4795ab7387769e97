import { isObject, type Json, type JsonObject } from '../../../../base/json-value.ts';
import { type Health, health } from '../../health.ts';
import { at, type Check, objectsIn, text } from '../vocabulary/index.ts';

/** Gloo writes its states as names or, in older versions, as numbers. */

type Judge = (status: JsonObject) => Health;

const STATES: ReadonlyMap<Json | undefined, Judge> = new Map<Json | undefined, Judge>([
  ...either('Pending', 0, () => health('Suspended', 'The resource has not yet been validated')),
  ...either('Accepted', 1, () => health('Healthy', 'The resource has been validated')),
  ...either('Rejected', 2, (status) => health('Degraded', text(status, 'reason'))),
  ...either('Warning', 3, (status) => health('Degraded', text(status, 'reason'))),
]);

function either(name: string, number: number, judge: Judge): readonly (readonly [Json, Judge])[] {
  return [
    [name, judge],
    [number, judge],
  ];
}

/** Newer versions have a status for each namespace that Gloo runs in; the first that says something counts. */
export const glooResource: Check = (object) => {
  const byNamespace = objectsIn(object, 'status.statuses').map(([, status]) => status);
  const status = at(object, 'status');
  for (const one of isObject(status) ? [...byNamespace, status] : byNamespace) {
    const verdict = STATES.get(at(one, 'state'))?.(one);
    if (verdict !== undefined) return verdict;
  }
  return health('Progressing', 'Update in progress');
};
