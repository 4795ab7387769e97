/** What an update of a built-in object may not change. */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { forbidden, invalid } from './causes.ts';
import { goShape, goTemplate, goVolumeSource } from './go-shape.ts';
import { podUpdateCauses } from './pod-update.ts';
import { unifiedDiff } from './unified-diff.ts';

type UpdateRule = (object: JsonObject, old: JsonObject) => readonly FieldCause[];

function fixed(...paths: readonly string[]): UpdateRule {
  return (object, old) =>
    paths.flatMap((path) => {
      const after = memberAt(object, ...path.split('.'));
      return jsonEqual(memberAt(old, ...path.split('.')), after) ? [] : [invalid(path, after, 'field is immutable')];
    });
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
  ['type', 'type'],
  ['eventTime', 'eventTime'],
  ['action', 'action'],
  ['related', 'related'],
  ['reportingController', 'reportingController'],
  ['reportingInstance', 'reportingInstance'],
];

function fixedEvent(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  return EVENT_FIELDS.flatMap(([name, shown]) =>
    jsonEqual(old[name], object[name]) ? [] : [invalid(shown, object[name] ?? '', 'field is immutable')],
  );
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

/** What a claim template says it is does not count. */
function fixedOfStatefulSet(object: JsonObject): JsonObject {
  const spec = without(object['spec'], CHANGEABLE_OF_STATEFUL_SET);
  const claims = spec['volumeClaimTemplates'];
  return isList(claims)
    ? { ...spec, volumeClaimTemplates: claims.map((claim) => without(claim, ['apiVersion', 'kind', 'status'])) }
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

/** A claim may grow; all else stays. */
function claim(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const [spec, before] = [specOf(object), specOf(old)];
  const causes: FieldCause[] = [];
  const kept = {
    ...spec,
    resources: before['resources'] ?? {},
    volumeName: before['volumeName'] ?? spec['volumeName'] ?? '',
  };
  const was = {
    ...before,
    resources: before['resources'] ?? {},
    volumeName: before['volumeName'] ?? spec['volumeName'] ?? '',
  };
  if (!jsonEqual(kept, was)) {
    const shown = (one: JsonObject): string =>
      JSON.stringify(goShape(one, 'core/v1.PersistentVolumeClaimSpec'), null, 1);
    const sentence =
      'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
    causes.push(forbidden('spec', `${sentence}\n${unifiedDiff(shown(was), shown(kept))}`));
  }
  if (!jsonEqual(spec['volumeMode'], before['volumeMode'])) {
    causes.push(invalid('volumeMode', spec['volumeMode'] ?? null, 'field is immutable'));
  }
  return causes;
}

/** Where a volume is stays. */
function volume(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const [after, before] = [goVolumeSource(specOf(object)), goVolumeSource(specOf(old))];
  const causes: FieldCause[] = [];
  if (!jsonEqual(after, before)) {
    const diff = unifiedDiff(JSON.stringify(before, null, 1), JSON.stringify(after, null, 1));
    causes.push(
      forbidden('spec.persistentvolumesource', `spec.persistentvolumesource is immutable after creation\n${diff}`),
    );
  }
  const [mode, oldMode] = [memberAt(object, 'spec', 'volumeMode'), memberAt(old, 'spec', 'volumeMode')];
  if (!jsonEqual(mode, oldMode)) causes.push(invalid('volumeMode', mode ?? null, 'field is immutable'));
  const [affinity, oldAffinity] = [memberAt(object, 'spec', 'nodeAffinity'), memberAt(old, 'spec', 'nodeAffinity')];
  if (oldAffinity !== undefined && !jsonEqual(affinity, oldAffinity)) {
    const shown = isObject(affinity) ? goShape(affinity, 'core/v1.VolumeNodeAffinity') : null;
    causes.push(invalid('nodeAffinity', shown, 'field is immutable, except for updating from beta label to GA'));
  }
  return causes;
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
  return ['podCIDRs', 'providerID'].flatMap((name) => {
    const before = memberAt(old, 'spec', name);
    if (before === undefined || jsonEqual(before, memberAt(object, 'spec', name))) return [];
    const shown = name === 'podCIDRs' ? 'podCIDR' : name;
    return [forbidden(`spec.${name}`, `node updates may not change ${shown} except from "" to valid`)];
  });
}

function specOf(object: JsonObject): JsonObject {
  return isObject(object['spec']) ? object['spec'] : {};
}

/** A suspended Job that never ran may still change how its pods are scheduled. */
function job(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const fields = [
    'selector',
    'completionMode',
    'podFailurePolicy',
    'backoffLimitPerIndex',
    'managedBy',
    'successPolicy',
  ];
  const indexed = memberAt(object, 'spec', 'completionMode') === 'Indexed';
  const paused = memberAt(old, 'spec', 'suspend') === true && memberAt(old, 'status', 'startTime') === undefined;
  const rest = indexed ? fields : [...fields, 'completions'];
  const shapes: Readonly<Record<string, string>> = {
    podFailurePolicy: 'batch/v1.PodFailurePolicy',
    successPolicy: 'batch/v1.SuccessPolicy',
  };
  const causes = rest.flatMap((name) => {
    const type = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
    return (type === undefined ? fixed(`spec.${name}`) : shownFixed(`spec.${name}`, type))(object, old);
  });
  const template = memberAt(object, 'spec', 'template');
  if (paused || jsonEqual(template, memberAt(old, 'spec', 'template'))) return causes;
  return [...causes, invalid('spec.template', goTemplate(template), 'field is immutable')];
}

function service(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const [before, after] = [textAt(old, 'spec', 'clusterIP') ?? '', textAt(object, 'spec', 'clusterIP') ?? ''];
  const external = (one: JsonObject): boolean => memberAt(one, 'spec', 'type') === 'ExternalName';
  if (before === '' || after === '' || after === before || external(object) || external(old)) return [];
  return [invalid('spec.clusterIPs[0]', memberAt(object, 'spec', 'clusterIPs') ?? [after], 'may not change once set')];
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
  'apps/v1 DaemonSet': fixed('spec.selector'),
  'apps/v1 Deployment': fixed('spec.selector'),
  'apps/v1 ReplicaSet': fixed('spec.selector'),
  'apps/v1 StatefulSet': statefulSet,
  'batch/v1 Job': job,
  'apiextensions.k8s.io/v1 CustomResourceDefinition': fixed(
    'spec.group',
    'spec.names.kind',
    'spec.names.plural',
    'spec.scope',
  ),
  'discovery.k8s.io/v1 EndpointSlice': fixed('addressType'),
  'networking.k8s.io/v1 IngressClass': fixed('spec.controller'),
  'node.k8s.io/v1 RuntimeClass': fixed('handler'),
  'rbac.authorization.k8s.io/v1 ClusterRoleBinding': roleRef,
  'rbac.authorization.k8s.io/v1 RoleBinding': roleRef,
  'scheduling.k8s.io/v1 PriorityClass': every(
    refused(() => 'may not be changed in an update.', 'value'),
    fixed('preemptionPolicy'),
  ),
  'storage.k8s.io/v1 StorageClass': every(
    refused((path) => `updates to ${path} are forbidden.`, 'provisioner', 'parameters', 'reclaimPolicy'),
    fixed('volumeBindingMode'),
  ),
  'apps/v1 ControllerRevision': fixed('data'),
  'networking.k8s.io/v1 IPAddress': shownFixed('spec.parentRef', 'networking/v1.ParentReference'),
  'networking.k8s.io/v1 ServiceCIDR': fixed('spec.cidrs'),
  'resource.k8s.io/v1 ResourceClaim': sealedSpec('resource/v1.ResourceClaimSpec'),
  'resource.k8s.io/v1 ResourceClaimTemplate': sealedSpec('resource/v1.ResourceClaimTemplateSpec'),
  'resource.k8s.io/v1 ResourceSlice': fixed('spec.pool.name', 'spec.driver', 'spec.nodeName'),
  'storage.k8s.io/v1 CSIDriver': csiDriver,
  'storage.k8s.io/v1 CSIStorageCapacity': fixed('nodeTopology', 'storageClassName'),
  'storage.k8s.io/v1 VolumeAttachment': sealedSpec('storage/v1.VolumeAttachmentSpec'),
  'storage.k8s.io/v1 VolumeAttributesClass': refused(
    (path) => `updates to ${path} are forbidden.`,
    'driverName',
    'parameters',
  ),
  'v1 Node': node,
  'v1 PersistentVolume': volume,
  'v1 PersistentVolumeClaim': claim,
  'v1 Pod': podUpdateCauses,
  'v1 ConfigMap': sealed('data', 'binaryData'),
  'events.k8s.io/v1 Event': fixedEvent,
  'v1 Secret': every(fixed('type'), sealed('data')),
  'v1 Service': service,
};

/** What this update of a built-in object changes and may not. Both must be decoded and defaulted. */
export function immutableCauses(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const key = `${textAt(object, 'apiVersion')} ${textAt(object, 'kind')}`;
  return Object.hasOwn(UPDATE_RULES, key) ? (UPDATE_RULES[key]?.(object, old) ?? []) : [];
}
