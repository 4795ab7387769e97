/** The `scale` subresource: a view of an object's replica count that every kind with replicas shares (autoscaling/v1 Scale). */

import { messageOf } from '../../base/errors.ts';
import { isObject, type Json, type JsonObject, member, memberAt, textAt } from '../../base/json-value.ts';
import { decodeTyped } from '../../kube/builtin/decode.ts';
import { structOfKind } from '../../kube/builtin/type-table.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { setOfPaths } from '../../kube/patch/apply/field-set.ts';
import { ageText } from '../../kube/printing/age.ts';
import { formatLabelSelector, labelSelectorOf } from '../../kube/selector/label-selector.ts';
import { metadataCauses } from '../../kube/validation/metadata.ts';
import { decodeObject } from '../operations/decode-object.ts';
import { checkUid, checkVersion, updateObject } from '../operations/update-object.ts';
import type { WriteOptions } from '../operations/write-options.ts';
import type { ResourceDefinition, ScalePaths } from '../registry/resource-definition.ts';
import type { FullAnswer } from '../requests/api-request.ts';
import { type Call, writeOptionsOf } from '../requests/call.ts';
import { currentObject } from '../requests/current-object.ts';
import { asPatched, unfitPatch } from '../requests/field-validation.ts';
import { appliedTo, readConfiguration } from '../requests/handle-apply.ts';
import { checkNamed } from '../requests/handle-write.ts';
import { APPLY_PATCH, patchTypeOf } from '../requests/patch-types.ts';
import { patchedValue } from '../requests/patch-value.ts';
import { viewOptionsOf } from '../requests/view-options.ts';
import { ApiFault } from '../status/api-fault.ts';
import { badRequest, internalError, invalid, methodNotAllowed, noSuchResource, notFound } from '../status/faults.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { answerObject } from './answer-object.ts';
import { readSubresource } from './read-subresource.ts';

const KIND_OF_SCALE = { apiVersion: 'autoscaling/v1', kind: 'Scale' };
const KIND = { apiVersion: 'autoscaling/v1', kind: 'Scale', custom: false };
/** Nobody can apply the scale of a custom resource: these are the words in which a server fails. */
const NO_APPLY =
  'failed to create manager for existing fields: failed to convert live object (/; autoscaling/v1, Kind=Scale) to proper version: request to convert CR to an invalid group/version: autoscaling/v1';

/** GET, PUT and PATCH of a scale. Throws 404, 405, 409 and 422. */
export function handleScale(call: Call): FullAnswer {
  const { definition, path, request } = call;
  if (!definition.scale) throw noSuchResource();
  const current = currentObject(call);
  if (!current) throw notFound(definition, path.name);
  if (request.method === 'GET') checkReplicas(call, current.object);
  const scale = scaleOf(current.object, definition.scale);
  if (request.method === 'GET') return shownScale(call, scale);
  if (request.method === 'PUT') return write(call, current, readSubresource(call, KIND), 'UpdateOptions');
  if (request.method !== 'PATCH') throw methodNotAllowed();
  if (patchTypeOf(call) === APPLY_PATCH) return applyScale(call, current);
  const patched = asPatched(KIND, patchedValue(call, { ...KIND, current: scale }));
  return write(call, current, decodeScale(patched), 'PatchOptions');
}

function write(
  call: Call,
  current: StoredObject,
  scale: KubeObject,
  kind: 'UpdateOptions' | 'PatchOptions',
): FullAnswer {
  const { cluster, definition, path } = call;
  const paths = definition.scale;
  if (!paths) throw noSuchResource();
  const replicas = memberAt(scale, 'spec', 'replicas') ?? 0;
  checkNamed(call, scale);
  if (scale.metadata.name !== path.name) {
    throw badRequest(
      `the name of the object (${String(scale.metadata.name)}) does not match the name on the URL (${path.name})`,
    );
  }
  const options = scaleOptions(call, kind, paths);
  checkUid(definition, current, scale, options);
  // Without a version it is for whatever is there.
  if (definition.custom && scale.metadata.resourceVersion) checkVersion(definition, current, scale);
  refuseScale(definition, current.name, scale);
  const shown = current.as(definition.apiVersion, definition.convert).object;
  const { resourceVersion, uid } = scale.metadata;
  const next = withMember(shown, paths.replicas, replicas);
  const metadata = { ...shown.metadata, ...(resourceVersion && { resourceVersion }), ...(uid && { uid }) };
  // Nobody comes to own the replica count of a custom resource by its scale.
  // Nor that of any kind where it is zero: a Scale leaves zeros out.
  const unclaimed =
    replicas === 0 || definition.custom ? setOfPaths([paths.replicas.map((name) => `f:${name}`)]) : undefined;
  const write = { ...options, subresource: 'scale', ...(unclaimed && { unclaimed }) };
  const stored = updateObject(cluster, definition, { current, next: { ...next, metadata } }, write);
  return answerObject(200, scaleOf(stored.object, paths));
}

/** Policies see scales. */
function scaleOptions(call: Call, kind: 'UpdateOptions' | 'PatchOptions', paths: ScalePaths): WriteOptions {
  const { admit, ...options } = writeOptionsOf(call, kind);
  const shown = (object: KubeObject | undefined) => object && (scaleOf(object, paths) as KubeObject);
  return {
    ...options,
    admit: ({ object, old, ...write }) => {
      const [next, before] = [shown(object), shown(old)];
      admit?.({ ...write, ...(next && { object: next }), ...(before && { old: before }), as: KIND_OF_SCALE });
    },
  };
}

/**
 * An apply owns the replica count of the object itself, by the `scale` subresource; conflicts are told in the version of
 * Scale.
 */
function applyScale(call: Call, current: StoredObject): FullAnswer {
  const { cluster, definition } = call;
  const paths = definition.scale;
  if (!paths) throw noSuchResource();
  const shown = current.as(definition.apiVersion, definition.convert);
  const config = readConfiguration({ ...call, definition: { ...definition, ...KIND } });
  if (definition.custom) throw new ApiFault({ code: 500, reason: '', message: NO_APPLY });
  const replicas = memberAt(config, 'spec', 'replicas');
  if (typeof replicas === 'number' && replicas < 0) throw negative(definition, current.name, replicas);
  const { apiVersion, kind } = definition;
  const metadata = { name: textAt(config, 'metadata', 'name') ?? '' };
  const own = { apiVersion, kind, metadata } as KubeObject;
  const wanted = replicas === undefined ? own : withMember(own, paths.replicas, replicas);
  const options = scaleOptions(call, 'PatchOptions', paths);
  // A Scale leaves zeros out, so that who asks for none asks for a change.
  const live =
    memberAt(shown.object, ...paths.replicas) === 0 ? withoutMember(shown.object, paths.replicas) : shown.object;
  const request = { live, creates: false, shownVersion: KIND.apiVersion };
  const { object, changed } = appliedTo(call, wanted, request);
  if (!changed) return answerObject(200, scaleOf(shown.object, paths));
  const next = decodeObject(definition, object as KubeObject).object;
  const write = { ...options, subresource: 'scale', fieldsClaimed: true, patches: true };
  return answerObject(200, scaleOf(updateObject(cluster, definition, { current, next }, write).object, paths));
}

/** The result of a patch as a Scale. Throws 422 that shows it, as for any object. */
function decodeScale(patched: KubeObject): KubeObject {
  const struct = structOfKind(KIND.apiVersion, KIND.kind);
  try {
    return struct ? ({ ...decodeTyped(patched, struct).object, ...KIND_OF_SCALE } as KubeObject) : patched;
  } catch (error) {
    throw unfitPatch(patched, messageOf(error));
  }
}

/** A scale has columns of its own. */
const COLUMNS = [
  { name: 'Name', type: 'string' },
  { name: 'Desired', type: 'integer' },
  { name: 'Available', type: 'integer' },
  { name: 'Age', type: 'string' },
];

/** Those of custom resources are typed a little otherwise. */
function columnsOf({ definition: { custom } }: Call) {
  return COLUMNS.map((column) => {
    const format = custom && column.name === 'Name' ? 'name' : '';
    const type = custom && column.name === 'Age' ? 'date' : column.type;
    return { ...column, type, format, description: '', priority: 0 };
  });
}

function shownScale(call: Call, scale: JsonObject): FullAnswer {
  const { form } = viewOptionsOf(call, 'object');
  if (form.view !== 'table') return answerObject(200, scale);
  const metadata = member(scale, 'metadata') ?? {};
  const cells = [
    textAt(metadata, 'name') ?? '',
    memberAt(scale, 'spec', 'replicas') ?? (call.definition.custom ? null : 0),
    memberAt(scale, 'status', 'replicas') ?? 0,
    ageText(textAt(metadata, 'creationTimestamp') ?? '', call.cluster.clock.now()),
  ];
  const object = { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${form.version}`, metadata };
  return answerObject(200, {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${form.version}`,
    metadata: { resourceVersion: textAt(metadata, 'resourceVersion') ?? '' },
    columnDefinitions: columnsOf(call),
    rows: [{ cells, object }],
  });
}

/** A custom resource without a replica count has no scale. */
function checkReplicas({ definition: { custom, scale } }: Call, object: KubeObject): void {
  if (!custom || !scale || memberAt(object, ...scale.replicas) !== undefined) return;
  throw internalError(`the spec replicas field ${JSON.stringify(`.${scale.replicas.join('.')}`)} does not exist`);
}

/** Throws 422 for a scale that is wrong in itself: built-in kinds have its metadata looked at, too. */
function refuseScale(definition: ResourceDefinition, name: string, scale: KubeObject): void {
  const replicas = memberAt(scale, 'spec', 'replicas') ?? 0;
  const wrong = typeof replicas !== 'number' || replicas < 0;
  if (definition.custom) {
    if (wrong) throw negative(definition, name, replicas);
    return;
  }
  const message = `Invalid value: ${String(replicas)}: must be greater than or equal to 0`;
  const causes = [
    ...metadataCauses(scale),
    ...(wrong ? [{ field: 'spec.replicas', message, reason: 'FieldValueInvalid' }] : []),
  ];
  if (causes.length > 0) throw invalid({ group: 'autoscaling', kind: 'Scale' }, name, causes);
}

function negative({ custom, group, kind, scale }: ResourceDefinition, name: string, replicas: Json) {
  if (custom) {
    const field = `.${scale?.replicas.join('.')}`;
    const message = `Invalid value: ${String(replicas)}: should be a non-negative integer`;
    return invalid({ group, kind }, name, [{ field, message, reason: 'FieldValueInvalid' }]);
  }
  const message = `Invalid value: ${String(replicas)}: must be greater than or equal to 0`;
  return invalid({ group: 'autoscaling', kind: 'Scale' }, name, [
    { field: 'spec.replicas', message, reason: 'FieldValueInvalid' },
  ]);
}

/** The scale of an object. */
function scaleOf(object: KubeObject, paths: ScalePaths): JsonObject {
  const { name = '', namespace = '', uid = '', resourceVersion = '', creationTimestamp = null } = object.metadata;
  const selector = selectorText(object, paths);
  const replicas = memberAt(object, ...paths.replicas) ?? 0;
  return {
    kind: KIND.kind,
    apiVersion: KIND.apiVersion,
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: replicas === 0 ? {} : { replicas },
    status: { replicas: memberAt(object, ...paths.statusReplicas) ?? 0, ...(selector && { selector }) },
  };
}

function selectorText(object: KubeObject, { selector }: ScalePaths): string | undefined {
  if (!selector) return undefined;
  const text = textAt(object, ...selector);
  if (text !== undefined) return text;
  const value = memberAt(object, ...selector);
  // Replication controllers have labels only.
  const parsed = labelSelectorOf(object.kind === 'ReplicationController' ? { matchLabels: value ?? {} } : value);
  return parsed && formatLabelSelector(parsed);
}

function withMember(object: KubeObject, path: readonly string[], value: Json): KubeObject {
  return { ...object, ...(setAt(object, path, value) as JsonObject) };
}

function withoutMember(object: KubeObject, path: readonly string[]): KubeObject {
  const [last = '', ...parents] = path.toReversed();
  const { [last]: _, ...rest } = (memberAt(object, ...parents.toReversed()) ?? {}) as JsonObject;
  return withMember(object, parents.toReversed(), rest);
}

function setAt(here: Json | undefined, [first, ...rest]: readonly string[], value: Json): Json {
  if (first === undefined) return value;
  const members = isObject(here) ? here : {};
  return { ...members, [first]: setAt(members[first], rest, value) };
}
