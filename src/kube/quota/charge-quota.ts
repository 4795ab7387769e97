/** Whether a quota lets an object in, and what it has used then. Messages: admission plugin ResourceQuota, Kubernetes 1.35. */
import { isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import { compareQuantities } from '../quantity/quantity.ts';
import {
  addLists,
  onlyNames,
  type ResourceList,
  readResourceList,
  resourceListText,
  subtractLists,
  withoutZeros,
  writeResourceList,
} from '../quantity/resource-list.ts';
import { type CountedResource, computeUsage, isMeasuredBy, usageOf } from './object-usage.ts';
import { containersOf } from './pod-resources.ts';
import { isInScopes } from './quota-scopes.ts';

export interface QuotaCharge {
  readonly resource: CountedResource;
  readonly object: JsonObject;
  /** What an update replaces; absent for a creation. */
  readonly old?: JsonObject;
  /** In milliseconds. */
  readonly now: number;
}

/** `used`: the new `status.used` of the quota. `unconcerned`: the object changes nothing for it. */
export type ChargeOutcome =
  | { readonly kind: 'unconcerned' }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'charged'; readonly used: JsonObject };

/** Containers must say how much of these they want where a quota limits it. */
const TO_BE_SPECIFIED = ['cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'];

/** Charges one object to one quota, by what the quota's status says. */
export function chargeQuota(quota: JsonObject, charge: QuotaCharge): ChargeOutcome {
  const { resource, object, old, now } = charge;
  const hard = readResourceList(memberAt(quota, 'status', 'hard'));
  const used = readResourceList(memberAt(quota, 'status', 'used'));
  const name = textAt(quota, 'metadata', 'name') ?? '';
  const limited = [...hard.keys()].filter((key) => isMeasuredBy(resource, key)).sort();
  if (limited.length === 0 || !isInScopes(quota, resource, object)) return { kind: 'unconcerned' };
  const unspecified = unspecifiedIn(charge, limited);
  if (unspecified !== '') return { kind: 'refused', why: `failed quota: ${name}: must specify ${unspecified}` };
  if (limited.some((key) => !used.has(key))) {
    return { kind: 'refused', why: `status unknown for quota: ${name}, resources: ${limited.join(',')}` };
  }
  const full = usageOf(resource, object, now);
  const delta = withoutZeros(old ? subtractLists(full, usageOf(resource, old, now)) : full);
  const requested = onlyNames(delta, hard);
  if (requested.size === 0) return { kind: 'unconcerned' };
  const next = addLists(used, requested);
  const exceeded = exceededIn(next, hard, requested);
  if (exceeded.size === 0) return { kind: 'charged', used: writeResourceList(next) };
  const [asked, before, most] = [requested, used, hard].map((list) => resourceListText(onlyNames(list, exceeded)));
  return { kind: 'refused', why: `exceeded quota: ${name}, requested: ${asked}, used: ${before}, limited: ${most}` };
}

/** What an update gives back is welcome, even where a quota was lowered below what is left. */
function exceededIn(next: ResourceList, hard: ResourceList, requested: ResourceList): ReadonlySet<string> {
  const names = [...requested].filter(([name, amount]) => {
    const [will, may] = [next.get(name), hard.get(name)];
    return amount.digits > 0n && will !== undefined && may !== undefined && compareQuantities(will, may) > 0;
  });
  return new Set(names.map(([name]) => name));
}

/** `limits.cpu for: a,b; memory for: b`; empty where every container says what it has to. */
function unspecifiedIn({ resource, object }: QuotaCharge, limited: readonly string[]): string {
  if (resource.group !== '' || resource.plural !== 'pods') return '';
  if (['requests', 'limits'].some((side) => speaksForAll(memberAt(object, 'spec', 'resources', side)))) return '';
  const containers = [...containersOf(object, 'containers'), ...containersOf(object, 'initContainers')];
  return limited
    .filter((name) => TO_BE_SPECIFIED.includes(name))
    .flatMap((name) => {
      const silent = containers.filter((container) => !specifies(memberAt(container, 'resources'), name));
      const names = [...new Set(silent.map((container) => textAt(container, 'name') ?? ''))].sort();
      return names.length === 0 ? [] : [`${name} for: ${names.join(',')}`];
    })
    .join('; ');
}

function specifies(resources: Parameters<typeof memberAt>[0], name: string): boolean {
  const [requests, limits] = ['requests', 'limits'].map((side) => readResourceList(memberAt(resources, side)));
  return computeUsage(requests ?? new Map(), limits ?? new Map()).has(name);
}

/** A pod as a whole can say something of these. */
function speaksForAll(amounts: Json | undefined): boolean {
  return isObject(amounts) && Object.keys(amounts).some((name) => /^(cpu|memory|hugepages-.*)$/.test(name));
}
