/** `namespace`: where objects go, and what names their place. */
import type { FieldSpec } from '../configuration/field-spec.ts';
import { type Place, SpecPaths, visitPath } from '../configuration/visit-fields.ts';
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
  const paths = new SpecPaths(change.specs);
  for (const resource of set.resources) {
    if (resource.fromHelm) continue;
    resource.rememberId();
    changeOne(resource, change, paths);
  }
  set.changed();
  for (const resource of set.resources) {
    const same = set.withCurrentId(resource.id);
    if (same.length === 1) continue;
    // Kustomize prints the objects whole: what is in them may be secret.
    const ids = same.map((each) => `${idText(each.originalId)} as ${idText(each.id)}`).join(', ');
    throw kustomizeFault(`namespace transformation produces ID conflict: [${ids}]`);
  }
}

/** Puts one object into a namespace. */
export function changeOne(resource: Resource, change: NamespaceChange, paths = new SpecPaths(change.specs)): void {
  const { object, gvk } = resource;
  const set = (place: Place): void => {
    if (isMap(place.value) || isSequence(place.value)) throw wrongShape('ScalarNode', place.value);
    const isSet = place.value !== null && place.value !== '';
    if (!change.unsetOnly || !isSet) place.set(change.namespace);
  };
  if (!isClusterScoped(gvk)) {
    const metadata = mapAt(object, 'metadata');
    set({ value: at(metadata, 'namespace') ?? null, set: (value) => put(metadata, 'namespace', value) });
  }
  if (isBindingKind(gvk.kind)) changeSubjects(resource, change, set);
  for (const path of paths.of(gvk)) {
    if (isOtherwiseSet(resource, path.spec)) continue;
    visitPath(object, path, { gvk, name: () => idText(resource.id), make: () => '', visit: set });
  }
}

function isBindingKind(kind: string | undefined): boolean {
  return kind === 'RoleBinding' || kind === 'ClusterRoleBinding';
}

/** Specs whose fields have rules of their own. */
function isOtherwiseSet(resource: Resource, { path, kind }: FieldSpec): boolean {
  if (path === 'metadata/namespace') return true;
  if (path === 'metadata/name') return resource.apiVersion !== 'v1';
  return path === 'subjects/namespace' && isBindingKind(resource.kind) && isBindingKind(kind);
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
