/** Claims grow where their class lets them. */
import { memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { compareQuantities, parseQuantity } from '../../kube/quantity/quantity.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import { forbidden } from '../status/faults.ts';
import type { Cluster } from './cluster.ts';

/** Throws 403 for a claim that asks for more than it did and may not. */
export function refuseGrowth(
  { store }: Cluster,
  definition: ResourceDefinition,
  next: KubeObject,
  old: KubeObject,
): void {
  if (definition.shelf !== '/persistentvolumeclaims') return;
  const [wanted, had] = [next, old].map((one) =>
    parseQuantity(memberAt(one, 'spec', 'resources', 'requests', 'storage')),
  );
  if (wanted === undefined || (had !== undefined && compareQuantities(wanted, had) <= 0)) return;
  const refuse = (why: string) => forbidden(definition, next.metadata.name ?? '', why);
  if (memberAt(old, 'status', 'phase') !== 'Bound') throw refuse('Only bound persistent volume claims can be expanded');
  const [name, before] = [next, old].map((one) => textAt(one, 'spec', 'storageClassName') ?? '');
  const found =
    name === undefined || name === '' || name !== before
      ? undefined
      : store.get('storage.k8s.io/storageclasses', '', name);
  if (found?.object['allowVolumeExpansion'] === true) return;
  throw refuse(
    'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
  );
}
