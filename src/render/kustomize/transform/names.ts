/** `namePrefix` and `nameSuffix`. */
import type { FieldSpec } from '../configuration/field-spec.ts';
import { type Path, SpecPaths, visitPath } from '../configuration/visit-fields.ts';
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
  const paths = new SpecPaths(change.specs);
  for (const resource of set.resources) {
    const original = resource.originalId;
    if (KEPT.some((selector) => isSelectedBy(original, selector))) continue;
    for (const path of paths.of(original)) changeName(resource, change, path);
  }
  set.changed();
}

function changeName(resource: Resource, { side, text }: NameChange, path: Path): void {
  if (path.spec.path === 'metadata/name' && text !== '') {
    if (side === 'prefix') resource.prefixes = [...resource.prefixes, text];
    else resource.suffixes = [...resource.suffixes, text];
    resource.rememberId();
  }
  if (!isSelectedBy(resource.gvk, path.spec)) return;
  visitPath(resource.object, path, {
    gvk: resource.gvk,
    name: () => idText(resource.id),
    visit: (place) => {
      const name = scalarText(place.value);
      setScalar(place, side === 'prefix' ? text + name : name + text);
    },
  });
}
