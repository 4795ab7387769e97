/** How ownership moves when an object changes. The rules of structured-merge-diff's updater. */
import { difference, type FieldSet, intersection, isEmptySet, setOfPaths, union } from './field-set.ts';
import { type Manager, managerKey } from './managers.ts';
import type { ChangeIn } from './other-versions.ts';
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
export function conflictsOf(managers: readonly Manager[], self: string, changeIn: ChangeIn): readonly Conflict[] {
  return managers.flatMap((manager) => {
    const change = changeIn(manager.apiVersion);
    if (managerKey(manager) === self || change === undefined) return [];
    const fields = intersection(manager.fields, union(change.modified, change.added));
    return isEmptySet(fields) ? [] : [{ manager, fields }];
  });
}

/** The managers after the change: others lose what was changed and what is gone; those of versions that are none go. */
export function othersAfter(
  managers: readonly Manager[],
  self: string | undefined,
  changeIn: ChangeIn,
): readonly Manager[] {
  return managers.flatMap((manager) => {
    if (self !== undefined && managerKey(manager) === self) return [manager];
    const change = changeIn(manager.apiVersion);
    if (change === undefined) return [];
    const touched = union(change.modified, change.added);
    const fields = difference(difference(manager.fields, intersection(manager.fields, touched)), change.removed);
    return [fields === manager.fields ? manager : { ...manager, fields }];
  });
}
