import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import { type Health, health } from '../../health.ts';
import { type Check, conditionsIn, count, has, inGroup } from '../vocabulary/index.ts';

/** The conditions in their order: one from before the newest spec, or one that tells a failure. */
function byConditions(object: KubeObject): Health | undefined {
  const generation = count(object, 'metadata.generation');
  for (const { type, status, message, entry } of conditionsIn(object)) {
    const seen = count(entry, 'observedGeneration') ?? generation;
    if (generation !== undefined && seen !== generation) {
      return health('Progressing', 'Waiting for spec update to be observed');
    }
    const failed = (type === 'Succeeded' && status === 'False') || (type === 'Failed' && status === 'True');
    if (failed) return health('Degraded', message);
  }
  return undefined;
}

const SERVICE: Check = (object) => {
  if (has(object, 'metadata.deletionTimestamp')) return health('Progressing', 'Resource is being deleted');
  if (!has(object, 'status.conditions')) return health('Progressing', 'Waiting for status');
  return byConditions(object) ?? health('Healthy', 'Ready to use');
};

/** SAP BTP service operator. */
export const SERVICES_CLOUD_SAP_COM = inGroup('services.cloud.sap.com', {
  ServiceBinding: SERVICE,
  ServiceInstance: SERVICE,
});
