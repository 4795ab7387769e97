/** What a LimitRange refuses. Messages: admission plugin LimitRanger, Kubernetes 1.35. */
import { isList, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import { compareQuantities, formatQuantity, milliValue, type Quantity } from '../quantity/quantity.ts';
import { type ResourceList, readResourceList } from '../quantity/resource-list.ts';
import { containersOf, podResources } from '../quota/pod-resources.ts';

interface Asked {
  readonly requests: ResourceList;
  readonly limits: ResourceList;
}

/** One bound on one resource: `type` is `Container`, `Pod` or `PersistentVolumeClaim`. */
interface Bound {
  readonly type: string;
  readonly name: string;
  readonly enforced: Quantity;
}

type Check = (bound: Bound, asked: Asked) => string | undefined;

/** Why the pod may not be, in the order of the range's limits; empty where it may. */
export function podLimitFaults(pod: JsonObject, limitRange: JsonObject): readonly string[] {
  const containers = [...containersOf(pod, 'containers'), ...containersOf(pod, 'initContainers')].map(resourcesOf);
  const whole = { requests: podResources(pod, 'requests'), limits: podResources(pod, 'limits') };
  return faults(limitRange, (limit) => {
    const type = textAt(limit, 'type');
    const subjects = type === 'Container' ? containers : type === 'Pod' ? [whole] : [];
    return subjects.flatMap((asked) => [
      ...broken(limit, { member: 'min', check: tooLittle, asked }),
      ...broken(limit, { member: 'max', check: tooMuch, asked }),
      ...broken(limit, { member: 'maxLimitRequestRatio', check: tooFarApart, asked }),
    ]);
  });
}

/** Why the claim may not be; empty where it may. Of a claim, requests alone are looked at. */
export function claimLimitFaults(claim: JsonObject, limitRange: JsonObject): readonly string[] {
  const { requests } = resourcesOf(memberAt(claim, 'spec') ?? {});
  const asked = { requests, limits: new Map() };
  return faults(limitRange, (limit) => {
    if (textAt(limit, 'type') !== 'PersistentVolumeClaim') return [];
    return [
      ...broken(limit, { member: 'min', check: tooLittle, asked }),
      ...broken(limit, { member: 'max', check: tooMuchAsked, asked }),
    ];
  });
}

function faults(limitRange: JsonObject, of: (limit: Json) => readonly string[]): readonly string[] {
  const limits = memberAt(limitRange, 'spec', 'limits');
  return [...new Set((isList(limits) ? limits : []).flatMap(of))];
}

function resourcesOf(owner: Json): Asked {
  const [requests, limits] = ['requests', 'limits'].map((side) => memberAt(owner, 'resources', side));
  return { requests: readResourceList(requests), limits: readResourceList(limits) };
}

function broken(
  limit: Json,
  { member, check, asked }: { readonly member: string; readonly check: Check; readonly asked: Asked },
): readonly string[] {
  const type = textAt(limit, 'type') ?? '';
  return [...readResourceList(memberAt(limit, member))]
    .map(([name, enforced]) => check({ type, name, enforced }, asked))
    .filter((fault) => fault !== undefined);
}

function tooLittle({ type, name, enforced }: Bound, { requests, limits }: Asked): string | undefined {
  const rule = `minimum ${name} usage per ${type} is ${formatQuantity(enforced)}`;
  const [request, limit] = [requests.get(name), limits.get(name)];
  if (!request) return `${rule}.  No request is specified`;
  if (compareQuantities(request, enforced) < 0) return `${rule}, but request is ${formatQuantity(request)}`;
  if (!limit || compareQuantities(limit, enforced) >= 0) return undefined;
  return `${rule}, but limit is ${formatQuantity(limit)}`;
}

function tooMuch({ type, name, enforced }: Bound, { requests, limits }: Asked): string | undefined {
  const rule = `maximum ${name} usage per ${type} is ${formatQuantity(enforced)}`;
  const [request, limit] = [requests.get(name), limits.get(name)];
  if (!limit) return `${rule}.  No limit is specified`;
  if (compareQuantities(limit, enforced) > 0) return `${rule}, but limit is ${formatQuantity(limit)}`;
  if (!request || compareQuantities(request, enforced) <= 0) return undefined;
  return `${rule}, but request is ${formatQuantity(request)}`;
}

function tooMuchAsked({ type, name, enforced }: Bound, { requests }: Asked): string | undefined {
  const rule = `maximum ${name} usage per ${type} is ${formatQuantity(enforced)}`;
  const request = requests.get(name);
  if (!request) return `${rule}.  No request is specified`;
  return compareQuantities(request, enforced) > 0 ? `${rule}, but request is ${formatQuantity(request)}` : undefined;
}

function tooFarApart({ type, name, enforced }: Bound, { requests, limits }: Asked): string | undefined {
  const rule = `${name} max limit to request ratio per ${type} is ${formatQuantity(enforced)}`;
  const [request, limit] = [requests.get(name), limits.get(name)];
  if (!request || request.digits === 0n) return `${rule}, but no request is specified or request is 0`;
  if (!limit || limit.digits === 0n) return `${rule}, but no limit is specified or limit is 0`;
  const ratio = Number(milliValue(limit)) / Number(milliValue(request));
  if (ratio * 1000 <= Number(milliValue(enforced))) return undefined;
  return `${rule}, but provided ratio is ${ratio.toFixed(6)}`;
}
