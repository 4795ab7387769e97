/** Changing an object: versions, what the server owns, checks, ownership of fields, storing. PUT and all patches end here. */

import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, memberAt, textAt } from '../../base/json-value.ts';
import { structOfKind } from '../../kube/builtin/type-table.ts';
import { withListedEmpties } from '../../kube/builtin/with-empties.ts';
import { preparedStatus } from '../../kube/defaults/prepare-status.ts';
import type { KubeObject, ObjectMeta } from '../../kube/object/kube-object.ts';
import type { FieldSet } from '../../kube/patch/apply/field-set.ts';
import { finalizerWarnings } from '../../kube/schema/finalizer-warnings.ts';
import { sharedMetadataCauses } from '../../kube/validation/metadata.ts';
import { updateWarnings } from '../../kube/validation/warnings.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import { ApiFault } from '../status/api-fault.ts';
import { badRequest, conflict, invalid, staleVersion } from '../status/faults.ts';
import { StoredObject } from '../storage/stored-object.ts';
import { adminStatusCauses } from './admin-access.ts';
import { admitToNamespace } from './admission.ts';
import { CERTIFICATE_REQUESTS, timedConditions } from './certificate-requests.ts';
import { refuseGrowth } from './claim-growth.ts';
import { type Cluster, claimTimeOf, timeOf } from './cluster.ts';
import { checkAddresses } from './create-object.ts';
import { asReadBack, asStored } from './decode-object.ts';
import { claimFields, otherVersions } from './managed-fields.ts';
import { strategyInputs } from './strategy-inputs.ts';
import { toldCauses } from './told-causes.ts';
import type { WriteOptions } from './write-options.ts';

export interface UpdateOptions extends WriteOptions {
  /** `status`, `finalize`, `scale` …; empty for the object itself. */
  readonly subresource: string;
  /** The managed fields of `next` are already those of this write (server-side apply made them). */
  readonly fieldsClaimed?: boolean;
  /** Fields that nobody comes to own by this write. */
  readonly unclaimed?: FieldSet;
  /** It comes from a patch: another uid is a change that is not allowed, not a precondition. */
  readonly patches?: boolean;
}

/**
 * Replaces `current` (as stored) by `next` (in the definition's version). The answer is what is stored now; nothing is
 * written where nothing changed. Throws 409 for a stale version or another uid, and 422.
 */
export function updateObject(
  cluster: Cluster,
  definition: ResourceDefinition,
  change: { readonly current: StoredObject; readonly next: KubeObject },
  options: UpdateOptions,
): StoredObject {
  const current = change.current.as(definition.apiVersion, definition.convert);
  checkUid(definition, current, change.next, options);
  options.guard?.({ object: change.next, old: current.object });
  checkVersion(definition, current, change.next);
  const defaulted = definition.strategy.defaults?.(change.next) ?? change.next;
  const merged = keepServerOwned(definition, current.object, defaulted, {
    subresource: options.subresource,
    time: timeOf(cluster),
  });
  const told = withListedEmptiesOf(definition, merged, options.sent);
  const owned = options.fieldsClaimed
    ? merged
    : withManagers(
        merged,
        claimFields({
          definition,
          old: current.object,
          next: isResetLate(definition, options.subresource)
            ? { ...defaulted, metadata: keepMetadata(current.object.metadata, defaulted.metadata) }
            : told,
          ...options,
          time: claimTimeOf(cluster, options.subresource),
          versions: otherVersions(cluster, definition),
        }),
      );
  const claimed = prepared(cluster, definition, { old: current.object, next: owned }, options);
  // A pod's generation counts what people want of it; its node is not among that.
  const binding = options.subresource === 'binding';
  const next = asStored(
    definition,
    binding
      ? claimed
      : countGeneration(definition, current.object, { next: claimed, told, whole: options.subresource === '' }),
  );
  const { sent } = options;
  const causes = toldCauses({ definition, object: next, sent }, (one, plain) => [
    ...(options.subresource === 'status' ? adminStatusCauses(cluster, definition, one, current.object) : []),
    ...causesOf(definition, { old: current.object, next: one, plain }, options),
  ]);
  if (causes.length > 0) throw invalid({ group: definition.group, kind: next.kind }, current.name, causes);
  if (options.subresource === '') {
    const warn = definition.custom ? finalizerWarnings : updateWarnings;
    for (const warning of warn(next, current.object)) options.warn(warning);
  }
  const { subresource, dryRun } = options;
  const { name, namespace } = current;
  const whole = { ...next, metadata: { ...next.metadata } };
  options.admit?.({
    operation: 'UPDATE',
    definition,
    subresource,
    namespace,
    name,
    object: whole,
    old: current.object,
    dryRun,
  });
  const charge =
    options.subresource === ''
      ? admitToNamespace(cluster, definition, { object: next, old: current.object, namespace: current.namespace })
      : undefined;
  if (options.subresource === '') refuseGrowth(cluster, definition, next, current.object);
  const last = options.dryRun ? next : withoutLink(next);
  if (sameObject(current.object, last)) return current;
  if (options.dryRun) return new StoredObject(asReadBack(definition, last), current.version);
  checkAddresses(cluster, definition, last, { dryRun: false, old: current.object });
  const converted = definition.convert(last, definition.storedAs);
  if (isFinished(definition, next)) return removeFinished(cluster, definition, converted);
  charge?.();
  return cluster.store.put(definition.shelf, converted).as(definition.apiVersion, definition.convert);
}

/** What the kind makes of what is written, after its owners were noted. */
function prepared(
  cluster: Cluster,
  { strategy, custom }: ResourceDefinition,
  { old, next }: { readonly old: KubeObject; readonly next: KubeObject },
  options: UpdateOptions,
): KubeObject {
  if (options.subresource === 'status' && !custom) return withStatus(next, preparedStatus(next, old, timeOf(cluster)));
  const prepare = options.subresource === '' ? strategy.prepareForUpdate : undefined;
  return prepare?.(next, old, strategyInputs(cluster, next, options)) ?? next;
}

/** The storage keeps no links, which a dry run never reaches. */
function withoutLink(object: KubeObject): KubeObject {
  const { selfLink, ...metadata } = object.metadata;
  return selfLink === undefined ? object : { ...object, metadata };
}

/** What a write by these changes elsewhere is put back only after its owners were noted. */
function isResetLate({ shelf }: ResourceDefinition, subresource: string): boolean {
  return shelf === '/pods' && (subresource === 'ephemeralcontainers' || subresource === 'resize');
}

/** The object as its owners see it: what was sent empty in lists is there. */
function withListedEmptiesOf(definition: ResourceDefinition, object: KubeObject, sent: Json | undefined): KubeObject {
  const struct = definition.custom ? undefined : structOfKind(definition.apiVersion, definition.kind);
  return struct === undefined || sent === undefined ? object : (withListedEmpties(object, sent, struct) as KubeObject);
}

function withManagers(object: KubeObject, { metadata: { managedFields } }: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata: { ...metadata, ...(managedFields && { managedFields }) } };
}

function removeFinished(cluster: Cluster, definition: ResourceDefinition, last: KubeObject): StoredObject {
  cluster.store.remove(definition.shelf, last.metadata.namespace ?? '', last.metadata.name ?? '');
  return new StoredObject(definition.convert(last, definition.apiVersion), cluster.store.version);
}

/** Where a server keeps objects that had another name once. */
const FORMER_KEYS: Readonly<Record<string, string>> = {
  '/endpoints': '/services/endpoints',
  '/nodes': '/minions',
  '/replicationcontrollers': '/controllers',
  '/services': '/services/specs',
  'apiextensions.k8s.io/customresourcedefinitions': '/apiextensions.k8s.io/customresourcedefinitions',
  'apiregistration.k8s.io/apiservices': '/apiregistration.k8s.io/apiservices',
  'networking.k8s.io/ingresses': '/ingress',
};

function storageKey({ shelf, plural, custom, group }: ResourceDefinition): string {
  if (custom) return `/${group}/${plural}`;
  return (Object.hasOwn(FORMER_KEYS, shelf) ? FORMER_KEYS[shelf] : undefined) ?? `/${plural}`;
}

/** Throws 409 where an object is another one than was asked for. */
export function checkUid(
  definition: ResourceDefinition,
  current: StoredObject,
  next: KubeObject,
  { dryRun, patches = false }: { readonly dryRun: boolean; readonly patches?: boolean },
): void {
  const { uid } = next.metadata;
  const { name } = current;
  if (!uid || uid === current.object.metadata.uid || patches) return;
  // A dry run looks behind the root of the store.
  const root = dryRun ? '' : '/registry';
  const key = `${root}${storageKey(definition)}/${current.namespace === '' ? '' : `${current.namespace}/`}${name}`;
  const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${current.object.metadata.uid}`;
  throw conflict(
    definition,
    name,
    `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${why}`,
  );
}

/** Throws 409 where an object is newer than the one that was changed. */
export function checkVersion(definition: ResourceDefinition, current: StoredObject, next: KubeObject): void {
  const { resourceVersion } = next.metadata;
  const { name } = current;
  if (!resourceVersion) {
    if (definition.strategy.unconditionalUpdate) return;
    const message = 'Invalid value: 0: must be specified for an update';
    const subject = { group: definition.group, kind: definition.plural };
    throw invalid(subject, name, [{ field: 'metadata.resourceVersion', message, reason: 'FieldValueInvalid' }]);
  }
  if (!/^\d+$/.test(resourceVersion)) {
    const message = `strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: invalid syntax`;
    throw new ApiFault({ code: 500, reason: '', message });
  }
  if (resourceVersion !== current.object.metadata.resourceVersion) throw staleVersion(definition, name);
}

/** The parts of an object that this write may not change come from the stored one. */
function keepServerOwned(
  definition: ResourceDefinition,
  old: KubeObject,
  next: KubeObject,
  { subresource, time }: { readonly subresource: string; readonly time: string },
): KubeObject {
  const metadata = keepMetadata(old.metadata, next.metadata);
  if (subresource === 'status') {
    if (!definition.custom && definition.shelf !== DEFINITIONS) {
      const told = reported(definition, old, { ...next, metadata });
      return definition.shelf === CERTIFICATE_REQUESTS ? certified(told, old, time) : told;
    }
    const { managedFields } = metadata;
    return withStatus({ ...old, metadata: { ...old.metadata, ...(managedFields && { managedFields }) } }, next.status);
  }
  if (subresource === 'finalize') return { ...old, metadata, ...(next.spec !== undefined && { spec: next.spec }) };
  if (subresource === 'binding') return bound(old, next, time);
  if (subresource === 'approval') return decided(old, { ...next, metadata }, time);
  const taken = definition.strategy.mergeSubresource?.(subresource, next, old);
  if (taken !== undefined) return { ...taken, metadata: { ...old.metadata, ...managedOf(metadata) } };
  const merged = { ...next, metadata };
  return definition.strategy.hasStatus ? withStatus(merged, old.status) : merged;
}

const DEFINITIONS = 'apiextensions.k8s.io/customresourcedefinitions';

/** Kinds of which a status is written without metadata. Source: `ResetObjectMetaForStatus` in `pkg/registry`. */
const STATUS_ALONE: ReadonlySet<string> = new Set([
  'admissionregistration.k8s.io/validatingadmissionpolicies',
  'networking.k8s.io/servicecidrs',
  'resource.k8s.io/resourceclaims',
  'storage.k8s.io/volumeattachments',
]);

/** A status comes with metadata, but for a few kinds; labels of a Deployment and owners of a pod stay as they are. */
function reported({ shelf }: ResourceDefinition, old: KubeObject, next: KubeObject): KubeObject {
  const metadata = reportedMetadata(shelf, old.metadata, next.metadata);
  return withStatus({ ...old, metadata }, next.status);
}

function reportedMetadata(shelf: string, old: ObjectMeta, next: ObjectMeta): ObjectMeta {
  if (STATUS_ALONE.has(shelf)) {
    const { managedFields: _, ...kept } = old;
    return { ...kept, ...managedOf(next) };
  }
  const { labels: _, ...unlabelled } = next;
  const { ownerReferences: __, ...unowned } = next;
  const { labels, ownerReferences } = old;
  if (shelf === 'apps/deployments') return { ...unlabelled, ...(labels && { labels }) };
  return shelf === '/pods' ? { ...unowned, ...(ownerReferences && { ownerReferences }) } : next;
}

/** Who decides on a certificate tells conditions. */
function decided(old: KubeObject, { metadata, status }: KubeObject, time: string): KubeObject {
  const { conditions: _, ...kept } = isObject(old.status) ? old.status : {};
  return { ...old, metadata, status: { ...kept, ...timedConditions(status, old.status, time) } };
}

/** Who signs one tells conditions too, and what is decided stays as it was told. */
function certified({ status, ...rest }: KubeObject, old: KubeObject, time: string): KubeObject {
  const { conditions, ...others } = isObject(status) ? status : {};
  const before = memberAt(old.status, 'conditions');
  const decisions = (list: Json | undefined, type: string) =>
    isList(list) ? list.filter((one) => textAt(one, 'type') === type) : [];
  const kept = (isList(conditions) ? conditions : []).map((one) => {
    const type = textAt(one, 'type') ?? '';
    if (type !== 'Approved' && type !== 'Denied') return one;
    const [was, is] = [decisions(before, type), decisions(conditions, type)];
    return was.length === is.length ? (was[is.indexOf(one)] ?? one) : one;
  });
  return { ...rest, status: { ...others, ...timedConditions({ conditions: kept }, old.status, time) } };
}

/** Binding a pod names its node, and says that it has one. */
function bound(old: KubeObject, next: KubeObject, lastTransitionTime: string): KubeObject {
  const spec = isObject(old.spec) ? old.spec : {};
  const status = isObject(next.status) ? next.status : {};
  const conditions = isList(status['conditions']) ? status['conditions'] : [];
  const others = conditions.filter((condition) => textAt(condition, 'type') !== 'PodScheduled');
  const scheduled = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime };
  return {
    ...old,
    metadata: next.metadata,
    spec: { ...spec, nodeName: textAt(next, 'spec', 'nodeName') ?? '' },
    status: { ...status, conditions: [...others, scheduled] },
  };
}

function managedOf({ managedFields }: ObjectMeta): Partial<ObjectMeta> {
  return managedFields === undefined ? {} : { managedFields };
}

function withStatus(object: KubeObject, status: KubeObject['status']): KubeObject {
  const { status: _, ...rest } = object;
  return status === undefined ? rest : { ...rest, status };
}

function keepMetadata(old: ObjectMeta, next: ObjectMeta): ObjectMeta {
  if (next.name !== undefined && next.name !== old.name) {
    throw badRequest(`the name of the object (${next.name}) does not match the name on the URL (${old.name})`);
  }
  const { generation: _, ...rest } = next;
  const { uid, creationTimestamp, resourceVersion, generation } = old;
  // Another time or grace than the stored one is refused with all else that may not change.
  const deletionTimestamp = next.deletionTimestamp ?? old.deletionTimestamp;
  const deletionGracePeriodSeconds = next.deletionGracePeriodSeconds ?? old.deletionGracePeriodSeconds;
  return {
    ...rest,
    ...(old.name !== undefined && { name: old.name }),
    ...(old.namespace !== undefined && { namespace: old.namespace }),
    ...((next.uid || uid) && { uid: next.uid || uid }),
    ...(resourceVersion !== undefined && { resourceVersion }),
    ...(creationTimestamp !== undefined && { creationTimestamp }),
    ...(generation !== undefined && { generation }),
    ...(deletionTimestamp !== undefined && { deletionTimestamp }),
    ...(deletionGracePeriodSeconds !== undefined && { deletionGracePeriodSeconds }),
  };
}

function countGeneration(
  definition: ResourceDefinition,
  old: KubeObject,
  { next, told, whole }: { readonly next: KubeObject; readonly told: KubeObject; readonly whole: boolean },
): KubeObject {
  const { generations, countsEmpties } = definition.strategy;
  if (generations === 'none' || generations === 'first') return next;
  const marked = whole && changesMetadata(definition, old, next);
  if (!marked && !changesContent(definition, old, countsEmpties ? told : next)) return next;
  return { ...next, metadata: { ...next.metadata, generation: (old.metadata.generation ?? 0) + 1 } };
}

/** Labels or annotations count where they are passed on to what the object stands for. */
function changesMetadata({ strategy }: ResourceDefinition, old: KubeObject, next: KubeObject): boolean {
  const { countsMetadata: name } = strategy;
  return name !== undefined && !jsonEqual(old.metadata[name] ?? {}, next.metadata[name] ?? {});
}

/** Generations count changes outside metadata. A status without a subresource of its own is content like all else. */
function changesContent({ strategy }: ResourceDefinition, old: KubeObject, next: KubeObject): boolean {
  const content = ({ metadata: _, status, ...rest }: KubeObject) => (strategy.hasStatus ? rest : { ...rest, status });
  return !jsonEqual(content(old), content(next));
}

function causesOf(
  { strategy }: ResourceDefinition,
  { old, next, plain }: { readonly old: KubeObject; readonly next: KubeObject; readonly plain: KubeObject },
  { subresource, warn }: UpdateOptions,
) {
  if (subresource === 'status')
    return [...sharedMetadataCauses(next, old), ...(strategy.validateStatus?.(next, old, warn) ?? [])];
  // These change one field each, which nothing else may.
  if (subresource === 'binding') return [];
  if (subresource === 'finalize') return strategy.validateSubresource?.(subresource, next, old) ?? [];
  // A server judges changes of metadata for all kinds, then for each: what is wrong stands there several times.
  const first = subresource === '' ? (strategy.validateFirst?.(next) ?? []) : [];
  if (first.length > 0) return first;
  const common = sharedMetadataCauses(next, old);
  const own = strategy.validateSubresource?.(subresource, next, old);
  return [...common, ...(own ?? strategy.validateUpdate?.(next, old, { warn, plain }) ?? [])];
}

/** Equal but for the time in managed fields: then nothing is written (what makes repeated applies free). */
function sameObject(old: KubeObject, next: KubeObject): boolean {
  const { managedFields: a, ...oldMetadata } = old.metadata;
  const { managedFields: b, ...nextMetadata } = next.metadata;
  if (!jsonEqual({ ...old, metadata: oldMetadata }, { ...next, metadata: nextMetadata })) return false;
  return jsonEqual(timeless(a), timeless(b));
}

function timeless(entries: ObjectMeta['managedFields']) {
  return (entries ?? []).map(({ time: _, ...entry }) => entry);
}

/** A deleted object goes when nothing holds it any more. */
function isFinished(definition: ResourceDefinition, object: KubeObject): boolean {
  const { deletionTimestamp, finalizers, deletionGracePeriodSeconds } = object.metadata;
  if (!deletionTimestamp || (finalizers && finalizers.length > 0)) return false;
  if (deletionGracePeriodSeconds) return false;
  return !holdsNamespace(definition, object);
}

function holdsNamespace(definition: ResourceDefinition, object: KubeObject): boolean {
  if (definition.shelf !== '/namespaces') return false;
  const spec = object.spec as { readonly finalizers?: readonly string[] } | undefined;
  return (spec?.finalizers?.length ?? 0) > 0;
}
