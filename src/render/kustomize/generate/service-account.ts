/** `IAMPolicyGenerator`: a service account of Google's. */
import { isObject, type Json, type JsonObject } from '../../../base/json-value.ts';
import { kustomizeFault } from '../fault.ts';
import { Resource } from '../object/resource.ts';

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** Throws for any cloud but `gke`. */
export function serviceAccount(config: JsonObject): Resource {
  if (config['cloud'] !== 'gke') throw kustomizeFault(`cloud provider ${text(config['cloud'])} not supported yet`);
  const part = (key: string, name: string): string => text(isObject(config[key]) ? config[key][name] : undefined);
  const namespace = part('kubernetesService', 'namespace');
  const account = `${part('serviceAccount', 'name')}@${part('serviceAccount', 'projectId')}.iam.gserviceaccount.com`;
  return new Resource({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      annotations: { 'iam.gke.io/gcp-service-account': account },
      name: part('kubernetesService', 'name'),
      ...(namespace === '' ? {} : { namespace }),
    },
  });
}
