/**
 * Fields that the schemas have and the server drops, since what they are for is not switched on by default: alpha features
 * of Kubernetes 1.35, and betas that need an API of their own. Source: `DropDisabledFields` of `pkg/api` and `pkg/registry`.
 */
import { isList, isObject, type Json, type JsonObject, textAt } from '../../base/json-value.ts';
import { type StructType, structOfKind, structType, type TypeRef } from '../builtin/type-table.ts';

const DISABLED: Readonly<Record<string, readonly string[]>> = {
  'apps/v1.RollingUpdateStatefulSetStrategy': ['maxUnavailable'],
  'coordination/v1.LeaseSpec': ['strategy', 'preferredHolder'],
  'core/v1.Lifecycle': ['stopSignal'],
  'core/v1.PodSpec': ['workloadRef'],
  // Kept only of what an older version of the API stored.
  'discovery/v1.Endpoint': ['deprecatedTopology'],
  'resource/v1.Device': [
    'consumesCounters',
    'nodeName',
    'nodeSelector',
    'allNodes',
    'taints',
    'bindsToNode',
    'bindingConditions',
    'bindingFailureConditions',
    'allowMultipleAllocations',
  ],
  'resource/v1.DeviceCapacity': ['requestPolicy'],
  'resource/v1.DeviceClassSpec': ['extendedResourceName'],
  'resource/v1.ResourceSliceSpec': ['perDeviceNodeSelection', 'sharedCounters'],
  'resource/v1.DeviceConstraint': ['distinctAttribute'],
  'resource/v1.DeviceSubRequest': ['tolerations', 'capacity'],
  'resource/v1.ExactDeviceRequest': ['tolerations', 'capacity'],
  'resource/v1.AllocatedDeviceStatus': ['shareID'],
  'resource/v1.DeviceRequestAllocationResult': [
    'bindingConditions',
    'bindingFailureConditions',
    'consumedCapacity',
    'shareID',
  ],
  // Both were for a kind of setting that is gone.
  'core/v1.NodeSpec': ['configSource'],
  'core/v1.NodeStatus': ['config'],
  'core/v1.PodStatus': ['allocatedResources', 'extendedResourceClaimStatus', 'resources'],
  'core/v1.ContainerStatus': ['allocatedResourcesStatus'],
  'core/v1.VolumeProjection': ['clusterTrustBundle', 'podCertificate'],
};

const reaching = new Map<string, boolean>();

/** The built-in object without them; the same value where it has none. Comes after ownership of fields is tracked. */
export function withoutDisabledFields(object: JsonObject): JsonObject {
  const struct = structOfKind(textAt(object, 'apiVersion') ?? '', textAt(object, 'kind') ?? '');
  return struct === undefined || !reaches(struct.name) ? object : inStruct(object, struct);
}

/** True where a struct has such a field, or one that it holds has. */
function reaches(name: string): boolean {
  const known = reaching.get(name);
  if (known !== undefined) return known;
  // A type that holds itself adds nothing by that.
  reaching.set(name, false);
  const fields = structType(name)?.fields ?? [];
  const result = Object.hasOwn(DISABLED, name) || fields.some(({ type }) => type.kind !== 'scalar' && isNear(type));
  reaching.set(name, result);
  return result;
}

function isNear(type: TypeRef): boolean {
  if (type.kind === 'struct') return reaches(type.name);
  return type.kind !== 'scalar' && isNear(type.of);
}

function inStruct(value: JsonObject, { name, fields }: StructType): JsonObject {
  const dropped = Object.hasOwn(DISABLED, name) ? (DISABLED[name] ?? []) : [];
  let result = value;
  for (const field of dropped) {
    if (result[field] === undefined) continue;
    const { [field]: _, ...rest } = result;
    result = rest;
  }
  for (const field of fields) {
    const item = result[field.name];
    if (item === undefined || !isNear(field.type)) continue;
    const kept = inValue(item, field.type);
    if (kept === item) continue;
    const { [field.name]: _, ...rest } = result;
    // Of a lifecycle that is left with nothing nothing is left.
    result =
      field.name === 'lifecycle' && isObject(kept) && Object.keys(kept).length === 0
        ? rest
        : { ...result, [field.name]: kept };
  }
  return result;
}

function inValue(value: Json, type: TypeRef): Json {
  if (type.kind === 'struct' && isObject(value)) {
    const struct = structType(type.name);
    return struct === undefined ? value : inStruct(value, struct);
  }
  if (type.kind === 'map' && isObject(value)) {
    const entries = Object.entries(value).map(([key, item]): [string, Json] => [key, inValue(item ?? null, type.of)]);
    return entries.every(([key, item]) => item === value[key]) ? value : Object.fromEntries(entries);
  }
  if (type.kind !== 'list' || !isList(value)) return value;
  const items = value.map((item) => inValue(item, type.of));
  return items.every((item, at) => item === value[at]) ? value : items;
}
