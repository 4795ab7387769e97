/** Scheduler and kubelet of every pod: onto a node, through its life, away. */
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import {
  type Controller,
  controllerOf,
  deletionOf,
  onNeighbours,
  onSelf,
  type Step,
  type StepContext,
} from '../controller.ts';
import { observed } from '../owned-objects.ts';
import { NODES, PODS } from '../resources.ts';
import { statusChange } from '../status-change.ts';
import { maybeViewOf, type Pod, viewOf } from '../workload-types.ts';
import { troubleEvents } from './pod-events.ts';
import { podLife } from './pod-life.ts';
import { placePod } from './pod-placement.ts';
import { hasEnded } from './pod-state.ts';
import { POD_TIMES, type PodTimes } from './simulation.ts';

export interface ObservedPod {
  readonly pod: Pod;
  readonly nodes: readonly KubeObject[];
}

/** The controller of pods; times are those of the simulated containers. */
export function podController(times: PodTimes = POD_TIMES): Controller {
  return controllerOf<ObservedPod>({
    name: 'pod',
    triggers: [
      onSelf(PODS),
      // A pod that no node fitted gets another chance when nodes change.
      onNeighbours(NODES, PODS, { concerns: (pod) => viewOf<Pod>(pod).spec.nodeName === undefined }),
    ],
    observe(reader, key) {
      const pod = maybeViewOf<Pod>(observed(reader, key));
      if (pod === undefined) return undefined;
      return { pod, nodes: pod.spec.nodeName === undefined ? reader.list(NODES) : [] };
    },
    step: (seen, context) => podStep(seen, times, context),
  });
}

/** The next step of a pod's life. */
export function podStep({ pod, nodes }: ObservedPod, times: PodTimes, context: StepContext): Step {
  if (pod.metadata.deletionTimestamp !== undefined) return endPod(pod);
  if (pod.spec.nodeName === undefined || pod.spec.nodeName === '') return placePod(pod, nodes, context);
  if (hasEnded(pod)) return { actions: [] };
  const life = podLife(pod, times, context.now);
  return {
    actions: [...statusChange(pod, life.status), ...troubleEvents(pod, life.status)],
    ...(life.wakeAt === undefined ? {} : { wakeAt: life.wakeAt }),
  };
}

/** Deleted pods go at once, without grace. One that finalizers hold fails first: its owner (a Job) waits for that. */
function endPod(pod: Pod): Step {
  if (!hasEnded(pod) && (pod.metadata.finalizers ?? []).length > 0) {
    return { actions: statusChange(pod, { ...pod.status, phase: 'Failed' }) };
  }
  if ((pod.metadata.deletionGracePeriodSeconds ?? 0) === 0) return { actions: [] };
  return { actions: [deletionOf(PODS, pod, { gracePeriodSeconds: 0 })] };
}
