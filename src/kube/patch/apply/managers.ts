/** The entries of `metadata.managedFields`, read and written: who owns which fields. */
import { isList, isObject, type Json, textAt } from '../../../base/json-value.ts';
import type { ManagedFieldsEntry } from '../../object/kube-object.ts';
import { type FieldSet, isEmptySet, union } from './field-set.ts';
import { formatFieldsV1, parseFieldsV1 } from './fields-v1.ts';

export interface Manager {
  readonly name: string;
  readonly operation: 'Apply' | 'Update';
  /** The version of the object its fields are written in. */
  readonly apiVersion: string;
  /** Empty for the main resource. */
  readonly subresource: string;
  /** RFC 3339, or empty where unknown. */
  readonly time: string;
  readonly fields: FieldSet;
}

/** More managers of updates than this become one, which holds the oldest. */
const MOST_UPDATERS = 10;
const OLDEST = 'ancient-changes';

/** Two entries are one manager where this is equal: appliers keep their entry when their version changes. */
export function managerKey(manager: Omit<Manager, 'fields' | 'time'>): string {
  const version = manager.operation === 'Apply' ? '' : manager.apiVersion;
  return JSON.stringify([manager.name, manager.operation, version, manager.subresource]);
}

/** Reads `metadata.managedFields`; entries that are no objects or of another format are dropped. */
export function parseManagers(entries: Json | undefined): readonly Manager[] {
  if (!isList(entries)) return [];
  return entries.flatMap((entry): Manager[] => {
    const operation = textAt(entry, 'operation');
    if (operation !== 'Apply' && operation !== 'Update') return [];
    return [
      {
        name: textAt(entry, 'manager') ?? '',
        operation,
        apiVersion: textAt(entry, 'apiVersion') ?? '',
        subresource: textAt(entry, 'subresource') ?? '',
        time: textAt(entry, 'time') ?? '',
        fields: parseFieldsV1(isObject(entry) ? entry['fieldsV1'] : undefined),
      },
    ];
  });
}

/** Writes `metadata.managedFields` in the server's order: appliers first, then by time and name. */
export function formatManagers(managers: readonly Manager[]): readonly ManagedFieldsEntry[] {
  return managers
    .filter(({ fields }) => !isEmptySet(fields))
    .toSorted(byServerOrder)
    .map(({ name, operation, apiVersion, subresource, time, fields }) => ({
      ...(name !== '' && { manager: name }),
      operation,
      apiVersion,
      ...(time !== '' && { time }),
      fieldsType: 'FieldsV1',
      fieldsV1: formatFieldsV1(fields),
      ...(subresource !== '' && { subresource }),
    }));
}

function byServerOrder(one: Manager, other: Manager): number {
  for (const key of ['operation', 'time', 'name', 'apiVersion', 'subresource'] as const) {
    if (one[key] !== other[key]) return one[key] < other[key] ? -1 : 1;
  }
  return 0;
}

/** Keeps the number of updating managers bounded: the oldest become one entry per version. */
export function capUpdaters(managers: readonly Manager[]): readonly Manager[] {
  const updaters = managers.filter(({ operation }) => operation === 'Update');
  if (updaters.length <= MOST_UPDATERS) return managers;
  const ordered = updaters.toSorted((one, other) => (one.time < other.time ? -1 : one.time > other.time ? 1 : 0));
  const kept: Manager[] = managers.filter(({ operation }) => operation !== 'Update');
  const oldest = new Map<string, Manager>();
  let count = updaters.length;
  for (const updater of ordered) {
    if (count < MOST_UPDATERS || (count === MOST_UPDATERS && !oldest.has(updater.apiVersion))) {
      kept.push(updater);
      continue;
    }
    const bucket = oldest.get(updater.apiVersion);
    if (bucket !== undefined) count--;
    oldest.set(updater.apiVersion, {
      ...updater,
      name: OLDEST,
      subresource: '',
      fields: bucket === undefined ? updater.fields : union(bucket.fields, updater.fields),
    });
  }
  return [...kept, ...oldest.values()];
}
