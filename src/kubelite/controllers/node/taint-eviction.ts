/** Pods go from a node with a `NoExecute` taint that they do not tolerate, or no longer. Words: those of a real cluster. */
import { type Instant, rfc3339 } from '../../../base/clock.ts';
import { isList, isObject, type JsonObject, memberAt, textAt } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import {
  type Controller,
  controllerOf,
  keyOfObject,
  NOTHING,
  onSelf,
  type Step,
  type StepContext,
} from '../controller.ts';
import { observed } from '../owned-objects.ts';
import { withPodCondition } from '../pod/pod-conditions.ts';
import { tolerates } from '../pod/pod-placement.ts';
import { NODES, PODS } from '../resources.ts';
import { maybeViewOf, type Pod, type Toleration } from '../workload-types.ts';

interface ObservedPodOnNode {
  readonly pod: Pod;
  readonly node: KubeObject | undefined;
}

export const taintEvictionController: Controller = controllerOf<ObservedPodOnNode>({
  name: 'taint-eviction',
  triggers: [
    onSelf(PODS),
    {
      resource: NODES,
      keys: ({ object }, reader) =>
        evictingTaints(object).length === 0
          ? []
          : reader
              .list(PODS)
              .filter((pod) => textAt(pod.spec, 'nodeName') === object.metadata.name)
              .map((pod) => keyOfObject(PODS, pod)),
    },
  ],
  observe(reader, key) {
    const pod = maybeViewOf<Pod>(observed(reader, key));
    const name = pod?.spec.nodeName ?? '';
    if (pod === undefined || name === '' || pod.metadata.deletionTimestamp !== undefined) return undefined;
    return { pod, node: reader.get(NODES, '', name) };
  },
  step: taintEvictionStep,
});

/** Tells why, then deletes; or says when its patience ends. */
export function taintEvictionStep({ pod, node }: ObservedPodOnNode, { now }: StepContext): Step {
  const taints = evictingTaints(node);
  if (node === undefined || taints.length === 0) return NOTHING;
  const end = endOf(pod, taints, sinceOf(node, taints));
  if (end === Number.POSITIVE_INFINITY) return NOTHING;
  if (end > now) return { actions: [], wakeAt: end };
  const { name = '', namespace = '', uid = '', generation } = pod.metadata;
  const told = { type: 'Normal', reason: 'TaintManagerEviction', source: 'taint-eviction-controller' } as const;
  const condition = { type: 'DisruptionTarget', status: 'True', reason: 'DeletionByTaintManager' } as const;
  const message = 'Taint manager: deleting due to NoExecute taint';
  const status = withPodCondition(pod.status ?? {}, {
    ...condition,
    message,
    since: rfc3339(now),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
  });
  return {
    actions: [
      { kind: 'event', about: pod, ...told, message: `Marking for deletion Pod ${namespace}/${name}` },
      { kind: 'update-status', object: { ...pod, status } },
      { kind: 'delete', resource: PODS, namespace, name, uid },
    ],
  };
}

/** The shortest patience counts; no patience at all is no toleration. */
function endOf(pod: Pod, taints: readonly JsonObject[], since: Instant): Instant {
  const used: Toleration[] = [];
  for (const taint of taints) {
    const found = (pod.spec.tolerations ?? []).find((toleration) => tolerates(toleration, taint));
    if (found === undefined) return Number.NEGATIVE_INFINITY;
    used.push(found);
  }
  const seconds = used.flatMap(({ tolerationSeconds }) => (tolerationSeconds === undefined ? [] : [tolerationSeconds]));
  return seconds.length === 0 ? Number.POSITIVE_INFINITY : since + Math.max(0, Math.min(...seconds)) * 1000;
}

/** When the node got its taint: as the taint says, or when somebody last changed the node. */
function sinceOf({ metadata }: KubeObject, taints: readonly JsonObject[]): Instant {
  const added = taints.flatMap((taint) => textAt(taint, 'timeAdded') ?? []);
  const changes = (metadata.managedFields ?? []).flatMap((entry) => textAt(entry, 'time') ?? []);
  const times = (added.length === taints.length ? added : changes).map((time) => Date.parse(time));
  return times.length === 0 ? Date.parse(metadata.creationTimestamp ?? '') : Math.max(...times);
}

function evictingTaints(node: KubeObject | undefined): readonly JsonObject[] {
  const taints = memberAt(node?.spec, 'taints');
  return isList(taints) ? taints.filter(isObject).filter((taint) => taint['effect'] === 'NoExecute') : [];
}
