/**
 * Subresources that lead to a container, a node or a Service. Nothing runs behind the simulated ones, so these end as where a
 * server can't find the name of a node or reach an address. The checks before and their order: answers of a real server.
 */
import { isList, memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { headerOf } from '../requests/api-request.ts';
import type { Call } from '../requests/call.ts';
import { ApiFault } from '../status/api-fault.ts';
import { badRequest, notFound } from '../status/faults.ts';
import { containerOf } from './container-of.ts';

/** Exec and attach. Throws 404 without the pod; 400 without a container, a node or a wish to upgrade; else 500. */
export function refuseContainer(call: Call): never {
  const pod = targetOf(call, call.path.name);
  containerOf(pod, call.query.get('container') ?? '');
  refuseStream(call, pod);
}

/** Port-forward. Throws 404 without the pod; 400 without a node or a wish to upgrade; else 500. */
export function refuseForward(call: Call): never {
  refuseStream(call, targetOf(call, call.path.name));
}

function refuseStream({ request }: Call, pod: KubeObject): never {
  const node = textAt(pod.spec, 'nodeName') ?? '';
  if (node === '') throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`);
  if (!headerOf(request, 'upgrade')) throw badRequest('Upgrade request required');
  throw new ApiFault({ code: 500, reason: '', message: `error dialing backend: dial tcp: ${unknownHost(node)}` });
}

/** The proxy to a node. Throws 404 without the node, else 400. */
export function refuseNode(call: Call): never {
  const { name = '' } = targetOf(call, destinationOf(call.path.name).name).metadata;
  throw badRequest(unknownHost(name));
}

/** The proxy to a pod. Throws 404 without the pod, 400 where it has no address, else 503. */
export function refusePod(call: Call): never {
  const { name, port } = destinationOf(call.path.name);
  const address = textAt(targetOf(call, name).status, 'podIP') ?? '';
  if (address === '') throw badRequest('address not allowed');
  throw unreachable(address, port === '' ? '80' : port);
}

/** The proxy to a Service. Throws 404 without the Service, else 503. */
export function refuseService(call: Call): never {
  const { name, port } = destinationOf(call.path.name);
  const service = targetOf(call, name);
  const ports = listAt(service.spec, 'ports');
  const numbered = ports.find((one) => String(memberAt(one, 'port')) === port);
  const portName = numbered === undefined ? port : (textAt(numbered, 'name') ?? '');
  const endpoints = call.cluster.store.get('/endpoints', call.path.namespace, name)?.object;
  for (const subset of listAt(endpoints, 'subsets')) {
    const [address] = listAt(subset, 'addresses');
    const found = listAt(subset, 'ports').find((one) => (textAt(one, 'name') ?? '') === portName);
    if (address && found) throw unreachable(textAt(address, 'ip') ?? '', String(memberAt(found, 'port')));
  }
  throw unavailable(`no endpoints available for service ${JSON.stringify(name)}`);
}

/** `name`, `name:port` or `scheme:name:port`. */
function destinationOf(text: string): { readonly name: string; readonly port: string } {
  const parts = text.split(':');
  return parts.length === 3
    ? { name: parts[1] ?? '', port: parts[2] ?? '' }
    : { name: parts[0] ?? '', port: parts[1] ?? '' };
}

function targetOf({ cluster, definition, path }: Call, name: string): KubeObject {
  const stored = cluster.store.get(definition.shelf, path.namespace, name);
  if (!stored) throw notFound(definition, name);
  return stored.object;
}

function listAt(value: unknown, member: string) {
  const list = memberAt(value as KubeObject | undefined, member);
  return isList(list) ? list : [];
}

function unknownHost(node: string): string {
  return `lookup ${node}: no such host`;
}

function unreachable(address: string, port: string): ApiFault {
  return unavailable(`error trying to reach service: dial tcp ${address}:${port}: connect: connection refused`);
}

function unavailable(message: string): ApiFault {
  return new ApiFault({ code: 503, reason: 'ServiceUnavailable', message });
}
