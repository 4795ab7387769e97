/** `replicas`: how many of a workload, by its name. */
import type { FieldSpec } from '../configuration/field-spec.ts';
import { pathOf, visitPath } from '../configuration/visit-fields.ts';
import { kustomizeFault } from '../fault.ts';
import { gvkText, isSelectedBy } from '../object/kind.ts';
import { idText } from '../object/resource-id.ts';
import { idsOf, type ResourceSet } from '../object/resource-set.ts';
import { setScalar } from '../object/set-scalar.ts';

export interface ReplicaChange {
  readonly name: string;
  readonly count: number;
}

export function changeReplicas(set: ResourceSet, change: ReplicaChange, specs: readonly FieldSpec[]): void {
  let found = false;
  for (const spec of specs) {
    for (const resource of set.everNamed(change.name)) {
      const isMeant = idsOf(resource).some((id) => id.name === change.name && isSelectedBy(id, spec));
      if (!isMeant) continue;
      found = true;
      if (!isSelectedBy(resource.gvk, spec)) continue;
      visitPath(resource.object, pathOf(spec), {
        gvk: resource.gvk,
        name: () => idText(resource.id),
        make: () => null,
        visit: (place) => setScalar(place, String(change.count)),
      });
    }
  }
  if (found) return;
  const kinds = specs.map(gvkText).join(' ');
  throw kustomizeFault(`resource with name ${change.name} does not match a config with the following GVK [${kinds}]`);
}
