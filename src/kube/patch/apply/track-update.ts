/** Managed fields of a create, update or patch (all but apply): the writer comes to own what it changed. */
import { isList, isObject, type Json, type JsonObject, member } from '../../../base/json-value.ts';
import type { MergeSchema } from '../../merge-schema/merge-schema.ts';
import type { ManagedFieldsEntry } from '../../object/kube-object.ts';
import { isDuplicate, misfitsOf } from './check-configuration.ts';
import { compareValues } from './compare-values.ts';
import { difference, differenceBelow, EMPTY_SET, type FieldSet, isEmptySet, union } from './field-set.ts';
import { capUpdaters, formatManagers, type Manager, managerKey, parseManagers } from './managers.ts';
import { changeInVersions, type OtherVersions, UnfitVersion } from './other-versions.ts';
import { othersAfter, SERVER_FIELDS } from './ownership.ts';

export interface Writer {
  /** The field manager: what the request names, else the user agent up to the first slash. */
  readonly name: string;
  /** The version the request was made in. */
  readonly apiVersion: string;
  /** Empty for the main resource. */
  readonly subresource: string;
}

export interface TrackedUpdate {
  /** The object before; for a create what an empty object of the kind looks like (`emptyObject`). */
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** It is a create: objects without managed fields are only tracked from their creation on. */
  readonly creates: boolean;
  readonly schema: MergeSchema;
  readonly writer: Writer;
  /** RFC 3339. */
  readonly now: string;
  /** Fields that this endpoint resets, e.g. `status` of the main resource; nobody comes to own them here. */
  readonly ignored?: FieldSet;
  /** Other versions of the kind, for managers that wrote in them. */
  readonly versions?: OtherVersions;
}

/**
 * The managed fields for the object to be stored. A request may replace them itself: by a list of its own, or by `[]` or
 * `[{}]`, which ends tracking of the object.
 */
export function trackUpdate(update: TrackedUpdate): readonly ManagedFieldsEntry[] {
  try {
    return tracked(update);
  } catch (error) {
    // Rather nothing than garbage, says a server.
    if (error instanceof UnfitVersion) return [];
    throw error;
  }
}

function tracked(update: TrackedUpdate): readonly ManagedFieldsEntry[] {
  const managers = startingManagers(update);
  if (managers.length === 0 && !update.creates) return [];
  const objects = { before: withoutManagers(update.before), after: withoutManagers(update.after) };
  if (
    [objects.before, objects.after].some((object) => misfitsOf(object, update.schema).some((one) => !isDuplicate(one)))
  ) {
    return [];
  }
  const change = compareValues(objects.before, objects.after, update.schema);
  const changeIn = changeInVersions({ apiVersion: update.writer.apiVersion, change }, objects, update.versions);
  const taken = ownable(union(change.modified, change.added), update.ignored);
  const others = othersAfter(managers, undefined, changeIn);
  return formatManagers(capUpdaters(withWriter(others, update, taken).map(stripped)));
}

function withWriter(managers: readonly Manager[], update: TrackedUpdate, taken: FieldSet): readonly Manager[] {
  if (isEmptySet(taken)) return managers;
  const self = { ...update.writer, operation: 'Update' as const };
  const key = managerKey(self);
  const previous = managers.find((manager) => managerKey(manager) === key);
  const entry: Manager = { ...self, time: update.now, fields: union(previous?.fields ?? EMPTY_SET, taken) };
  return [...managers.filter((manager) => manager !== previous), entry];
}

function ownable(fields: FieldSet, ignored: FieldSet | undefined): FieldSet {
  const own = difference(fields, SERVER_FIELDS);
  return ignored === undefined ? own : differenceBelow(own, ignored);
}

function stripped(manager: Manager): Manager {
  return { ...manager, fields: difference(manager.fields, SERVER_FIELDS) };
}

/** The request's own list where it has one and is about the main resource, else the stored one. */
function startingManagers({ before, after, writer }: TrackedUpdate): readonly Manager[] {
  const live = parseManagers(managedFieldsOf(before));
  if (writer.subresource !== '') return live;
  const wanted = managedFieldsOf(after);
  if (isReset(wanted)) return [];
  const own = parseManagers(wanted);
  return own.length === 0 ? live : own;
}

function isReset(entries: Json | undefined): boolean {
  if (!isList(entries)) return false;
  const [only] = entries;
  return entries.length === 0 || (entries.length === 1 && isObject(only) && Object.keys(only).length === 0);
}

export function managedFieldsOf(object: JsonObject): Json | undefined {
  return member(object['metadata'], 'managedFields');
}

/** The object without its managed fields, so that they do not take part in comparisons. */
export function withoutManagers(object: JsonObject): JsonObject {
  const metadata = object['metadata'];
  if (!isObject(metadata) || metadata['managedFields'] === undefined) return object;
  const { managedFields: _, ...rest } = metadata;
  return { ...object, metadata: rest };
}
