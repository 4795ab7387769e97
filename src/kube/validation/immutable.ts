/** What an update of a built-in object may not change. */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { forbidden, invalid } from './causes.ts';

type UpdateRule = (object: JsonObject, old: JsonObject) => readonly FieldCause[];

function fixed(...paths: readonly string[]): UpdateRule {
  return (object, old) =>
    paths.flatMap((path) => {
      const after = memberAt(object, ...path.split('.'));
      return jsonEqual(memberAt(old, ...path.split('.')), after) ? [] : [invalid(path, after, 'field is immutable')];
    });
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
  return fixed(...rest.map((name) => `spec.${name}`), ...(paused ? [] : ['spec.template']))(object, old);
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
  'v1 ConfigMap': sealed('data', 'binaryData'),
  'v1 Secret': every(fixed('type'), sealed('data')),
  'v1 Service': service,
};

/** What this update of a built-in object changes and may not. Both must be decoded and defaulted. */
export function immutableCauses(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const key = `${textAt(object, 'apiVersion')} ${textAt(object, 'kind')}`;
  return Object.hasOwn(UPDATE_RULES, key) ? (UPDATE_RULES[key]?.(object, old) ?? []) : [];
}
