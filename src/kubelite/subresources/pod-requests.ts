/** What schedulers ask of pods: binding to a node. Source: the registry of pods, by recorded answers. */
import { isList, isObject, memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { updateObject } from '../operations/update-object.ts';
import type { FullAnswer } from '../requests/api-request.ts';
import { type Call, writeOptionsOf } from '../requests/call.ts';
import { ApiFault } from '../status/api-fault.ts';
import { badRequest, conflict, notFound } from '../status/faults.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { admitCreated } from './admit-created.ts';
import { answerSuccess } from './answer-object.ts';
import { readSubresource } from './read-subresource.ts';

const PODS = { group: '', plural: 'pods' };
const BINDING = { apiVersion: 'v1', kind: 'Binding' };

/** POST of `pods/x/binding` or of `bindings`. Throws 404 without the pod and 409 where it may not get the node. */
export function bindPod(call: Call): FullAnswer {
  const binding = readSubresource(call, BINDING);
  const name = binding.metadata.name ?? '';
  if (call.path.name !== '' && name !== call.path.name) {
    throw badRequest('name in URL does not match name in Binding object');
  }
  checkTarget(binding);
  admitCreated(call, binding);
  if (name === '') throw badRequest('Name parameter required.');
  const current = podOf(call, name);
  checkPod(current, binding);
  const definition = call.cluster.registry.ofShelf('/pods');
  if (!definition) throw notFound(PODS, name);
  const { admit: _, ...write } = writeOptionsOf(call, 'CreateOptions');
  const options = { ...write, subresource: 'binding' };
  updateObject(call.cluster, definition, { current, next: boundPod(current.object, binding) }, options);
  return answerSuccess(201);
}

function checkTarget(binding: KubeObject): void {
  const kind = textAt(binding, 'target', 'kind') ?? '';
  const faults = [
    ...(kind === '' || kind === 'Node'
      ? []
      : [`target.kind: Unsupported value: ${JSON.stringify(kind)}: supported values: "Node", "<empty>"`]),
    ...(textAt(binding, 'target', 'name') ? [] : ['target.name: Required value']),
  ];
  if (faults.length === 0) return;
  const message = faults.length === 1 ? (faults[0] ?? '') : `[${faults.join(', ')}]`;
  throw new ApiFault({ code: 500, reason: '', message });
}

/** A pod gets one node, once, and only when it may be scheduled. Throws 409. */
function checkPod({ object, namespace, name }: StoredObject, binding: KubeObject): void {
  const { uid, resourceVersion } = binding.metadata;
  const unmet = (what: string, wanted: string, found = '') => {
    const key = `/registry/pods/${namespace}/${name}`;
    const why = `Precondition failed: ${what} in precondition: ${wanted}, ${what} in object meta: ${found}`;
    return `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${why}`;
  };
  if (uid && uid !== object.metadata.uid) throw conflict(PODS, name, unmet('UID', uid, object.metadata.uid));
  if (resourceVersion && resourceVersion !== object.metadata.resourceVersion) {
    throw conflict(PODS, name, unmet('ResourceVersion', resourceVersion, object.metadata.resourceVersion));
  }
  const why = whyUnfit(object, name);
  if (why !== undefined) throw conflict({ group: '', plural: 'pods/binding' }, name, why);
}

function whyUnfit({ metadata, spec }: KubeObject, name: string): string | undefined {
  if (metadata.deletionTimestamp !== undefined) return `pod ${name} is being deleted, cannot be assigned to a host`;
  const node = textAt(spec, 'nodeName') ?? '';
  if (node !== '') return `pod ${name} is already assigned to node ${JSON.stringify(node)}`;
  const gates = memberAt(spec, 'schedulingGates');
  return isList(gates) && gates.length > 0 ? `pod ${name} has non-empty .spec.schedulingGates` : undefined;
}

/** Labels and annotations of the binding go over to the pod. */
function boundPod({ metadata, spec, status, ...rest }: KubeObject, binding: KubeObject): KubeObject {
  const { labels, annotations } = binding.metadata;
  const { nominatedNodeName: _, ...reported } = isObject(status) ? status : {};
  const next = {
    ...metadata,
    ...(labels && { labels: { ...metadata.labels, ...labels } }),
    ...(annotations && { annotations: { ...metadata.annotations, ...annotations } }),
  };
  const nodeName = textAt(binding, 'target', 'name') ?? '';
  return { ...rest, metadata: next, spec: { ...(isObject(spec) && spec), nodeName }, status: reported };
}

function podOf({ cluster, path }: Call, name: string): StoredObject {
  const current = cluster.store.get('/pods', path.namespace, name);
  if (!current) throw notFound(PODS, name);
  return current;
}
