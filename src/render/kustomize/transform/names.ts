/** `namePrefix` and `nameSuffix`. */
import { type FieldSpec, visitFields } from '../configuration/field-spec.ts';
import { isSelectedBy } from '../object/kind.ts';
import { scalarText } from '../object/node.ts';
import type { Resource } from '../object/resource.ts';
import { idText } from '../object/resource-id.ts';
import type { ResourceSet } from '../object/resource-set.ts';
import { setScalar } from '../object/set-scalar.ts';

/** Kinds whose names say something of their own. */
const KEPT = [
  { kind: 'CustomResourceDefinition' },
  { group: 'apiregistration.k8s.io', kind: 'APIService' },
  { kind: 'Namespace' },
];

export interface NameChange {
  readonly side: 'prefix' | 'suffix';
  readonly text: string;
  readonly specs: readonly FieldSpec[];
}

export function changeNames(set: ResourceSet, change: NameChange): void {
  for (const resource of set.resources) {
    const original = resource.originalId;
    if (KEPT.some((selector) => isSelectedBy(original, selector))) continue;
    for (const spec of change.specs) if (isSelectedBy(original, spec)) changeName(resource, change, spec);
  }
  set.changed();
}

function changeName(resource: Resource, { side, text }: NameChange, spec: FieldSpec): void {
  if (spec.path === 'metadata/name' && text !== '') {
    if (side === 'prefix') resource.prefixes = [...resource.prefixes, text];
    else resource.suffixes = [...resource.suffixes, text];
    resource.rememberId();
  }
  visitFields(resource.object, [spec], {
    gvk: resource.gvk,
    name: idText(resource.id),
    visit: (place) => {
      const name = scalarText(place.value);
      setScalar(place, side === 'prefix' ? text + name : name + text);
    },
  });
}
