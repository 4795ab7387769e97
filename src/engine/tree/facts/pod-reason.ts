/** The word for a pod's state that kubectl prints in its STATUS column. */
import { isObject, type JsonObject, memberAt, textAt } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { conditionsOf, countAt, objectsAt } from '../../health/status-fields.ts';

export interface PodReason {
  readonly reason: string;
  /** Containers that are ready. */
  readonly ready: number;
  readonly restarts: number;
}

/** Init containers first: while they run, they say what the pod waits for. Source: kubectl's pod printer. */
export function podReason(pod: KubeObject): PodReason {
  const own = textAt(pod, 'status', 'reason') ?? '';
  const phase = own === '' ? (textAt(pod, 'status', 'phase') ?? '') : own;
  const initialising = initReason(pod);
  const state = initialising === undefined ? containersReason(pod, phase) : whileInitialising(pod, initialising);
  if (pod.metadata.deletionTimestamp === undefined) return state;
  return { ...state, reason: own === 'NodeLost' ? 'Unknown' : 'Terminating' };
}

function whileInitialising(pod: KubeObject, reason: string): PodReason {
  return { reason, ready: 0, restarts: restartsOf(objectsAt(pod, 'status', 'initContainerStatuses')) };
}

function initReason(pod: KubeObject): string | undefined {
  const statuses = objectsAt(pod, 'status', 'initContainerStatuses');
  const total = objectsAt(pod, 'spec', 'initContainers').length;
  for (const [index, container] of statuses.entries()) {
    const terminated = memberAt(container, 'state', 'terminated');
    if (isObject(terminated)) {
      if (countAt(terminated, 'exitCode') === 0) continue;
      return `Init:${endReason(terminated)}`;
    }
    const sidecar = memberAt(container, 'started') === true && memberAt(container, 'ready') === true;
    if (sidecar) continue;
    const waiting = textAt(container, 'state', 'waiting', 'reason') ?? '';
    return waiting !== '' && waiting !== 'PodInitializing' ? `Init:${waiting}` : `Init:${index}/${total}`;
  }
  return undefined;
}

function containersReason(pod: KubeObject, phase: string): PodReason {
  const containers = objectsAt(pod, 'status', 'containerStatuses');
  let reason = phase;
  let ready = 0;
  let running = false;
  for (const container of containers.toReversed()) {
    const waiting = textAt(container, 'state', 'waiting', 'reason') ?? '';
    const terminated = memberAt(container, 'state', 'terminated');
    if (waiting !== '') reason = waiting;
    else if (isObject(terminated)) reason = endReason(terminated);
    else if (memberAt(container, 'ready') === true && isObject(memberAt(container, 'state', 'running'))) {
      running = true;
      ready++;
    }
  }
  if (reason === 'Completed' && running) reason = isReady(pod) ? 'Running' : 'NotReady';
  return { reason, ready, restarts: restartsOf(containers) };
}

function endReason(terminated: JsonObject): string {
  const reason = textAt(terminated, 'reason') ?? '';
  if (reason !== '') return reason;
  const signal = countAt(terminated, 'signal');
  return signal === 0 ? `ExitCode:${countAt(terminated, 'exitCode')}` : `Signal:${signal}`;
}

function isReady(pod: KubeObject): boolean {
  return conditionsOf(pod).some(({ type, status }) => type === 'Ready' && status === 'True');
}

function restartsOf(containers: readonly JsonObject[]): number {
  return containers.reduce((sum, container) => sum + countAt(container, 'restartCount'), 0);
}
