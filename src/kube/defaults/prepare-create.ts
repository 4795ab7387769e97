/**
 * What an API server puts into a built-in object at its creation, beyond defaults: an empty status, finalizers, addresses,
 * generated selectors. Comes after managed fields are tracked, since nobody owns these. All that varies is an input.
 */
import { isList, isObject, type Json, type JsonObject, textAt } from '../../base/json-value.ts';
import { emptyObject } from '../builtin/decode.ts';
import { resourceOfKind } from '../builtin/resources.ts';
import { structOfKind } from '../builtin/type-table.ts';
import { withoutDisabledFields } from './disabled-fields.ts';
import { withLabelKeys } from './label-keys.ts';
import { admitPod, type PodAdmission, podStatus } from './pod-admission.ts';
import { allocateService, type ServiceInput } from './service-allocation.ts';
import { setDefaults } from './set-defaults.ts';

export interface CreateInput extends PodAdmission, ServiceInput {
  readonly uid: string;
  /** RFC 3339. */
  readonly now: string;
  /** For claims that name none; undefined where there is no default class. */
  readonly defaultStorageClass?: string;
}

type Preparation = (object: JsonObject, input: CreateInput) => JsonObject;

/** Kinds whose status is theirs to set at creation. */
const KEEPS_STATUS = new Set(['v1 Node', 'v1 Event', 'apiextensions.k8s.io/v1 CustomResourceDefinition']);

/** The object to store. It must have been decoded and defaulted. */
export function prepareCreate(given: JsonObject, input: CreateInput): JsonObject {
  const object = withoutDisabledFields(given);
  const key = `${textAt(object, 'apiVersion')} ${textAt(object, 'kind')}`;
  const fresh = KEEPS_STATUS.has(key) ? object : withFreshStatus(object);
  const prepare = Object.hasOwn(PREPARATIONS, key) ? PREPARATIONS[key] : undefined;
  return prepare === undefined ? fresh : prepare(fresh, input);
}

function withFreshStatus(object: JsonObject): JsonObject {
  const [apiVersion, kind] = [textAt(object, 'apiVersion') ?? '', textAt(object, 'kind') ?? ''];
  const resource = resourceOfKind(apiVersion, kind)?.resource;
  const struct = structOfKind(apiVersion, kind);
  if (!struct || !resource?.subresources?.some(({ name }) => name === 'status')) return object;
  const status = setDefaults(emptyObject(apiVersion, kind), struct)['status'];
  return status === undefined ? object : { ...object, status };
}

function withMetadata(object: JsonObject, more: JsonObject): JsonObject {
  return { ...object, metadata: { ...(isObject(object['metadata']) ? object['metadata'] : {}), ...more } };
}

function withFinalizer(name: string): Preparation {
  return (object) => {
    const present = isObject(object['metadata']) ? object['metadata']['finalizers'] : undefined;
    const finalizers = isList(present) ? present : [];
    return finalizers.includes(name) ? object : withMetadata(object, { finalizers: [...finalizers, name] });
  };
}

function withSpec(object: JsonObject, change: (spec: JsonObject) => JsonObject): JsonObject {
  return { ...object, spec: change(isObject(object['spec']) ? object['spec'] : {}) };
}

function namespace(object: JsonObject): JsonObject {
  return withSpec(object, (spec) => {
    const finalizers = isList(spec['finalizers']) ? spec['finalizers'] : [];
    return finalizers.includes('kubernetes') ? spec : { ...spec, finalizers: [...finalizers, 'kubernetes'] };
  });
}

function claim(object: JsonObject, input: CreateInput): JsonObject {
  const kept = withFinalizer('kubernetes.io/pvc-protection')(object, input);
  const classed = input.defaultStorageClass;
  return withSpec(kept, (spec) => ({
    ...withSources(spec),
    ...(spec['storageClassName'] === undefined && classed !== undefined && { storageClassName: classed }),
  }));
}

/** A claim that changes names its source both ways as well. */
export function preparedClaim(object: JsonObject, old: JsonObject): JsonObject {
  const before = isObject(old['spec']) ? old['spec'] : {};
  return withSpec(object, (spec) => withSources(spec, before));
}

/** A source is named in two fields; the older one knows claims and their snapshots only. */
function withSources(given: JsonObject, before: JsonObject = {}): JsonObject {
  const spec = before['dataSourceRef'] === undefined ? withoutForeignSource(given) : given;
  const used = before['dataSource'] !== undefined || before['dataSourceRef'] !== undefined;
  const { dataSource, ...rest } = spec;
  const known =
    used || spec['dataSourceRef'] !== undefined || !isObject(dataSource) || isKnownSource(dataSource) ? spec : rest;
  const [source, reference] = [known['dataSource'], known['dataSourceRef']];
  if (isObject(source) && reference === undefined) return { ...known, dataSourceRef: source };
  if (!isObject(reference) || source !== undefined || textAt(reference, 'namespace')) return known;
  const { namespace: _, ...local } = reference;
  return { ...known, dataSource: local };
}

/** Sources in other namespaces are a feature of their own. */
function withoutForeignSource(spec: JsonObject): JsonObject {
  if (!textAt(spec['dataSourceRef'], 'namespace')) return spec;
  const { dataSourceRef: _, ...rest } = spec;
  return rest;
}

function isKnownSource(source: JsonObject): boolean {
  const [group, kind] = [textAt(source, 'apiGroup') ?? '', textAt(source, 'kind')];
  if (group === '') return kind === 'PersistentVolumeClaim';
  return group === 'snapshot.storage.k8s.io' && kind === 'VolumeSnapshot';
}

function volume(object: JsonObject, input: CreateInput): JsonObject {
  const kept = withFinalizer('kubernetes.io/pv-protection')(object, input);
  return { ...kept, status: { phase: 'Pending', lastPhaseTransitionTime: input.now } };
}

/** A Job finds its pods by its own uid, unless it says that it selects by hand. */
function job(object: JsonObject, { uid }: CreateInput): JsonObject {
  const spec = isObject(object['spec']) ? object['spec'] : {};
  if (spec['manualSelector'] === true) return object;
  const name = textAt(object, 'metadata', 'name') ?? '';
  const own = {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  };
  const template = isObject(spec['template']) ? spec['template'] : {};
  const labels = asObject(object['metadata'])['labels'];
  const given = asObject(template['metadata'])['labels'];
  const templateLabels = { ...own, ...asObject(given) };
  // A Job without labels has got its template's: the very same map (see the defaults of Jobs), so that both grow.
  const shared = labels === undefined || labels === given || Object.keys(asObject(labels)).length === 0;
  return {
    ...(shared ? withMetadata(object, { labels: templateLabels }) : object),
    spec: {
      ...spec,
      selector: {
        ...asObject(spec['selector']),
        matchLabels: {
          ...asObject(asObject(spec['selector'])['matchLabels']),
          'batch.kubernetes.io/controller-uid': uid,
        },
      },
      template: withMetadata(template, { labels: templateLabels }),
    },
  };
}

function pod(object: JsonObject, input: CreateInput): JsonObject {
  const admitted = admitPod(withLabelKeys(object), input);
  return { ...admitted, status: podStatus(admitted, input.now) };
}

/** A node is not for pods until something says that it is ready. */
function node(object: JsonObject): JsonObject {
  const taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };
  return withSpec(object, (spec) => {
    const taints = isList(spec['taints']) ? spec['taints'] : [];
    const tainted = taints.some((one) => textAt(one, 'key') === taint.key && textAt(one, 'effect') === taint.effect);
    return tainted ? spec : { ...spec, taints: [...taints, taint] };
  });
}

const TEMPLATES = 'deprecated.daemonset.template.generation';

/** Templates are counted from one on. */
function daemonSet(object: JsonObject): JsonObject {
  const annotations = asObject(asObject(object['metadata'])['annotations']);
  return Number(annotations[TEMPLATES] ?? 0) >= 1
    ? object
    : withMetadata(object, { annotations: { ...annotations, [TEMPLATES]: '1' } });
}

/** Of the secrets of an account only their names are kept. */
export function withNamedSecrets(account: JsonObject): JsonObject {
  const secrets = account['secrets'];
  if (!isList(secrets)) return account;
  const named = secrets.map((secret) => {
    const name = textAt(secret, 'name');
    return name === undefined ? {} : { name };
  });
  return { ...account, secrets: named };
}

function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

const PREPARATIONS: Readonly<Record<string, Preparation>> = {
  'apps/v1 DaemonSet': daemonSet,
  'batch/v1 Job': job,
  'storage.k8s.io/v1 VolumeAttributesClass': withFinalizer('kubernetes.io/vac-protection'),
  'v1 Namespace': namespace,
  'v1 Node': node,
  'v1 PersistentVolume': volume,
  'v1 PersistentVolumeClaim': claim,
  'v1 Pod': pod,
  'v1 Service': allocateService,
  'v1 ServiceAccount': withNamedSecrets,
};
