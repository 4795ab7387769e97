/** What an update of a Service may change: addresses and families are given once, all but the second. */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { forbidden, invalid } from './causes.ts';
import { balancerClass } from './service-rules.ts';

const ONCE = 'may not change once set';

/** Causes for a Service that was `old` and is to be `object`. */
export function serviceUpdateCauses(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const [spec, before] = [specOf(object), specOf(old)];
  return [...addressCauses(spec, before), ...balancerCauses(spec, before), ...healthCauses(spec, before)];
}

function specOf(service: JsonObject): JsonObject {
  return isObject(service['spec']) ? service['spec'] : {};
}

function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

function isHeadless(spec: JsonObject): boolean {
  const list = listOf(spec['clusterIPs']);
  return list.length === 1 && list[0] === 'None';
}

function addressCauses(spec: JsonObject, before: JsonObject): readonly FieldCause[] {
  if (spec['type'] === 'ExternalName' || before['type'] === 'ExternalName') return [];
  const headless = [isHeadless(before), isHeadless(spec)];
  return [
    ...(headless[0] && headless[1] ? [] : changedAddresses(spec, before)),
    ...(headless[0] || headless[1] ? [] : changedFamilies(spec, before)),
  ];
}

function changedAddresses(spec: JsonObject, before: JsonObject): readonly FieldCause[] {
  const [next, old] = [listOf(spec['clusterIPs']), listOf(before['clusterIPs'])];
  const shown = spec['clusterIPs'] ?? null;
  const field = 'spec.clusterIPs';
  if (old.length === next.length) {
    return old.flatMap((ip, index) => (ip === next[index] ? [] : [invalid(`${field}[${index}]`, shown, ONCE)]));
  }
  const first = old.length > 0 && next.length > 0 && next[0] !== old[0] ? [invalid(`${field}[0]`, shown, ONCE)] : [];
  if (old.length < next.length) return first;
  const unset = next.length === 0 ? [invalid(`${field}[0]`, shown, 'primary clusterIP can not be unset')] : [];
  return [...unset, ...first, ...singleStack(spec, next, 'clusterIP')];
}

function changedFamilies(spec: JsonObject, before: JsonObject): readonly FieldCause[] {
  const [next, old] = [listOf(spec['ipFamilies']), listOf(before['ipFamilies'])];
  const field = 'spec.ipFamilies[0]';
  if (old.length === next.length) {
    return old.flatMap((family, index) => (family === next[index] ? [] : [invalid(field, spec['ipFamilies'], ONCE)]));
  }
  const changed = old.length > 0 && next.length > 0 && next[0] !== old[0];
  const first = changed ? [invalid(field, spec['clusterIPs'] ?? null, ONCE)] : [];
  if (old.length < next.length) return first;
  const isUnset = listOf(spec['clusterIPs']).length === 0;
  const unset = isUnset ? [invalid(field, spec['ipFamilies'] ?? null, 'primary ipFamily can not be unset')] : [];
  return [...unset, ...first, ...singleStack(spec, next, 'ipFamily')];
}

/** Whoever gives back the second of two says so. */
function singleStack(spec: JsonObject, next: readonly Json[], what: string): readonly FieldCause[] {
  const policy = spec['ipFamilyPolicy'];
  if (next.length !== 1 || policy === 'SingleStack') return [];
  const detail = `must be set to 'SingleStack' when releasing the secondary ${what}`;
  return [invalid('spec.ipFamilyPolicy', policy ?? null, detail)];
}

function balancerCauses(spec: JsonObject, before: JsonObject): readonly FieldCause[] {
  const name = spec['loadBalancerClass'];
  const field = 'spec.loadBalancerClass';
  const balanced = spec['type'] === 'LoadBalancer' && before['type'] === 'LoadBalancer';
  const kept = !balanced || jsonEqual(name, before['loadBalancerClass']);
  return [
    ...(kept ? [] : [invalid(field, name ?? null, ONCE)]),
    ...balancerClass(name, field, { value: spec, path: 'spec', object: { spec } }),
  ];
}

function healthCauses(spec: JsonObject, before: JsonObject): readonly FieldCause[] {
  const checked = [spec, before].every(
    ({ type, externalTrafficPolicy }) => type === 'LoadBalancer' && externalTrafficPolicy === 'Local',
  );
  const same = (spec['healthCheckNodePort'] ?? 0) === (before['healthCheckNodePort'] ?? 0);
  return !checked || same ? [] : [forbidden('spec.healthCheckNodePort', 'field is immutable')];
}
