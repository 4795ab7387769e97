/** Server-side apply: a configuration becomes part of an object, its manager owns what it names, and lets go of the rest. */
import { isObject, type JsonObject, textAt } from '../../../base/json-value.ts';
import { emptyObject } from '../../builtin/decode.ts';
import { hasConversion } from '../../conversion/convert-version.ts';
import type { MergeSchema } from '../../merge-schema/merge-schema.ts';
import { kubeFault } from '../../object/kube-fault.ts';
import { splitApiVersion } from '../../object/kube-object.ts';
import { isDuplicate, misfitsOf, misfitText } from './check-configuration.ts';
import { type Comparison, compareValues, isUnchanged } from './compare-values.ts';
import { conflictFault } from './conflict-fault.ts';
import {
  difference,
  differenceBelow,
  EMPTY_SET,
  equalSets,
  type FieldSet,
  intersection,
  isEmptySet,
  isSubset,
  union,
  withDeclaredMembers,
} from './field-set.ts';
import { fieldsOfValue } from './fields-of-value.ts';
import { fieldsAsLastApplied, isKubectl, withLastApplied } from './last-applied.ts';
import { capUpdaters, formatManagers, type Manager, managerKey, parseManagers } from './managers.ts';
import { mergeValues } from './merge-values.ts';
import { changeInVersions, type OtherVersions } from './other-versions.ts';
import { type Conflict, conflictsOf, othersAfter, SERVER_FIELDS } from './ownership.ts';
import { removeFields } from './remove-fields.ts';
import { managedFieldsOf, trackUpdate, type Writer, withoutManagers } from './track-update.ts';

export interface ApplyRequest {
  /** The stored object, or what an empty object of the kind looks like (`emptyObject`) where there is none. */
  readonly live: JsonObject;
  /** There is no stored object. */
  readonly creates: boolean;
  readonly config: JsonObject;
  readonly schema: MergeSchema;
  readonly writer: Writer;
  /** RFC 3339. */
  readonly now: string;
  /** Take fields of other managers instead of refusing. */
  readonly force: boolean;
  /** Fields that this endpoint resets, e.g. `status` of the main resource. */
  readonly ignored?: FieldSet;
  /** The version that conflicts are told in; default each manager's own. */
  readonly shownVersion?: string;
  /** Other versions of the kind, for managers that wrote in them. */
  readonly versions?: OtherVersions;
}

export interface ApplyResult {
  /**
   * The object with its new managed fields; `live` itself where nothing changed. Not defaulted and not validated yet, and
   * members that were emptied are null: reading it by its type drops them.
   */
  readonly object: JsonObject;
  readonly changed: boolean;
}

/**
 * Throws `kube.bad-request` where the configuration has managed fields, `kube.server-error` where it does not fit its type
 * (the API server answers 500), and `kube.conflict` with a cause per field.
 */
export function applyConfiguration(request: ApplyRequest): ApplyResult {
  const { schema, writer, now } = request;
  checkConfiguration(request);
  const live = withoutManagers(request.live);
  if (!request.creates) {
    checkTyped(live, request, managedFieldsOf(request.live) === undefined ? 'untracked' : 'live');
  }
  const self = { ...writer, operation: 'Apply' as const };
  const key = managerKey(self);
  const managers = managersBefore(request, live);
  const last = managers.find((manager) => managerKey(manager) === key);
  // What the server keeps for itself still counts while fields are removed, so that nobody's name goes with their labels.
  const named = namedBy(request);
  const applier: Manager = { ...self, time: now, fields: difference(named, SERVER_FIELDS) };
  const applied = [...managers.filter((manager) => manager !== last), applier];
  const merged = mergeValues(live, request.config, schema) as JsonObject;
  const pruned = writesElsewhere(request, last)
    ? merged
    : prune({ merged, schema, managers: applied, last: last?.fields ?? EMPTY_SET, now: named });
  const change = withoutFields(compareValues(live, pruned, schema), request.ignored);
  const own = { apiVersion: writer.apiVersion, change };
  const changeIn = changeInVersions(own, { before: live, after: pruned }, request.versions);
  if (!request.force) refuseConflicts(request, conflictsOf(applied, key, changeIn));
  const unchanged = !request.creates && isUnchanged(change);
  const tracked = managedFieldsOf(request.live) !== undefined;
  const annotated = isKubectl(writer) ? withLastApplied(pruned, request.config) : pruned;
  if (unchanged && tracked && annotated === pruned && sameOwner(last, applier))
    return { object: request.live, changed: false };
  // Who only comes to own what is there has not written: the time of the entry stays, or is none.
  const owners = othersAfter(applied, key, changeIn).map((manager) =>
    unchanged && managerKey(manager) === key ? { ...manager, time: last?.time ?? '' } : manager,
  );
  return { object: withManagers(annotated, owners), changed: true };
}

/** Throws `kube.conflict` for those that are left when what kubectl applied before is set aside. */
function refuseConflicts({ live, schema, writer, shownVersion }: ApplyRequest, found: readonly Conflict[]): void {
  if (found.length === 0) return;
  const allowed = isKubectl(writer) ? fieldsAsLastApplied(live, schema) : EMPTY_SET;
  const conflicts = found.flatMap(({ manager, fields }) => {
    const left = difference(fields, allowed);
    const shown = shownVersion === undefined ? manager : { ...manager, apiVersion: shownVersion };
    return isEmptySet(left) ? [] : [{ manager: shown, fields: left }];
  });
  if (conflicts.length > 0) throw conflictFault(conflicts);
}

function withoutFields(change: Comparison, ignored: FieldSet | undefined): Comparison {
  if (ignored === undefined) return change;
  return {
    added: differenceBelow(change.added, ignored),
    modified: differenceBelow(change.modified, ignored),
    removed: differenceBelow(change.removed, ignored),
  };
}

function checkConfiguration({ config, schema, writer }: ApplyRequest): void {
  if (managedFieldsOf(config) !== undefined) {
    throw kubeFault({ code: 'kube.bad-request', message: 'metadata.managedFields must be nil' });
  }
  checkTyped(config, { schema, writer }, 'patch');
}

function checkTyped(
  object: JsonObject,
  { schema, writer }: Pick<ApplyRequest, 'schema' | 'writer'>,
  role: 'patch' | 'live' | 'untracked',
): void {
  // What was stored before its list had keys may have elements that are alike.
  const misfits = misfitsOf(object, schema).filter((misfit) => role === 'patch' || !isDuplicate(misfit));
  if (misfits.length === 0) return;
  const subject = placeText(object, writer.apiVersion);
  const what = {
    patch: `failed to create typed patch object (${subject})`,
    live: `failed to create typed live object (${subject})`,
    untracked: `failed to create manager for existing fields: failed to convert new object (${subject}) to smd typed`,
  };
  throw kubeFault({ code: 'kube.server-error', message: `${what[role]}: ${misfitText(misfits)}` });
}

/** An object as messages name it: `namespace/name; group/version, Kind=kind`. */
export function placeText(object: JsonObject, apiVersion: string): string {
  const place = `${textAt(object, 'metadata', 'namespace') ?? ''}/${textAt(object, 'metadata', 'name') ?? ''}`;
  const { group, version } = splitApiVersion(apiVersion);
  return `${place}; ${group}/${version}, Kind=${textAt(object, 'kind') ?? ''}`;
}

/** Objects that nobody ever applied and that were never tracked belong to `before-first-apply`. */
function managersBefore(request: ApplyRequest, live: JsonObject): readonly Manager[] {
  const managers = parseManagers(managedFieldsOf(request.live));
  if (managers.length > 0 || request.creates) return managers;
  const entries = trackUpdate({
    before: emptyObject(request.writer.apiVersion, textAt(live, 'kind') ?? ''),
    after: live,
    creates: true,
    schema: request.schema,
    writer: { name: 'before-first-apply', apiVersion: request.writer.apiVersion, subresource: '' },
    now: request.now,
  });
  return parseManagers(entries);
}

function namedBy({ config, schema, ignored }: ApplyRequest): FieldSet {
  const fields = fieldsOfValue(config, schema);
  return ignored === undefined ? fields : differenceBelow(fields, ignored);
}

/** What was applied in a version with other fields is not taken back in this one. */
function writesElsewhere({ config, writer }: ApplyRequest, last: Manager | undefined): boolean {
  if (last === undefined || last.apiVersion === writer.apiVersion) return false;
  return hasConversion(last.apiVersion, textAt(config, 'kind') ?? '');
}

interface Pruning {
  readonly merged: JsonObject;
  readonly schema: MergeSchema;
  readonly managers: readonly Manager[];
  /** What the applier owned before. */
  readonly last: FieldSet;
  /** What it owns now. */
  readonly now: FieldSet;
}

/**
 * Removes what the applier owned, names no more, and nobody else owns. Two guards keep the rest: what other managers own
 * comes back, and so does what was not the applier's but hung below something of its (structured-merge-diff's prune).
 */
function prune({ merged, schema, managers, last, now }: Pruning): JsonObject {
  if (isSubset(last, now)) return merged;
  const declared = (set: FieldSet): FieldSet => withDeclaredMembers(set, schema);
  const without = (set: FieldSet): JsonObject => asObject(removeFields(merged, set, schema));
  const everything = declared(fieldsOfValue(merged, schema));
  const owned = managers.reduce((all, { fields }) => union(all, declared(fields)), declared(now));
  const left = declared(fieldsOfValue(without(declared(last)), schema));
  const backed = without(difference(everything, union(left, owned)));
  const backedFields = declared(fieldsOfValue(backed, schema));
  return without(intersection(difference(everything, backedFields), declared(last)));
}

function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** An applier that never owned anything and names nothing has no entry either. */
function sameOwner(last: Manager | undefined, applier: Manager): boolean {
  if (last === undefined) return isEmptySet(applier.fields);
  return last.apiVersion === applier.apiVersion && equalSets(last.fields, applier.fields);
}

function withManagers(object: JsonObject, managers: readonly Manager[]): JsonObject {
  const metadata = isObject(object['metadata']) ? object['metadata'] : {};
  const entries = formatManagers(capUpdaters(managers));
  if (entries.length === 0) return object;
  return { ...object, metadata: { ...metadata, managedFields: entries } };
}
