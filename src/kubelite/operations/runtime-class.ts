/** What a class of runtime adds to the pods that name it: its overhead, and which nodes they go to. */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import { forbidden } from '../status/faults.ts';
import type { Cluster } from './cluster.ts';

/** The pod with what its class says. Throws 403 where the pod says otherwise; other kinds are as they were. */
export function withRuntimeClass(cluster: Cluster, definition: ResourceDefinition, pod: KubeObject): KubeObject {
  const name = definition.shelf === '/pods' ? textAt(pod, 'spec', 'runtimeClassName') : undefined;
  const found = name ? cluster.store.get('node.k8s.io/runtimeclasses', '', name)?.object : undefined;
  if (found === undefined || !isObject(pod.spec)) return pod;
  const refuse = (why: string) => forbidden(definition, pod.metadata.name ?? '', why);
  const overhead = memberAt(found, 'overhead', 'podFixed');
  const own = pod.spec['overhead'];
  if (isObject(overhead) && own !== undefined && !jsonEqual(own, overhead)) {
    throw refuse("pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
  }
  const scheduling = memberAt(found, 'scheduling');
  return {
    ...pod,
    spec: {
      ...pod.spec,
      ...(isObject(overhead) && { overhead }),
      ...(isObject(scheduling) && scheduled(pod.spec, scheduling, refuse)),
    },
  };
}

function scheduled(spec: JsonObject, scheduling: JsonObject, refuse: (why: string) => Error): JsonObject {
  const [own, wanted] = [spec['nodeSelector'], scheduling['nodeSelector']].map((one) => (isObject(one) ? one : {}));
  for (const [key, value] of Object.entries(wanted ?? {})) {
    const given = own?.[key];
    if (given === undefined || given === value) continue;
    throw refuse(
      `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${String(value)}; pod.spec.nodeSelector[${key}] = ${String(given)}`,
    );
  }
  const nodeSelector = { ...own, ...wanted };
  const tolerations = mergedTolerations([...listOf(spec['tolerations']), ...listOf(scheduling['tolerations'])]);
  return {
    ...(Object.keys(nodeSelector).length > 0 && { nodeSelector }),
    ...(tolerations.length > 0 && { tolerations }),
  };
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  return isList(value) ? value.filter(isObject) : [];
}

/** Those that another one says already are left out. */
function mergedTolerations(all: readonly JsonObject[]): readonly JsonObject[] {
  const kept: JsonObject[] = [];
  for (const [index, one] of all.entries()) {
    const later = all.slice(index + 1).some((other) => !jsonEqual(one, other) && covers(other, one));
    if (!later && !kept.some((other) => covers(other, one))) kept.push(one);
  }
  return kept;
}

/** Everything that `one` tolerates is tolerated by `wide` (k8s.io/kubernetes: `isSuperset` of tolerations). */
function covers(wide: JsonObject, one: JsonObject): boolean {
  if (jsonEqual(wide, one)) return true;
  const at = (value: JsonObject, name: string) => textAt(value, name) ?? '';
  if (at(wide, 'key') !== at(one, 'key') && (at(wide, 'key') !== '' || at(wide, 'operator') !== 'Exists')) return false;
  if (at(wide, 'effect') !== '' && at(wide, 'effect') !== at(one, 'effect')) return false;
  if (at(wide, 'effect') === 'NoExecute' && wide['tolerationSeconds'] !== undefined) {
    const [most, asked] = [wide['tolerationSeconds'], one['tolerationSeconds']].map(Number);
    if (one['tolerationSeconds'] === undefined || (most ?? 0) < (asked ?? 0)) return false;
  }
  if (at(wide, 'operator') === 'Exists') return true;
  if (!['', 'Equal'].includes(at(wide, 'operator'))) return false;
  return ['', 'Equal'].includes(at(one, 'operator')) && at(one, 'value') === at(wide, 'value');
}
