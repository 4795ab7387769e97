/** What a pod on a node looks like at its age: phase, containers, conditions. Pure. */
import { type Instant, rfc3339 } from '../../../base/clock.ts';
import type { JsonObject } from '../../../base/json-value.ts';
import type { Container, ContainerState, ContainerStatus, Pod, PodStatus } from '../workload-types.ts';
import { nodeAddress, podAddress } from './addresses.ts';
import { withPodCondition } from './pod-conditions.ts';
import { hasBadImage, isBadImage, type PodTimes, simulationOf } from './simulation.ts';

export interface PodLife {
  readonly status: PodStatus;
  /** When it changes next. */
  readonly wakeAt?: Instant;
}

interface Play {
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  readonly state: ContainerState;
  readonly last?: ContainerState;
  readonly ready: boolean;
  readonly wakeAt?: Instant;
}

/** The status of a pod that is on a node, at an instant. */
export function podLife(pod: Pod, times: PodTimes, now: Instant): PodLife {
  const start = pod.status?.startTime ?? rfc3339(now);
  const play = playOf(pod, { times, start, now });
  const generation = pod.metadata.generation ?? 1;
  const containers = pod.spec.containers.map((container) => containerStatus(container, play));
  const init = initStatuses(pod, play, exitedAt(start, { code: 0, times }));
  const status: PodStatus = {
    ...pod.status,
    observedGeneration: generation,
    phase: play.phase,
    ...addressesOf(pod),
    startTime: start,
    ...(init.length > 0 ? { initContainerStatuses: init } : {}),
    containerStatuses: containers,
    qosClass: pod.status?.['qosClass'] ?? qualityOfService(pod),
  };
  return {
    status: withLifeConditions(status, play, { start, now: rfc3339(now), generation }),
    ...(play.wakeAt === undefined ? {} : { wakeAt: play.wakeAt }),
  };
}

function playOf(pod: Pod, at: { readonly times: PodTimes; readonly start: string; readonly now: Instant }): Play {
  const wish = simulationOf(pod);
  const { times, now } = at;
  const started = Date.parse(at.start) + (wish === 'slow' ? times.slowStart : times.start);
  const restarts = (pod.spec.restartPolicy ?? 'Always') === 'Always';
  if (hasBadImage(pod)) {
    return { phase: 'Pending', state: { waiting: { reason: 'ImagePullBackOff' } }, ready: false };
  }
  if (now < started) {
    return { phase: 'Pending', state: { waiting: { reason: 'ContainerCreating' } }, ready: false, wakeAt: started };
  }
  if (wish === 'crash') return crash(pod, at);
  if (restarts || wish === 'hang') {
    return { phase: 'Running', state: { running: { startedAt: at.start } }, ready: !(restarts && wish === 'hang') };
  }
  if (now < started + times.run) {
    return {
      phase: 'Running',
      state: { running: { startedAt: at.start } },
      ready: true,
      wakeAt: started + times.run,
    };
  }
  return { phase: 'Succeeded', state: exitedAt(at.start, { code: 0, times }), ready: false };
}

function crash(pod: Pod, at: { readonly times: PodTimes; readonly start: string }): Play {
  const exited = exitedAt(at.start, { code: 1, times: at.times });
  if (pod.spec.restartPolicy === 'Never') return { phase: 'Failed', state: exited, ready: false };
  return { phase: 'Running', state: { waiting: { reason: 'CrashLoopBackOff' } }, last: exited, ready: false };
}

function exitedAt(start: string, end: { readonly code: number; readonly times: PodTimes }): ContainerState {
  return {
    terminated: {
      exitCode: end.code,
      reason: end.code === 0 ? 'Completed' : 'Error',
      startedAt: start,
      finishedAt: rfc3339(Date.parse(start) + end.times.run),
    },
  };
}

function containerStatus(container: Container, play: Play): ContainerStatus {
  const image = container.image ?? '';
  const running = play.state.running !== undefined;
  const pulled = play.state.waiting === undefined;
  const waiting = isBadImage(image) || play.state.waiting?.['reason'] !== 'ImagePullBackOff';
  return {
    name: container.name,
    state: waiting ? play.state : { waiting: { reason: 'PodInitializing' } },
    lastState: play.last ?? {},
    ready: play.ready,
    restartCount: play.last === undefined ? 0 : 5,
    image,
    imageID: pulled ? image : '',
    ...(pulled ? { containerID: `fake://${container.name}` } : {}),
    started: running,
  };
}

/** Init containers are done once the others run; sidecars are like the others. */
function initStatuses(pod: Pod, play: Play, done: ContainerState): readonly ContainerStatus[] {
  const others = play.state.waiting === undefined;
  return (pod.spec.initContainers ?? []).map((container) => {
    const state = others && container.restartPolicy === undefined ? done : play.state;
    return containerStatus(container, { phase: play.phase, state, ready: others });
  });
}

function withLifeConditions(
  status: PodStatus,
  play: Play,
  at: { readonly start: string; readonly now: string; readonly generation: number },
): PodStatus {
  const started = play.state.waiting === undefined || play.last !== undefined ? 'True' : 'False';
  const ready = play.ready ? 'True' : 'False';
  const reason = notReadyReason(play);
  const generation = { observedGeneration: at.generation };
  let next = status;
  if (status.conditions?.some((condition) => condition.type === 'PodScheduled') !== true) {
    next = withPodCondition(next, { type: 'PodScheduled', status: 'True', since: at.start });
  }
  next = withPodCondition(next, { type: 'PodReadyToStartContainers', status: started, since: at.start, ...generation });
  next = withPodCondition(next, { type: 'Initialized', status: started, since: at.start, ...generation });
  next = withPodCondition(next, { type: 'ContainersReady', status: ready, since: at.now, ...reason, ...generation });
  return withPodCondition(next, { type: 'Ready', status: ready, since: at.now, ...reason, ...generation });
}

function notReadyReason(play: Play): { readonly reason?: string } {
  if (play.phase === 'Succeeded') return { reason: 'PodCompleted' };
  if (play.phase === 'Failed') return { reason: 'PodFailed' };
  return play.ready ? {} : { reason: 'ContainersNotReady' };
}

function addressesOf(pod: Pod): JsonObject {
  const hostIP = nodeAddress(pod.spec.nodeName ?? '');
  const podIP = pod.spec.hostNetwork === true ? hostIP : podAddress(pod.metadata.uid ?? '');
  return { hostIP, hostIPs: [{ ip: hostIP }], podIP, podIPs: [{ ip: podIP }] };
}

/** Source: Kubernetes docs, "Pod Quality of Service Classes". */
function qualityOfService(pod: Pod): string {
  const containers = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
  const resources = containers.map((container) => resourcesOf(container));
  if (resources.every(({ limits, requests }) => empty(limits) && empty(requests))) return 'BestEffort';
  const guaranteed = resources.every(({ limits, requests }) =>
    ['cpu', 'memory'].every((name) => limits[name] !== undefined && (requests[name] ?? limits[name]) === limits[name]),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

function resourcesOf(container: Container): { readonly limits: JsonObject; readonly requests: JsonObject } {
  const resources = (container['resources'] ?? {}) as { readonly limits?: JsonObject; readonly requests?: JsonObject };
  return { limits: resources.limits ?? {}, requests: resources.requests ?? {} };
}

function empty(amounts: JsonObject): boolean {
  return Object.keys(amounts).length === 0;
}
