/** What an update of a built-in object may not change. */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { forbidden, invalid } from './causes.ts';
import { claimUpdateCauses, volumeUpdateCauses } from './claim-update.ts';
import { taintCauses } from './cluster-rules.ts';
import { goShape } from './go-shape.ts';
import { cidrCauses } from './ingress-rules.ts';
import { jobUpdateCauses } from './job-update.ts';
import { podUpdateCauses } from './pod-update.ts';
import { goSelector } from './selector-rules.ts';
import { serviceUpdateCauses } from './service-update.ts';

type UpdateRule = (object: JsonObject, old: JsonObject) => readonly FieldCause[];

function fixed(...paths: readonly string[]): UpdateRule {
  return (object, old) =>
    paths.flatMap((path) => {
      const after = memberAt(object, ...path.split('.'));
      return jsonEqual(memberAt(old, ...path.split('.')), after) ? [] : [invalid(path, after, 'field is immutable')];
    });
}

/** A text that is empty where it is absent. */
function fixedText(path: string): UpdateRule {
  return (object, old) => {
    const [after, before] = [object, old].map((one) => textAt(one, ...path.split('.')) ?? '');
    return after === before ? [] : [invalid(path, after ?? '', 'field is immutable')];
  };
}

function fixedSelector(path: string): UpdateRule {
  return (object, old) => {
    const after = memberAt(object, ...path.split('.'));
    if (jsonEqual(memberAt(old, ...path.split('.')), after)) return [];
    return [invalid(path, isObject(after) ? goSelector(after) : null, 'field is immutable')];
  };
}

/** Any JSON: maps of it are shown sorted. */
function fixedData(path: string): UpdateRule {
  return (object, old) =>
    jsonEqual(object[path], old[path]) ? [] : [invalid(path, sorted(object[path] ?? null), 'field is immutable')];
}

function sorted(value: Json): Json {
  if (isList(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, sorted(item ?? null)]));
}

/** As `fixed`, with the value in the server's own form. */
function shownFixed(path: string, type: string): UpdateRule {
  return (object, old) => {
    const after = memberAt(object, ...path.split('.'));
    if (jsonEqual(memberAt(old, ...path.split('.')), after)) return [];
    return [invalid(path, isObject(after) ? goShape(after, type) : null, 'field is immutable')];
  };
}

function refused(sentence: (path: string) => string, ...paths: readonly string[]): UpdateRule {
  return (object, old) =>
    paths.flatMap((path) =>
      jsonEqual(memberAt(old, ...path.split('.')), memberAt(object, ...path.split('.')))
        ? []
        : [forbidden(path, sentence(path))],
    );
}

function every(...rules: readonly UpdateRule[]): UpdateRule {
  return (object, old) => rules.flatMap((rule) => rule(object, old));
}

const SEALED = 'field is immutable when `immutable` is set';

/** Once sealed, data stays and the seal too. */
function sealed(...members: readonly string[]): UpdateRule {
  return (object, old) => {
    if (old['immutable'] !== true) return [];
    const seal = object['immutable'] === true ? [] : [forbidden('immutable', SEALED)];
    return [
      ...seal,
      ...members.filter((name) => !jsonEqual(object[name], old[name])).map((name) => forbidden(name, SEALED)),
    ];
  };
}

/** Events change their series only; messages name the fields as the core group does. */
const EVENT_FIELDS: readonly (readonly [name: string, shown: string])[] = [
  ['regarding', 'involvedObject'],
  ['reason', 'reason'],
  ['note', 'message'],
  ['deprecatedSource', 'source'],
  ['deprecatedFirstTimestamp', 'firstTimestamp'],
  ['deprecatedLastTimestamp', 'lastTimestamp'],
  ['deprecatedCount', 'count'],
  ['reason', 'reason'],
  ['type', 'type'],
  ['eventTime', 'eventTime'],
  ['action', 'action'],
  ['related', 'related'],
  ['reportingController', 'reportingController'],
  ['reportingInstance', 'reportingInstance'],
];

function fixedEvent(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  return EVENT_FIELDS.flatMap(([name, shown]) =>
    jsonEqual(old[name], object[name]) ? [] : [invalid(shown, shownOfEvent(name, object[name]), 'field is immutable')],
  );
}

/** Fields of an event are shown in the server's own form. */
function shownOfEvent(name: string, value: Json | undefined): Json {
  if (name === 'regarding') return goShape(isObject(value) ? value : {}, 'core/v1.ObjectReference');
  if (name === 'deprecatedSource') return goShape(isObject(value) ? value : {}, 'core/v1.EventSource');
  if (name === 'related') return isObject(value) ? goShape(value, 'core/v1.ObjectReference') : null;
  if (name === 'deprecatedCount') return value ?? 0;
  return value ?? (/Time(stamp)?$/.test(name) ? null : '');
}

const CHANGEABLE_OF_STATEFUL_SET = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

function statefulSet(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  if (jsonEqual(fixedOfStatefulSet(object), fixedOfStatefulSet(old))) return [];
  return [
    forbidden(
      'spec',
      "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', " +
        "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    ),
  ];
}

/** What a claim template says it is does not count. Its status does. */
function fixedOfStatefulSet(object: JsonObject): JsonObject {
  const spec = without(object['spec'], CHANGEABLE_OF_STATEFUL_SET);
  const claims = spec['volumeClaimTemplates'];
  return isList(claims)
    ? { ...spec, volumeClaimTemplates: claims.map((claim) => without(claim, ['apiVersion', 'kind'])) }
    : spec;
}

function without(value: Json | undefined, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(isObject(value) ? value : {}).filter(([name]) => !names.includes(name)));
}

/** The whole specification stays, shown in the server's own form. */
function sealedSpec(type: string): UpdateRule {
  return (object, old) => {
    const after = object['spec'];
    if (jsonEqual(after, old['spec'])) return [];
    return [invalid('spec', goShape(isObject(after) ? after : {}, type), 'field is immutable')];
  };
}

/** How a driver is used stays; the first field is named with a letter more. */
function csiDriver(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const fields = { attachRequired: 'spec.attachedRequired', volumeLifecycleModes: 'spec.volumeLifecycleModes' };
  return Object.entries(fields).flatMap(([name, field]) => {
    const after = memberAt(object, 'spec', name);
    return jsonEqual(memberAt(old, 'spec', name), after) ? [] : [invalid(field, after, 'field is immutable')];
  });
}

/** Addresses of a node's pods and its identity are given once. */
function node(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const [next, before] = [object, old].map((one) => rangesOf(memberAt(one, 'spec'))) as [
    readonly string[],
    readonly string[],
  ];
  const sentence = (what: string) => `node updates may not change ${what} except from "" to valid`;
  const moved = before.length > 0 && !jsonEqual(before, next);
  const [id, known] = [object, old].map((one) => textAt(one, 'spec', 'providerID') ?? '');
  return [
    ...(moved ? [forbidden('spec.podCIDRs', sentence('podCIDR'))] : []),
    ...(known !== '' && known !== id ? [forbidden('spec.providerID', sentence('providerID'))] : []),
    ...taintCauses(memberAt(object, 'spec', 'taints')),
    ...(textAt(object, 'spec', 'externalID') === textAt(old, 'spec', 'externalID')
      ? []
      : [forbidden('spec.externalID', 'may not be updated')]),
  ];
}

/** Ranges of a node: the single one hides a list that says otherwise. */
function rangesOf(spec: Json | undefined): readonly string[] {
  const [single, list] = [textAt(spec, 'podCIDR') ?? '', memberAt(spec, 'podCIDRs')];
  const given = isList(list) ? list.map(String) : [];
  return single !== '' && given[0] !== single ? [single] : given;
}

/** One range may become two, one of each family. */
function serviceCidr(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const [next, before] = [object, old].map((one) => {
    const list = memberAt(one, 'spec', 'cidrs');
    return isList(list) ? list : [];
  }) as [readonly Json[], readonly Json[]];
  const changed = (index: number): readonly FieldCause[] =>
    next[index] === before[index] ? [] : [invalid(`spec.cidrs[${index}]`, next[index], 'field is immutable')];
  if (next.length === before.length) return next.flatMap((_, index) => changed(index));
  if (before.length === 1 && next.length === 2) return [...changed(0), ...cidrCauses(next, 'spec.cidrs')];
  return [invalid('spec.cidrs', memberAt(object, 'spec', 'cidrs') ?? null, 'field is immutable')];
}

function quotaScopes(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const [next, before] = [object, old].map((one) => memberAt(one, 'spec', 'scopes'));
  const all = (value: Json | undefined) => JSON.stringify([...new Set(isList(value) ? value : [])].toSorted());
  return all(next) === all(before) ? [] : [invalid('spec.scopes', next ?? null, 'field is immutable')];
}

/** Drivers come and go; how one knows its node stays, but for how many volumes it takes. */
function csiNode(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const drivers = (one: JsonObject) => {
    const list = memberAt(one, 'spec', 'drivers');
    return (isList(list) ? list : []).filter(isObject);
  };
  return drivers(old).flatMap((before) =>
    drivers(object)
      .filter(({ name }) => name === before['name'])
      .map((driver) => goShape(without(driver, ['allocatable']), 'storage/v1.CSINodeDriver'))
      .filter((shown) => !jsonEqual(shown, goShape(without(before, ['allocatable']), 'storage/v1.CSINodeDriver')))
      .map((shown) => invalid('spec.drivers', shown, 'field is immutable')),
  );
}

function roleRef(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const after = object['roleRef'];
  if (jsonEqual(after, old['roleRef'])) return [];
  const shown = {
    APIGroup: textAt(after, 'apiGroup') ?? '',
    Kind: textAt(after, 'kind') ?? '',
    Name: textAt(after, 'name') ?? '',
  };
  return [invalid('roleRef', shown, 'cannot change roleRef')];
}

const UPDATE_RULES: Readonly<Record<string, UpdateRule>> = {
  'apps/v1 DaemonSet': fixedSelector('spec.selector'),
  'apps/v1 Deployment': fixedSelector('spec.selector'),
  'apps/v1 ReplicaSet': fixedSelector('spec.selector'),
  'apps/v1 StatefulSet': statefulSet,
  'batch/v1 Job': jobUpdateCauses,
  'discovery.k8s.io/v1 EndpointSlice': fixed('addressType'),
  'networking.k8s.io/v1 IngressClass': fixedText('spec.controller'),
  'node.k8s.io/v1 RuntimeClass': fixed('handler'),
  'rbac.authorization.k8s.io/v1 ClusterRoleBinding': roleRef,
  'rbac.authorization.k8s.io/v1 RoleBinding': roleRef,
  'scheduling.k8s.io/v1 PriorityClass': every(
    refused(() => 'may not be changed in an update.', 'value'),
    fixed('preemptionPolicy'),
  ),
  'storage.k8s.io/v1 StorageClass': every(
    refused((path) => `updates to ${path} are forbidden.`, 'parameters', 'provisioner', 'reclaimPolicy'),
    fixed('volumeBindingMode'),
  ),
  'apps/v1 ControllerRevision': fixedData('data'),
  'networking.k8s.io/v1 IPAddress': shownFixed('spec.parentRef', 'networking/v1.ParentReference'),
  'networking.k8s.io/v1 ServiceCIDR': serviceCidr,
  'resource.k8s.io/v1 ResourceClaim': sealedSpec('resource/v1.ResourceClaimSpec'),
  'resource.k8s.io/v1 ResourceClaimTemplate': sealedSpec('resource/v1.ResourceClaimTemplateSpec'),
  'resource.k8s.io/v1 ResourceSlice': fixed('spec.pool.name', 'spec.driver', 'spec.nodeName'),
  'storage.k8s.io/v1 CSIDriver': csiDriver,
  'storage.k8s.io/v1 CSIStorageCapacity': every(fixedSelector('nodeTopology'), fixedText('storageClassName')),
  'storage.k8s.io/v1 VolumeAttachment': sealedSpec('storage/v1.VolumeAttachmentSpec'),
  'storage.k8s.io/v1 VolumeAttributesClass': refused(
    (path) => `updates to ${path} are forbidden.`,
    'driverName',
    'parameters',
  ),
  'v1 Node': node,
  'v1 PersistentVolume': volumeUpdateCauses,
  'v1 PersistentVolumeClaim': claimUpdateCauses,
  'v1 Pod': podUpdateCauses,
  'v1 ConfigMap': sealed('data', 'binaryData'),
  'events.k8s.io/v1 Event': fixedEvent,
  'v1 Secret': every(fixed('type'), sealed('data')),
  'v1 Service': serviceUpdateCauses,
  'v1 ResourceQuota': quotaScopes,
  'storage.k8s.io/v1 CSINode': csiNode,
};

/** What this update of a built-in object changes and may not. Both must be decoded and defaulted. */
export function immutableCauses(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const key = `${textAt(object, 'apiVersion')} ${textAt(object, 'kind')}`;
  return Object.hasOwn(UPDATE_RULES, key) ? (UPDATE_RULES[key]?.(object, old) ?? []) : [];
}
