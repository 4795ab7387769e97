/** `namespace`: where objects go, and what names their place. */
import { type FieldSpec, type Place, visitFields } from '../configuration/field-spec.ts';
import { kustomizeFault } from '../fault.ts';
import { isClusterScoped } from '../object/kind.ts';
import { at, isMap, isSequence, mapAt, put } from '../object/node.ts';
import type { Resource } from '../object/resource.ts';
import { idText } from '../object/resource-id.ts';
import type { ResourceSet } from '../object/resource-set.ts';
import { wrongShape } from '../object/wrong-shape.ts';

export interface NamespaceChange {
  readonly namespace: string;
  readonly specs: readonly FieldSpec[];
  /** Leave what has a namespace. */
  readonly unsetOnly?: boolean;
  /** Subjects of role bindings that follow. */
  readonly subjects?: (typeof SUBJECTS)[number];
}

const SUBJECTS = ['defaultOnly', 'none', 'allServiceAccounts'] as const;

/** Which subjects a text names; the empty text is `defaultOnly`. Throws for others. */
export function subjectsNamed(text: string): (typeof SUBJECTS)[number] {
  const found = SUBJECTS.find((each) => each === (text || 'defaultOnly'));
  if (found !== undefined) return found;
  throw kustomizeFault(
    `invalid value ${JSON.stringify(text)} for setRoleBindingSubjects: must be one of "defaultOnly", "none" or "allServiceAccounts"`,
  );
}

/** Throws where two objects of one name come together. */
export function changeNamespace(set: ResourceSet, change: NamespaceChange): void {
  if (change.namespace === '') return;
  for (const resource of set.resources) {
    if (resource.fromHelm) continue;
    resource.rememberId();
    changeOne(resource, change);
  }
  set.changed();
  for (const resource of set.resources) {
    const same = set.withCurrentId(resource.id);
    if (same.length === 1) continue;
    const texts = same.map((each) => JSON.stringify(each.object)).join(' ');
    throw kustomizeFault(`namespace transformation produces ID conflict: [${texts}]`);
  }
}

/** Puts one object into a namespace. */
export function changeOne(resource: Resource, change: NamespaceChange): void {
  const { object, gvk } = resource;
  const set = (place: Place): void => {
    if (typeof place.value === 'object' && place.value !== null) throw wrongShape('ScalarNode', place.value);
    const isSet = place.value !== null && place.value !== '';
    if (!change.unsetOnly || !isSet) place.set(change.namespace);
  };
  if (!isClusterScoped(gvk)) {
    const metadata = mapAt(object, 'metadata');
    set({ value: at(metadata, 'namespace') ?? null, set: (value) => put(metadata, 'namespace', value) });
  }
  const isBinding = gvk.kind === 'RoleBinding' || gvk.kind === 'ClusterRoleBinding';
  if (isBinding) changeSubjects(resource, change, set);
  const specs = change.specs.filter(
    ({ path, kind }) =>
      path !== 'metadata/namespace' &&
      (path !== 'metadata/name' || resource.apiVersion === 'v1') &&
      !(isBinding && path === 'subjects/namespace' && (kind === 'RoleBinding' || kind === 'ClusterRoleBinding')),
  );
  visitFields(object, specs, { gvk, name: idText(resource.id), make: () => '', visit: set });
}

function changeSubjects(
  resource: Resource,
  { subjects = 'defaultOnly' }: NamespaceChange,
  set: (place: Place) => void,
): void {
  const list = at(resource.object, 'subjects');
  if (!isSequence(list) || subjects === 'none') return;
  for (const subject of list) {
    if (!isMap(subject)) continue;
    const follows =
      subjects === 'defaultOnly' ? at(subject, 'name') === 'default' : at(subject, 'kind') === 'ServiceAccount';
    if (follows) set({ value: at(subject, 'namespace') ?? null, set: (value) => put(subject, 'namespace', value) });
  }
}
