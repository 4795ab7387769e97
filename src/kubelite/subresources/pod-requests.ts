/** What schedulers ask of pods: binding to a node. */
import { textAt } from '../../base/json-value.ts';
import { updateObject } from '../operations/update-object.ts';
import type { FullAnswer } from '../requests/api-request.ts';
import { type Call, writeOptionsOf } from '../requests/call.ts';
import { readObject } from '../requests/read-body.ts';
import { ApiFault } from '../status/api-fault.ts';
import { conflict, notFound } from '../status/faults.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { answerSuccess, checkUntabled } from './answer-object.ts';

const PODS = { group: '', plural: 'pods' };

/** POST of `pods/x/binding` or of `bindings`. Throws 404 without the pod and 409 where it has a node already. */
export function bindPod(call: Call): FullAnswer {
  checkUntabled(call.request);
  const binding = readObject(call.request, { apiVersion: 'v1', kind: 'Binding', custom: false });
  const name = call.path.name || (binding.metadata.name ?? '');
  if (!textAt(binding, 'target', 'name'))
    throw new ApiFault({ code: 500, reason: '', message: 'target.name: Required value' });
  const current = podOf(call, name);
  const assigned = textAt(current.object, 'spec', 'nodeName') ?? '';
  const node = textAt(binding, 'target', 'name') ?? '';
  const target = textAt(binding, 'target', 'kind') ?? '';
  if (target !== '' && target !== 'Node') {
    const message = `target.kind: Unsupported value: ${JSON.stringify(target)}: supported values: "Node", "<empty>"`;
    throw new ApiFault({ code: 500, reason: '', message });
  }
  if (assigned !== '')
    throw conflict(
      { group: '', plural: 'pods/binding' },
      name,
      `pod ${name} is already assigned to node "${assigned}"`,
    );
  const definition = call.cluster.registry.ofShelf('/pods');
  if (!definition) throw notFound(PODS, name);
  const next = { ...current.object, spec: { nodeName: node } };
  const options = { ...writeOptionsOf(call, 'CreateOptions'), subresource: 'binding' };
  updateObject(call.cluster, definition, { current, next }, options);
  return answerSuccess(201);
}

function podOf({ cluster, path }: Call, name: string): StoredObject {
  const current = cluster.store.get('/pods', path.namespace, name);
  if (!current) throw notFound(PODS, name);
  return current;
}
