/** What kubectl shows of a pod in one line: how many containers are ready, and the most telling word about its state. */
import { isObject, type Json, type JsonObject, memberAt } from '../../base/json-value.ts';
import { ageText } from './age.ts';
import type { CellFunctions } from './cell-functions.ts';
import { conditionOf, listOf, NONE, numberOf, textOf } from './reading.ts';

interface PodState {
  readonly ready: number;
  readonly total: number;
  readonly reason: string;
  readonly restarts: number;
  /** When a container last ended before it was restarted; undefined where that is not known. */
  readonly lastRestart: string | undefined;
}

interface Initialization {
  /** A word such as `Init:0/2`, while initialization goes on. */
  readonly reason: string | undefined;
  readonly restarts: number;
  readonly lastRestart: string | undefined;
  readonly readySidecars: number;
  readonly sidecarRestarts: number;
  readonly lastSidecarRestart: string | undefined;
}

function podState(pod: JsonObject): PodState {
  const sidecars = sidecarNames(pod);
  const start = initialization(pod, sidecars);
  const total = listOf(pod, 'spec', 'containers').length + sidecars.size;
  const phase = textOf(pod, 'status', 'reason') || gatedReason(pod) || textOf(pod, 'status', 'phase');
  const base = {
    total,
    ready: start.readySidecars,
    reason: phase,
    restarts: start.restarts,
    lastRestart: start.lastRestart,
  };
  if (start.reason !== undefined && !isInitialized(pod)) return ending(pod, { ...base, reason: start.reason });
  return ending(pod, running(pod, { ...base, restarts: start.sidecarRestarts, lastRestart: start.lastSidecarRestart }));
}

function gatedReason(pod: JsonObject): string {
  const condition = conditionOf(pod, 'PodScheduled');
  return textOf(condition, 'reason') === 'SchedulingGated' ? 'SchedulingGated' : '';
}

function isInitialized(pod: JsonObject): boolean {
  return textOf(conditionOf(pod, 'Initialized'), 'status') === 'True';
}

function sidecarNames(pod: JsonObject): ReadonlySet<string> {
  const sidecars = listOf(pod, 'spec', 'initContainers').filter((item) => textOf(item, 'restartPolicy') === 'Always');
  return new Set(sidecars.map((item) => textOf(item, 'name')));
}

function initialization(pod: JsonObject, sidecars: ReadonlySet<string>): Initialization {
  const statuses = listOf(pod, 'status', 'initContainerStatuses');
  const total = listOf(pod, 'spec', 'initContainers').length;
  const open = statuses.findIndex((status) => !isInitDone(status, sidecars));
  // Those after the one that is waited for do not count.
  const begun = open < 0 ? statuses : statuses.slice(0, open + 1);
  const own = begun.filter((status) => sidecars.has(textOf(status, 'name')));
  return {
    reason: open < 0 ? undefined : initReason(statuses[open] ?? null, open, total),
    restarts: sum(begun),
    lastRestart: latest(begun),
    readySidecars: own.filter((status) => isRunningSidecar(status) && memberAt(status, 'ready') === true).length,
    sidecarRestarts: sum(own),
    lastSidecarRestart: latest(own),
  };
}

function isInitDone(status: Json, sidecars: ReadonlySet<string>): boolean {
  return endedWell(status) || (sidecars.has(textOf(status, 'name')) && isRunningSidecar(status));
}

function endedWell(status: Json): boolean {
  const ended = memberAt(status, 'state', 'terminated');
  return isObject(ended) && numberOf(ended, 'exitCode') === 0;
}

function isRunningSidecar(status: Json): boolean {
  return memberAt(status, 'started') === true && !endedWell(status);
}

function initReason(status: Json, index: number, total: number): string {
  const ended = memberAt(status, 'state', 'terminated');
  if (isObject(ended)) return `Init:${textOf(ended, 'reason') || exitText(ended)}`;
  const waiting = textOf(status, 'state', 'waiting', 'reason');
  return waiting !== '' && waiting !== 'PodInitializing' ? `Init:${waiting}` : `Init:${index}/${total}`;
}

function exitText(ended: JsonObject): string {
  const signal = numberOf(ended, 'signal');
  return signal === 0 ? `ExitCode:${numberOf(ended, 'exitCode')}` : `Signal:${signal}`;
}

/** The containers from the last to the first: the first one's word wins. */
function running(pod: JsonObject, base: PodState): PodState {
  const statuses = listOf(pod, 'status', 'containerStatuses');
  let { reason, ready } = base;
  let anyRunning = false;
  let failure = '';
  for (const status of statuses.toReversed()) {
    const waiting = textOf(status, 'state', 'waiting', 'reason');
    const ended = memberAt(status, 'state', 'terminated');
    if (waiting !== '') reason = waiting;
    else if (isObject(ended)) {
      reason = textOf(ended, 'reason') || exitText(ended);
      if (numberOf(ended, 'exitCode') !== 0) failure = reason;
    } else if (memberAt(status, 'ready') === true && memberAt(status, 'state', 'running') !== undefined) {
      anyRunning = true;
      ready++;
    }
  }
  if (reason === 'Completed') {
    const isReady = textOf(conditionOf(pod, 'Ready'), 'status') === 'True';
    reason = anyRunning && isReady ? 'Running' : failure || (anyRunning ? 'NotReady' : reason);
  }
  const last = [base.lastRestart, latest(statuses)].filter((time) => time !== undefined).toSorted();
  return { ...base, reason, ready, restarts: base.restarts + sum(statuses), lastRestart: last.at(-1) };
}

function ending(pod: JsonObject, state: PodState): PodState {
  if (memberAt(pod, 'metadata', 'deletionTimestamp') === undefined) return state;
  if (textOf(pod, 'status', 'reason') === 'NodeLost') return { ...state, reason: 'Unknown' };
  const phase = textOf(pod, 'status', 'phase');
  return phase === 'Succeeded' || phase === 'Failed' ? state : { ...state, reason: 'Terminating' };
}

function sum(statuses: readonly Json[]): number {
  return statuses.reduce<number>((all, status) => all + numberOf(status, 'restartCount'), 0);
}

function latest(statuses: readonly Json[]): string | undefined {
  const times = statuses.map((status) => textOf(status, 'lastState', 'terminated', 'finishedAt'));
  return times
    .filter((time) => time !== '')
    .toSorted()
    .at(-1);
}

function restartsText({ restarts, lastRestart }: PodState, now: number): string {
  return restarts > 0 && lastRestart !== undefined
    ? `${restarts} (${ageText(lastRestart, now)} ago)`
    : String(restarts);
}

function gatesText(pod: JsonObject): string {
  const gates = listOf(pod, 'spec', 'readinessGates').map((gate) => textOf(gate, 'conditionType'));
  const fulfilled = gates.filter((type) => textOf(conditionOf(pod, type), 'status') === 'True');
  return gates.length === 0 ? NONE : `${fulfilled.length}/${gates.length}`;
}

export const POD_CELLS: CellFunctions = {
  Ready: (pod) => {
    const { ready, total } = podState(pod);
    return `${ready}/${total}`;
  },
  Status: (pod) => podState(pod).reason,
  Restarts: (pod, now) => restartsText(podState(pod), now),
  IP: (pod) => textOf(pod, 'status', 'podIPs', 0, 'ip') || textOf(pod, 'status', 'podIP') || NONE,
  Node: (pod) => textOf(pod, 'spec', 'nodeName') || NONE,
  'Nominated Node': (pod) => textOf(pod, 'status', 'nominatedNodeName') || NONE,
  'Readiness Gates': gatesText,
};
