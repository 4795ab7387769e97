/** What a simulated container says: lines that follow from pod, container and time alone, so that asking twice gives the same. */
import { type Instant, rfc3339 } from '../../../base/clock.ts';
import { fnv1a } from '../template-hash.ts';
import type { ContainerState, ContainerStatus, Pod } from '../workload-types.ts';
import { POD_TIMES, simulationOf } from './simulation.ts';

export interface LogLine {
  readonly at: Instant;
  readonly text: string;
}

export interface LogQuery {
  readonly container: string;
  /** Of the run before the last restart. */
  readonly previous?: boolean;
  /** Lines after this instant only. */
  readonly since?: Instant;
  /** At most the last so many. */
  readonly tailLines?: number;
}

/** Why a container has no log (yet): what a kubelet answers with 400. */
export interface NoLog {
  readonly kind: 'none';
  readonly message: string;
}

export interface Log {
  readonly kind: 'lines';
  readonly lines: readonly LogLine[];
  /** When the next line comes, for following; absent after the container's end. */
  readonly nextAt?: Instant;
}

const PERIOD = 5000;
const WORK: readonly string[] = [
  'GET /healthz 200',
  'GET / 200',
  'GET /metrics 200',
  'cache refreshed',
  'GET /api/items 200',
];

/** The log of a container up to `now`. */
export function logLines(pod: Pod, now: Instant, query: LogQuery): Log | NoLog {
  const name = query.container;
  const status = statusesOf(pod).find((candidate) => candidate.name === name);
  const run = runOf(pod, status, query.previous === true);
  if (run.kind === 'none') return { kind: 'none', message: run.message(name, pod.metadata.name ?? '') };
  const end = Math.min(now, run.end ?? now);
  const lines = linesOf(pod, name, { ...run, until: end }).filter(
    (line) => query.since === undefined || line.at > query.since,
  );
  const tail = query.tailLines === undefined ? lines : lines.slice(Math.max(0, lines.length - query.tailLines));
  if (run.end !== undefined) return { kind: 'lines', lines: tail };
  return { kind: 'lines', lines: tail, nextAt: run.start + (Math.floor((now - run.start) / PERIOD) + 1) * PERIOD };
}

/** A line as the API sends it, with its newline. */
export function formatLogLine(line: LogLine, options: { readonly timestamps: boolean }): string {
  const stamp = options.timestamps ? `${new Date(line.at).toISOString().slice(0, 23)}000000Z ` : '';
  return `${stamp}${line.text}\n`;
}

type Run =
  | { readonly kind: 'run'; readonly start: Instant; readonly end?: Instant; readonly exitCode: number }
  | { readonly kind: 'none'; readonly message: (container: string, pod: string) => string };

function runOf(pod: Pod, status: ContainerStatus | undefined, previous: boolean): Run {
  const last = status?.['lastState'] as ContainerState | undefined;
  if (previous) {
    if (last?.terminated === undefined) {
      return {
        kind: 'none',
        message: (name, of) => `previous terminated container "${name}" in pod "${of}" not found`,
      };
    }
    return ended(last.terminated);
  }
  const { state } = status ?? {};
  if (state?.running !== undefined) {
    return { kind: 'run', start: startOf(pod, state.running['startedAt']), exitCode: 0 };
  }
  if (state?.terminated !== undefined) return ended(state.terminated);
  if (last?.terminated !== undefined) return ended(last.terminated);
  const reason = String(state?.waiting?.['reason'] ?? 'ContainerCreating');
  const why = reason === 'ImagePullBackOff' ? 'trying and failing to pull image' : reason;
  return { kind: 'none', message: (name, of) => `container "${name}" in pod "${of}" is waiting to start: ${why}` };
}

function ended(terminated: NonNullable<ContainerState['terminated']>): Run {
  return {
    kind: 'run',
    start: Date.parse(String(terminated['startedAt'])),
    end: Date.parse(String(terminated['finishedAt'])),
    exitCode: terminated.exitCode,
  };
}

function startOf(pod: Pod, started: unknown): Instant {
  return Date.parse(String(started)) || Date.parse(pod.status?.startTime ?? '') || 0;
}

function linesOf(
  pod: Pod,
  container: string,
  run: { readonly start: Instant; readonly end?: Instant; readonly until: Instant; readonly exitCode: number },
): readonly LogLine[] {
  const seed = fnv1a(`${pod.metadata.uid}/${container}`);
  const greeting = `${rfc3339(run.start)} ${container} starting in ${pod.metadata.namespace}/${pod.metadata.name}`;
  const lines: LogLine[] = [{ at: run.start, text: greeting }];
  if (simulationOf(pod) !== 'hang') lines.push({ at: run.start + 1, text: `${rfc3339(run.start)} ready` });
  for (let count = 1; run.start + count * PERIOD <= run.until; count += 1) {
    const at = run.start + count * PERIOD;
    lines.push({ at, text: `${rfc3339(at)} ${WORK[(seed + count) % WORK.length]}` });
  }
  if (run.end !== undefined && run.end <= run.until) {
    const last = run.exitCode === 0 ? 'done' : `fatal: simulated crash, exit code ${run.exitCode}`;
    lines.push({ at: run.end, text: `${rfc3339(run.end)} ${last}` });
  }
  return lines.filter((line) => line.at <= Math.max(run.until, run.start + POD_TIMES.start));
}

function statusesOf(pod: Pod): readonly ContainerStatus[] {
  const init = (pod.status?.['initContainerStatuses'] ?? []) as readonly ContainerStatus[];
  const looking = (pod.status?.['ephemeralContainerStatuses'] ?? []) as readonly ContainerStatus[];
  return [...(pod.status?.containerStatuses ?? []), ...init, ...looking];
}
