/** The `scale` subresource: a view of an object's replica count that every kind with replicas shares (autoscaling/v1 Scale). */
import { isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { formatLabelSelector, labelSelectorOf } from '../../kube/selector/label-selector.ts';
import { updateObject } from '../operations/update-object.ts';
import type { ScalePaths } from '../registry/resource-definition.ts';
import type { FullAnswer } from '../requests/api-request.ts';
import { type Call, writeOptionsOf } from '../requests/call.ts';
import { asPatched } from '../requests/field-validation.ts';
import { patchedValue } from '../requests/patch-value.ts';
import { readObject } from '../requests/read-body.ts';
import { invalid, methodNotAllowed, noSuchResource, notFound } from '../status/faults.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { answerObject } from './answer-object.ts';

const KIND = { apiVersion: 'autoscaling/v1', kind: 'Scale', custom: false };

/** GET, PUT and PATCH of a scale. Throws 404, 405, 409 and 422. */
export function handleScale(call: Call): FullAnswer {
  const { cluster, definition, path, request } = call;
  if (!definition.scale) throw noSuchResource();
  const current = cluster.store.get(definition.shelf, path.namespace, path.name);
  if (!current) throw notFound(definition, path.name);
  const scale = scaleOf(current.object, definition.scale);
  if (request.method === 'GET') return answerObject(200, scale);
  if (request.method === 'PUT') return write(call, current, readObject(request, KIND), 'UpdateOptions');
  if (request.method !== 'PATCH') throw methodNotAllowed();
  return write(call, current, asPatched(KIND, patchedValue(call, { ...KIND, current: scale })), 'PatchOptions');
}

function write(
  call: Call,
  current: StoredObject,
  scale: KubeObject,
  kind: 'UpdateOptions' | 'PatchOptions',
): FullAnswer {
  const { cluster, definition } = call;
  const paths = definition.scale;
  if (!paths) throw noSuchResource();
  const replicas = memberAt(scale, 'spec', 'replicas') ?? 0;
  if (typeof replicas !== 'number' || replicas < 0) throw negative(current.name, replicas);
  const shown = current.as(definition.apiVersion, definition.convert).object;
  const { resourceVersion, uid } = scale.metadata;
  const next = withMember(shown, paths.replicas, replicas);
  const metadata = { ...shown.metadata, ...(resourceVersion && { resourceVersion }), ...(uid && { uid }) };
  const options = { ...writeOptionsOf(call, kind), subresource: 'scale' };
  const stored = updateObject(cluster, definition, { current, next: { ...next, metadata } }, options);
  return answerObject(200, scaleOf(stored.object, paths));
}

function negative(name: string, replicas: Json) {
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
    spec: { ...(replicas !== 0 && { replicas }) },
    status: { replicas: memberAt(object, ...paths.statusReplicas) ?? 0, ...(selector && { selector }) },
  };
}

function selectorText(object: KubeObject, { selector }: ScalePaths): string | undefined {
  if (!selector) return undefined;
  const text = textAt(object, ...selector);
  if (text !== undefined) return text;
  const parsed = labelSelectorOf(memberAt(object, ...selector));
  return parsed && formatLabelSelector(parsed);
}

function withMember(object: KubeObject, path: readonly string[], value: Json): KubeObject {
  return { ...object, ...(setAt(object, path, value) as JsonObject) };
}

function setAt(here: Json | undefined, [first, ...rest]: readonly string[], value: Json): Json {
  if (first === undefined) return value;
  const members = isObject(here) ? here : {};
  return { ...members, [first]: setAt(members[first], rest, value) };
}
