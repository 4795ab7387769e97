/** Claims, composites, managed resources and packages of Crossplane, in the groups of Crossplane and of Upbound. */
import { isObject } from '../../../../base/json-value.ts';
import { type Health, health } from '../../health.ts';
import { at, type Check, conditionsIn, has } from '../vocabulary/index.ts';

const PROVISIONING = health('Progressing', 'Provisioning ...');
const UP_TO_DATE = health('Healthy', 'Resource is up-to-date.');
/** Kinds that tell by how many resources they are used. */
const USED = ['ProviderConfig', 'ClusterProviderConfig'];
const IN_USE = health('Healthy', 'Resource is in use.');

/** What differs between the groups. */
export interface CrossplaneFamily {
  /** Kinds whose controllers leave the status empty. */
  readonly withoutStatus: readonly string[];
  /** Conditions that show by being True that all is well. */
  readonly ready: readonly string[];
}

/** See https://docs.crossplane.io/latest/guides/crossplane-with-argo-cd/. */
export function crossplane({ withoutStatus, ready }: CrossplaneFamily): Check {
  return (object) => {
    const status = at(object, 'status');
    const empty = isObject(status) && Object.keys(status).length === 0;
    if (status === undefined || (empty && withoutStatus.includes(object.kind))) return UP_TO_DATE;
    if (!has(status, 'conditions')) {
      return USED.includes(object.kind) && has(status, 'users') ? IN_USE : PROVISIONING;
    }
    let verdict: Health = PROVISIONING;
    for (const { type = '', status: holds, message } of conditionsIn(object)) {
      if (holds === 'False' && (type === 'LastAsyncOperation' || type === 'Synced')) return health('Degraded', message);
      if (holds === 'True' && ready.includes(type)) verdict = UP_TO_DATE;
    }
    return verdict;
  };
}
