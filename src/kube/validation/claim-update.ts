/** What an update of a claim or of a volume may change. */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { compareQuantities, parseQuantity } from '../quantity/quantity.ts';
import { forbidden, invalid } from './causes.ts';
import { goShape, goVolumeSource } from './go-shape.ts';
import { unifiedDiff } from './unified-diff.ts';

const IMMUTABLE = 'field is immutable';

function specOf(object: JsonObject): JsonObject {
  return isObject(object['spec']) ? object['spec'] : {};
}

function without(value: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
}

/** A bound claim may grow and get another class of attributes; all else stays. */
export function claimUpdateCauses(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const [spec, before] = [specOf(object), specOf(old)];
  const bound = memberAt(object, 'status', 'phase') === 'Bound';
  const was = before['volumeName'] ? before : { ...before, volumeName: spec['volumeName'] ?? '' };
  return [
    ...changedSpec(bound ? asBefore(spec, before) : spec, was),
    ...shrunk(spec, before, old),
    ...changedMode(spec, before),
    ...lostClass(spec, old),
  ];
}

/** What a bound claim may change, as it was. */
function asBefore(spec: JsonObject, before: JsonObject): JsonObject {
  const name = 'volumeAttributesClassName';
  const classed = before[name] === undefined ? without(spec, name) : { ...spec, [name]: before[name] };
  const requests = memberAt(spec, 'resources', 'requests');
  if (!isObject(requests)) return classed;
  const resources = isObject(spec['resources']) ? spec['resources'] : {};
  const storage = memberAt(before, 'resources', 'requests', 'storage') ?? '0';
  return { ...classed, resources: { ...resources, requests: { ...requests, storage } } };
}

function changedSpec(spec: JsonObject, before: JsonObject): readonly FieldCause[] {
  const shown = (one: JsonObject): string => JSON.stringify(goShape(one, 'core/v1.PersistentVolumeClaimSpec'), null, 1);
  const [next, was] = [shown(spec), shown(before)];
  if (next === was) return [];
  const sentence =
    'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
  return [forbidden('spec', `${sentence}\n${unifiedDiff(was, next)}`)];
}

/** It may become smaller again where it has not grown yet. */
function shrunk(spec: JsonObject, before: JsonObject, old: JsonObject): readonly FieldCause[] {
  const amount = (value: Json | undefined) => parseQuantity(value ?? '0') ?? parseQuantity('0');
  const next = amount(memberAt(spec, 'resources', 'requests', 'storage'));
  const was = amount(memberAt(before, 'resources', 'requests', 'storage'));
  const has = amount(memberAt(old, 'status', 'capacity', 'storage'));
  if (!next || !was || !has || compareQuantities(next, was) >= 0 || compareQuantities(next, has) > 0) return [];
  return [forbidden('spec.resources.requests.storage', 'field can not be less than status.capacity')];
}

function changedMode(spec: JsonObject, before: JsonObject): readonly FieldCause[] {
  const mode = spec['volumeMode'];
  return jsonEqual(mode, before['volumeMode']) ? [] : [invalid('volumeMode', mode ?? null, IMMUTABLE)];
}

function lostClass(spec: JsonObject, old: JsonObject): readonly FieldCause[] {
  const name = spec['volumeAttributesClassName'];
  const current = memberAt(old, 'status', 'currentVolumeAttributesClassName');
  if (jsonEqual(name, memberAt(old, 'spec', 'volumeAttributesClassName')) || current === undefined) return [];
  const what = name === undefined ? 'nil' : name === '' ? 'empty string' : undefined;
  const detail = `update to ${what} is forbidden when status.currentVolumeAttributesClassName is not nil`;
  return what === undefined ? [] : [forbidden('spec.volumeAttributesClassName', detail)];
}

/** Where a volume is stays. */
export function volumeUpdateCauses(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const [spec, before] = [specOf(object), specOf(old)];
  const secret = memberAt(before, 'csi', 'controllerExpandSecretRef');
  const csi = spec['csi'];
  const free = isObject(csi) && isObject(before['csi']) && secret === undefined;
  const compared = free ? { ...spec, csi: without(csi, 'controllerExpandSecretRef') } : spec;
  const [next, was] = [goVolumeSource(compared), goVolumeSource(before)].map((one) => JSON.stringify(one, null, 1));
  const sentence = 'spec.persistentvolumesource is immutable after creation';
  const moved =
    next === was
      ? []
      : [forbidden('spec.persistentvolumesource', `${sentence}\n${unifiedDiff(was ?? '', next ?? '')}`)];
  const lost = before['volumeAttributesClassName'] !== undefined && spec['volumeAttributesClassName'] === undefined;
  return [
    ...moved,
    ...changedMode(spec, before),
    ...affinityCauses(spec['nodeAffinity'], before['nodeAffinity']),
    ...(lost ? [forbidden('spec.volumeAttributesClassName', 'update from non-nil value to nil is forbidden')] : []),
  ];
}

/** Labels that have another name since they are no beta. */
const STABLE: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'kubernetes.io/arch',
  'beta.kubernetes.io/os': 'kubernetes.io/os',
  'beta.kubernetes.io/instance-type': 'node.kubernetes.io/instance-type',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
};

/** The affinity with keys left out that may have become others: those no longer beta, and by mistake all that are empty. */
function renamed(value: Json | undefined, other: Json | undefined): Json {
  if (isList(value)) {
    return value.map((item, index) => renamed(item, isList(other) ? other[index] : undefined));
  }
  if (!isObject(value)) return value ?? null;
  const [key, counterpart] = [textAt(value, 'key') ?? '', textAt(other, 'key') ?? ''];
  const changes = Object.hasOwn(value, 'operator') && (mayBecome(key, counterpart) || mayBecome(counterpart, key));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !(changes && name === 'key'))
      .map(([name, item]) => [name, renamed(item, memberAt(other, name))]),
  );
}

function mayBecome(from: string, to: string): boolean {
  return to === (Object.hasOwn(STABLE, from) ? STABLE[from] : '');
}

function affinityCauses(next: Json | undefined, before: Json | undefined): readonly FieldCause[] {
  if (before === undefined || jsonEqual(renamed(next, before), renamed(before, next))) return [];
  const shown = isObject(next) ? goShape(next, 'core/v1.VolumeNodeAffinity') : null;
  return [invalid('nodeAffinity', shown, 'field is immutable, except for updating from beta label to GA')];
}
