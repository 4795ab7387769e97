/** Taints that tell what is wrong with a node: by its conditions, and by whether it is cordoned. Source: Kubernetes docs, "Taints and Tolerations". */
import { rfc3339 } from '../../../base/clock.ts';
import { isList, isObject, type JsonObject, memberAt, textAt } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { type Controller, controllerOf, NOTHING, onSelf, type Step, type StepContext } from '../controller.ts';
import { observed } from '../owned-objects.ts';
import { NODES } from '../resources.ts';

const PREFIX = 'node.kubernetes.io/';
/** What a condition of that type and status is called as a taint. */
const TAINTS: readonly (readonly [type: string, status: string, name: string])[] = [
  ['Ready', 'False', 'not-ready'],
  ['Ready', 'Unknown', 'unreachable'],
  ['MemoryPressure', 'True', 'memory-pressure'],
  ['DiskPressure', 'True', 'disk-pressure'],
  ['PIDPressure', 'True', 'pid-pressure'],
  ['NetworkUnavailable', 'True', 'network-unavailable'],
];
/** These send pods away as well that do not tolerate them. */
const EVICTING = ['not-ready', 'unreachable'];
const OWN_KEYS: ReadonlySet<string> = new Set(
  [...TAINTS.map(([, , name]) => name), 'unschedulable'].map((name) => PREFIX + name),
);

export const nodeTaintController: Controller = controllerOf<{ readonly node: KubeObject }>({
  name: 'node-taints',
  triggers: [onSelf(NODES)],
  observe(reader, key) {
    const node = observed(reader, key);
    return node && { node };
  },
  step: nodeTaintStep,
});

/** Adds what is missing and removes what is no longer so; taints of others stay. */
export function nodeTaintStep({ node }: { readonly node: KubeObject }, { now }: StepContext): Step {
  if (node.metadata.deletionTimestamp !== undefined) return NOTHING;
  const taints = taintsIn(node);
  const wanted = wantedTaints(node);
  const isWanted = (taint: JsonObject): boolean => wanted.some((one) => isSame(one, taint));
  const kept = taints.filter((taint) => !isOwn(taint) || isWanted(taint));
  const fresh = wanted.filter((one) => !taints.some((taint) => isSame(one, taint)));
  if (fresh.length === 0 && kept.length === taints.length) return NOTHING;
  const next = [...kept, ...fresh.map((taint) => ({ ...taint, timeAdded: rfc3339(now) }))];
  const { taints: _, ...spec } = isObject(node.spec) ? node.spec : {};
  const changed = { ...node, spec: next.length === 0 ? spec : { ...spec, taints: next } };
  return { actions: [{ kind: 'update', object: changed }] };
}

function wantedTaints(node: KubeObject): readonly JsonObject[] {
  const conditions = memberAt(node.status, 'conditions');
  const names = (isList(conditions) ? conditions : []).flatMap((condition) => {
    const found = TAINTS.find(([type, status]) => {
      return type === textAt(condition, 'type') && status === textAt(condition, 'status');
    });
    return found ? [found[2]] : [];
  });
  const all = memberAt(node.spec, 'unschedulable') === true ? [...names, 'unschedulable'] : names;
  return all.flatMap((name) => {
    const key = PREFIX + name;
    const evicting = EVICTING.includes(name) ? [{ key, effect: 'NoExecute' }] : [];
    return [{ key, effect: 'NoSchedule' }, ...evicting];
  });
}

function taintsIn(node: KubeObject): readonly JsonObject[] {
  const taints = memberAt(node.spec, 'taints');
  return isList(taints) ? taints.filter(isObject) : [];
}

function isOwn(taint: JsonObject): boolean {
  return OWN_KEYS.has(String(taint['key'])) && taint['effect'] !== 'PreferNoSchedule';
}

function isSame(one: JsonObject, other: JsonObject): boolean {
  return one['key'] === other['key'] && one['effect'] === other['effect'];
}
