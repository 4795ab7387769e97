/** How ownership moves when an object changes. The rules of structured-merge-diff's updater, for one version of a schema. */
import type { Comparison } from './compare-values.ts';
import { difference, type FieldSet, intersection, isEmptySet, setOfPaths, union } from './field-set.ts';
import { type Manager, managerKey } from './managers.ts';
import { memberStep } from './path-element.ts';

/** Fields nobody owns: they are the server's. */
export const SERVER_FIELDS: FieldSet = setOfPaths([
  ...['apiVersion', 'kind', 'metadata'].map((name) => [memberStep(name)]),
  ...[
    'name',
    'namespace',
    'creationTimestamp',
    'selfLink',
    'uid',
    'clusterName',
    'generation',
    'managedFields',
    'resourceVersion',
  ].map((name) => [memberStep('metadata'), memberStep(name)]),
]);

export interface Conflict {
  readonly manager: Manager;
  readonly fields: FieldSet;
}

/** Fields of other managers that this change gives another value. */
export function conflictsOf(managers: readonly Manager[], self: string, change: Comparison): readonly Conflict[] {
  const touched = union(change.modified, change.added);
  return managers.flatMap((manager) => {
    if (managerKey(manager) === self) return [];
    const fields = intersection(manager.fields, touched);
    return isEmptySet(fields) ? [] : [{ manager, fields }];
  });
}

/** The managers after the change: others lose what was changed and what is gone. */
export function othersAfter(
  managers: readonly Manager[],
  self: string | undefined,
  change: Comparison,
): readonly Manager[] {
  const touched = union(change.modified, change.added);
  return managers.map((manager) => {
    if (self !== undefined && managerKey(manager) === self) return manager;
    const fields = difference(difference(manager.fields, intersection(manager.fields, touched)), change.removed);
    return fields === manager.fields ? manager : { ...manager, fields };
  });
}
