import { expect, test } from 'vitest';
import type { JsonObject } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { workloadCluster } from '../../../testkit/workload-cluster.ts';
import { EVENTS, NODES, PODS } from '../resources.ts';
import { type Pod, viewOf } from '../workload-types.ts';
import { formatLogLine, type LogQuery, logLines } from './log-lines.ts';

const T0 = '2026-01-01T00:00:00Z';
const T1 = '2026-01-01T00:00:01Z';

function pod(spec: JsonObject = {}, simulate?: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', ...(simulate === undefined ? {} : { annotations: { 'x.io/simulate': simulate } }) },
    spec: { restartPolicy: 'Always', containers: [{ name: 'c', image: 'nginx:1' }], ...spec },
  };
}

/** Phase, conditions as a line, and the state of the first container. */
function summary(cluster: ReturnType<typeof workloadCluster>) {
  const status = viewOf<Pod>(cluster.access.get(PODS, 'default', 'p') ?? pod()).status;
  return {
    phase: status?.phase,
    conditions: (status?.conditions ?? [])
      .map((c) => `${c.type}=${c.status}${c.reason ? `:${c.reason}` : ''}`)
      .join(' '),
    state: status?.containerStatuses?.[0]?.state,
  };
}

const STARTED = 'PodScheduled=True PodReadyToStartContainers=True Initialized=True';
const WAITING = 'PodScheduled=True PodReadyToStartContainers=False Initialized=False';
const NOT_READY = 'ContainersReady=False:ContainersNotReady Ready=False:ContainersNotReady';

test('the whole status of a running pod, as recorded from a real cluster', () => {
  const cluster = workloadCluster();
  cluster.apply(pod({ initContainers: [{ name: 'init', image: 'busybox:1' }] }));
  const condition = (type: string, generation = true) => ({
    type,
    ...(generation ? { observedGeneration: 1 } : {}),
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: T0,
  });
  const container = { lastState: {}, ready: true, restartCount: 0 };
  expect(cluster.status(PODS, 'p')).toEqual({
    observedGeneration: 1,
    phase: 'Running',
    conditions: [
      condition('PodScheduled', false),
      condition('PodReadyToStartContainers'),
      condition('Initialized'),
      condition('ContainersReady'),
      condition('Ready'),
    ],
    hostIP: expect.stringMatching(/^10\.1\./),
    hostIPs: [{ ip: expect.stringMatching(/^10\.1\./) }],
    podIP: expect.stringMatching(/^10\./),
    podIPs: [{ ip: expect.stringMatching(/^10\./) }],
    startTime: T0,
    initContainerStatuses: [
      {
        ...container,
        name: 'init',
        image: 'busybox:1',
        imageID: 'busybox:1',
        containerID: 'fake://init',
        started: false,
        state: { terminated: { exitCode: 0, reason: 'Completed', startedAt: T0, finishedAt: T1 } },
      },
    ],
    containerStatuses: [
      {
        ...container,
        name: 'c',
        image: 'nginx:1',
        imageID: 'nginx:1',
        containerID: 'fake://c',
        started: true,
        state: { running: { startedAt: T0 } },
      },
    ],
    qosClass: 'BestEffort',
  });
});

const CRASHED = { terminated: { exitCode: 1, reason: 'Error', startedAt: T0, finishedAt: T1 } };
const COMPLETED = { terminated: { exitCode: 0, reason: 'Completed', startedAt: T0, finishedAt: T1 } };

test.each([
  [
    'a bad image',
    pod({ containers: [{ name: 'c', image: 'nginx:bad' }] }),
    'Pending',
    `${WAITING} ${NOT_READY}`,
    { waiting: { reason: 'ImagePullBackOff' } },
  ],
  ['a crash', pod({}, 'crash'), 'Running', `${STARTED} ${NOT_READY}`, { waiting: { reason: 'CrashLoopBackOff' } }],
  [
    'a crash without restart',
    pod({ restartPolicy: 'Never' }, 'crash'),
    'Failed',
    `${STARTED} ContainersReady=False:PodFailed Ready=False:PodFailed`,
    CRASHED,
  ],
  ['a hang', pod({}, 'hang'), 'Running', `${STARTED} ${NOT_READY}`, { running: { startedAt: T0 } }],
  ['a slow start', pod({}, 'slow'), 'Pending', `${WAITING} ${NOT_READY}`, { waiting: { reason: 'ContainerCreating' } }],
  [
    'one that completes',
    pod({ restartPolicy: 'OnFailure' }),
    'Succeeded',
    `${STARTED} ContainersReady=False:PodCompleted Ready=False:PodCompleted`,
    COMPLETED,
  ],
  ['no node', pod({}, 'unschedulable'), 'Pending', 'PodScheduled=False:Unschedulable', undefined],
  ['a wrong selector', pod({ nodeSelector: { gpu: 'yes' } }), 'Pending', 'PodScheduled=False:Unschedulable', undefined],
])('after four seconds: %s', (_name, object, phase, conditions, state) => {
  const cluster = workloadCluster();
  cluster.apply(object);
  cluster.pass(4000);
  expect(summary(cluster)).toEqual({ phase, conditions, state });
});

test('a slow pod runs after five seconds', () => {
  const cluster = workloadCluster();
  cluster.apply(pod({}, 'slow'));
  cluster.pass(5000);
  expect(summary(cluster)).toMatchObject({ phase: 'Running' });
});

test('a tainted node takes only pods that tolerate it, and an untainted one takes those that waited', () => {
  const cluster = workloadCluster();
  const node = cluster.access.get(NODES, '', 'node-1');
  if (node === undefined) throw new Error('no node');
  const taints = [{ key: 'k', value: 'v', effect: 'NoSchedule' }];
  const tainted = cluster.access.update({ ...node, spec: { taints } });
  cluster.apply(pod());
  expect(summary(cluster).conditions).toBe('PodScheduled=False:Unschedulable');
  const tolerations = [{ key: 'k', operator: 'Exists' }];
  cluster.apply({ ...pod({ tolerations }), metadata: { name: 'tolerant' } });
  expect(cluster.status(PODS, 'tolerant')).toMatchObject({ phase: 'Running' });
  cluster.access.update({ ...tainted, spec: {} });
  cluster.pass(0);
  expect(summary(cluster)).toMatchObject({ phase: 'Running' });
});

test('a deleted pod goes at once', () => {
  const cluster = workloadCluster();
  cluster.apply(pod());
  cluster.access.delete(PODS, 'default', 'p');
  expect(cluster.access.get(PODS, 'default', 'p')?.metadata.deletionGracePeriodSeconds).toBe(30);
  cluster.pass(0);
  expect(cluster.access.get(PODS, 'default', 'p')).toBeUndefined();
});

function logsAfter(milliseconds: number, object: KubeObject, query: Partial<LogQuery> = {}) {
  const cluster = workloadCluster();
  cluster.apply(object);
  cluster.pass(milliseconds);
  const log = logLines(viewOf<Pod>(cluster.access.get(PODS, 'default', 'p') ?? object), cluster.clock.now(), {
    container: 'c',
    ...query,
  });
  return log.kind === 'none' ? log.message : log.lines.map((line) => line.text);
}

test('a running container logs a line every five seconds', () => {
  expect(logsAfter(11_000, pod()).length).toBe(4);
  expect(logsAfter(11_000, pod(), { tailLines: 1 })).toEqual([expect.stringMatching(/^2026-01-01T00:00:10Z /)]);
});

test('logs of containers that ended, crashed, or never started', () => {
  expect(logsAfter(5000, pod({ restartPolicy: 'Never' })).at(-1)).toBe(`${T1} done`);
  expect(logsAfter(5000, pod({}, 'crash'), { previous: true }).at(-1)).toBe(
    `${T1} fatal: simulated crash, exit code 1`,
  );
  expect(logsAfter(0, pod({ containers: [{ name: 'c', image: 'a:bad' }] }))).toBe(
    'container "c" in pod "p" is waiting to start: trying and failing to pull image',
  );
  expect(logsAfter(0, pod(), { previous: true })).toBe('previous terminated container "c" in pod "p" not found');
});

test('a line with its time stands as the API writes it', () => {
  expect(formatLogLine({ at: Date.parse(T0), text: 'a' }, { timestamps: true })).toBe(
    '2026-01-01T00:00:00.000000000Z a\n',
  );
});

test.each([
  ['a bad image', pod({ containers: [{ name: 'c', image: 'a:bad' }] }), ['BackOff', 'Failed', 'Scheduled']],
  ['a crash', pod({}, 'crash'), ['BackOff', 'Scheduled']],
  ['no node', pod({}, 'unschedulable'), ['FailedScheduling']],
  ['all well', pod(), ['Scheduled']],
])('events tell of trouble once: %s', (_name, object, reasons) => {
  const cluster = workloadCluster();
  cluster.apply(object);
  cluster.pass(60_000);
  const events = cluster.access.list(EVENTS, 'default');
  expect(events.map((event) => event['reason']).sort()).toEqual(reasons);
  expect(events.map((event) => event['count'])).toEqual(reasons.map(() => 1));
});
