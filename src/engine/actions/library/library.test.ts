import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { BUILTIN_ACTIONS } from '../index.ts';

const NOW = Date.UTC(2024, 1, 3, 4, 5, 6);
const MEMBERS = BUILTIN_ACTIONS.map((member) => [`${member.group}/${member.kind}`, member] as const);

function objectOf(group: string, kind: string, rest: JsonObject): KubeObject {
  return { apiVersion: `${group}/v1`, kind, metadata: { name: 'one', namespace: 'n', uid: 'u' }, ...rest };
}

/** What is offered of a kind, by name: `-` stands before what is disabled. */
function shown(key: string, rest: JsonObject, metadata: JsonObject = {}): readonly string[] {
  const member = BUILTIN_ACTIONS.find(({ group, kind }) => `${group}/${kind}` === key);
  if (member === undefined) throw new Error(`no actions for ${key}`);
  const object = objectOf(member.group, member.kind, rest);
  const whole = { ...object, metadata: { ...object.metadata, ...metadata } };
  return member.actions.flatMap(({ name, offer }) => {
    const looks = offer(whole);
    return looks === undefined ? [] : [`${looks.disabled === true ? '-' : ''}${name}`];
  });
}

const FLUX = 'kustomize.toolkit.fluxcd.io/Kustomization';
const ROLLOUT = 'argoproj.io/Rollout';
const UNDER_WAY = { currentPodHash: 'b', stableRS: 'a', observedGeneration: '1' };
const CANARY = { strategy: { canary: { steps: [{}, {}] } } };
const PAUSED = 'autoscaling.keda.sh/paused';

type Case = readonly [
  reason: string,
  key: string,
  rest: JsonObject,
  expected: readonly string[],
  metadata?: JsonObject,
];

const OFFERS: readonly Case[] = [
  ['a Deployment', 'apps/Deployment', {}, ['restart', 'pause', '-resume', 'scale']],
  ['a paused one', 'apps/Deployment', { spec: { paused: true } }, ['restart', '-pause', 'resume', 'scale']],
  [
    'a Rollout that is done',
    ROLLOUT,
    { status: { currentPodHash: 'a', stableRS: 'a' } },
    ['restart', '-resume', '-abort', '-retry', '-pause', '-promote-full', '-skip-current-step'],
  ],
  [
    'a canary under way',
    ROLLOUT,
    { spec: CANARY, status: { ...UNDER_WAY, currentStepIndex: 1 } },
    ['restart', '-resume', 'abort', '-retry', 'pause', 'promote-full', 'skip-current-step'],
    { generation: 1 },
  ],
  [
    'one behind its last step',
    ROLLOUT,
    { spec: CANARY, status: { ...UNDER_WAY, currentStepIndex: 2 } },
    ['restart', '-resume', 'abort', '-retry', 'pause', 'promote-full', '-skip-current-step'],
    { generation: 1 },
  ],
  [
    'one that waits at a step',
    ROLLOUT,
    { spec: CANARY, status: { ...UNDER_WAY, pauseConditions: [{ reason: 'CanaryPauseStep' }] } },
    ['restart', 'resume', 'abort', '-retry', 'pause', 'promote-full', 'skip-current-step'],
    { generation: 1 },
  ],
  [
    'one that was stopped',
    ROLLOUT,
    { spec: CANARY, status: { ...UNDER_WAY, abort: true } },
    ['restart', '-resume', '-abort', 'retry', '-pause', 'promote-full', 'skip-current-step'],
    { generation: 1 },
  ],
  [
    'one that somebody paused',
    ROLLOUT,
    { spec: { ...CANARY, paused: true }, status: UNDER_WAY },
    ['restart', 'resume', 'abort', '-retry', '-pause', 'promote-full', 'skip-current-step'],
    { generation: 1 },
  ],
  [
    'blue and green of an old controller',
    ROLLOUT,
    { spec: { strategy: { blueGreen: {} } }, status: { ...UNDER_WAY, observedGeneration: '5d8f' } },
    ['restart', '-resume', 'abort', '-retry', 'pause', '-promote-full', '-skip-current-step'],
    { generation: 1 },
  ],
  ['an analysis that runs', 'argoproj.io/AnalysisRun', { status: { phase: 'Running' } }, ['terminate']],
  ['one that ended', 'argoproj.io/AnalysisRun', { status: { phase: 'Failed' } }, ['-terminate']],
  ['one that is told to end', 'argoproj.io/AnalysisRun', { spec: { terminate: true } }, ['-terminate']],
  ['a CronJob', 'batch/CronJob', {}, ['create-job', 'suspend']],
  ['a held one', 'batch/CronJob', { spec: { suspend: true } }, ['create-job', 'resume']],
  ['a Job nobody looked at', 'batch/Job', {}, ['suspend']],
  ['a Job that runs', 'batch/Job', { status: {} }, ['suspend', 'terminate']],
  ['a held Job', 'batch/Job', { spec: { suspend: true }, status: {} }, ['resume', 'terminate']],
  ['a Job that ended', 'batch/Job', { status: { conditions: [{ type: 'Complete', status: 'True' }] } }, []],
  [
    'a Job that is about to fail',
    'batch/Job',
    { status: { conditions: [{ type: 'FailureTarget', status: 'True' }] } },
    [],
  ],
  [
    'a Job that has not failed',
    'batch/Job',
    { status: { conditions: [{ type: 'Failed', status: 'False' }] } },
    ['suspend', 'terminate'],
  ],
  ['what Flux reconciles', FLUX, {}, ['reconcile', 'suspend', '-resume']],
  ['what is held', FLUX, { spec: { suspend: true } }, ['-reconcile', '-suspend', 'resume']],
  ['an alert has nothing to reconcile', 'notification.toolkit.fluxcd.io/Alert', {}, ['suspend', '-resume']],
  ['a scaled object', 'keda.sh/ScaledObject', {}, ['pause', 'paused-replicas', '-resume']],
  [
    'a paused one',
    'keda.sh/ScaledObject',
    {},
    ['-pause', '-paused-replicas', 'resume'],
    { annotations: { [PAUSED]: 'true' } },
  ],
  [
    'one paused at a number',
    'keda.sh/ScaledObject',
    {},
    ['-pause', 'paused-replicas', 'resume'],
    { annotations: { [`${PAUSED}-replicas`]: '2' } },
  ],
  ['a paused job', 'keda.sh/ScaledJob', {}, ['-pause', 'resume'], { annotations: { [PAUSED]: 'true' } }],
  [
    'a job that somebody said is not paused',
    'keda.sh/ScaledJob',
    {},
    ['pause', '-resume'],
    { annotations: { [PAUSED]: 'false' } },
  ],
  [
    'a database of one instance',
    'postgresql.cnpg.io/Cluster',
    { status: { instancesStatus: { healthy: ['one-1'] } } },
    ['restart', 'reload', '-promote', 'suspend', 'hibernate'],
  ],
  [
    'of two',
    'postgresql.cnpg.io/Cluster',
    { status: { instancesStatus: { healthy: ['one-1', 'one-2'] } } },
    ['restart', 'reload', 'promote', 'suspend', 'hibernate'],
  ],
  [
    'one that sleeps and is left alone',
    'postgresql.cnpg.io/Cluster',
    {},
    ['restart', 'reload', '-promote', 'resume', 'rehydrate'],
    { annotations: { 'cnpg.io/hibernation': 'on', 'cnpg.io/reconciliationLoop': 'disabled' } },
  ],
  [
    'a pipeline',
    'numaflow.numaproj.io/Pipeline',
    {},
    ['pause', '-unpause-gradual', '-unpause-fast', '-force-promote', '-delete'],
  ],
  [
    'a paused one',
    'numaflow.numaproj.io/Pipeline',
    { spec: { lifecycle: { desiredPhase: 'Paused' } } },
    ['-pause', 'unpause-gradual', '-unpause-fast', '-force-promote', '-delete'],
  ],
  [
    'one on trial that a rollout owns',
    'numaflow.numaproj.io/Pipeline',
    {},
    ['-pause', '-unpause-gradual', '-unpause-fast', 'force-promote', '-delete'],
    {
      labels: { 'numaplane.numaproj.io/upgrade-state': 'in-progress' },
      ownerReferences: [{ kind: 'PipelineRollout' }],
    },
  ],
  [
    'one that was replaced',
    'numaflow.numaproj.io/Pipeline',
    {},
    ['pause', '-unpause-gradual', '-unpause-fast', '-force-promote', 'delete'],
    { labels: { 'numaplane.numaproj.io/upgrade-state': 'recyclable' } },
  ],
  [
    'a rollout of a pipeline that waits to be drained',
    'numaplane.numaproj.io/PipelineRollout',
    { status: { upgradeInProgress: 'PipelinePauseAndDrain' } },
    ['pause', '-unpause-gradual', '-unpause-fast', 'allow-data-loss', '-disallow-data-loss'],
  ],
  [
    'one that may lose data',
    'numaplane.numaproj.io/PipelineRollout',
    {},
    ['pause', '-unpause-gradual', '-unpause-fast', '-allow-data-loss', 'disallow-data-loss'],
    { annotations: { 'numaplane.numaproj.io/allow-data-loss': 'true' } },
  ],
  ['an open pull request', 'promoter.argoproj.io/PullRequest', { spec: { state: 'open' } }, ['merge']],
  ['a closed one', 'promoter.argoproj.io/PullRequest', { spec: { state: 'closed' } }, ['-merge']],
  ['MariaDB', 'k8s.mariadb.com/MariaDB', { spec: { suspend: true } }, ['resume']],
  ['MongoDB', 'psmdb.percona.com/PerconaServerMongoDB', { spec: { pause: true } }, ['-pause', 'unpause']],
  [
    'pods of Kafka that are about to restart',
    'core.strimzi.io/StrimziPodSet',
    {},
    ['-rolling-update'],
    { annotations: { 'strimzi.io/manual-rolling-update': 'true' } },
  ],
];

const ROWS = OFFERS.map(([reason, key, rest, expected, metadata = {}]) => {
  return [reason, key, rest, expected, metadata] as const;
});

test.each(ROWS)('%s (%s)', (_reason, key, rest, expected, metadata) => {
  expect(shown(key, rest, metadata)).toEqual(expected);
});

/** Names that the actions ask for, and some that objects of JavaScript have without being asked. */
const NAMES = fc.constantFrom(
  ...['annotations', 'labels', 'paused', 'suspend', 'status', 'conditions', 'strategy', 'canary', 'steps', 'lifecycle'],
  ...['jobTemplate', 'template', 'metadata', 'spec', 'instancesStatus', 'healthy', 'pauseConditions', 'syncPolicy'],
  ...['automated', 'workflowMetadata', 'type', '__proto__', 'constructor', 'length'],
);
const { any } = fc.letrec<{ any: Json }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.oneof(
      fc.constantFrom('true', 'on', 'Paused', 'Running', 'Complete', 'x', ''),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(NAMES, tie('any'), { maxKeys: 6, noNullPrototype: false }),
  ),
}));

describe('whatever stands in an object', () => {
  test.each(MEMBERS)('%s: offers come, and running is a change or a refusal', (_name, { group, kind, actions }) => {
    fc.assert(
      fc.property(any, any, fc.constantFrom('1', '', 'any', '-1'), (spec, status, given) => {
        const object = objectOf(group, kind, { spec, status });
        const before = structuredClone(object);
        for (const { name, offer, run } of actions) {
          offer(object);
          try {
            run({ object, parameters: { replicas: given, instance: given }, now: NOW });
          } catch (error) {
            expect([name, error]).toEqual([name, expect.objectContaining({ code: 'action.refused', kind: 'user' })]);
          }
        }
        expect(object).toEqual(before);
      }),
      { numRuns: 60, seed: 5 },
    );
  });
});

describe('doing and undoing', () => {
  test.each<[string, string, string, string]>([
    ['apps/Deployment', 'pause', 'resume', 'a Deployment'],
    ['batch/CronJob', 'suspend', 'resume', 'a CronJob'],
    [FLUX, 'suspend', 'resume', 'what Flux reconciles'],
    ['keda.sh/ScaledObject', 'pause', 'resume', 'a scaled object'],
    ['postgresql.cnpg.io/Cluster', 'suspend', 'resume', 'a database'],
    ['postgresql.cnpg.io/Cluster', 'hibernate', 'rehydrate', 'a database'],
    ['numaflow.numaproj.io/MonoVertex', 'pause', 'unpause-gradual', 'a vertex'],
    ['numaplane.numaproj.io/MonoVertexRollout', 'pause', 'unpause-gradual', 'a rollout of one'],
    ['psmdb.percona.com/PerconaServerMongoDB', 'pause', 'unpause', 'MongoDB'],
    ['k8s.mariadb.com/MariaDB', 'suspend', 'resume', 'MariaDB'],
  ])('%s: after %s there is %s', (key, doing, undoing) => {
    const member = BUILTIN_ACTIONS.find(({ group, kind }) => `${group}/${kind}` === key);
    const action = (name: string) => member?.actions.find((one) => one.name === name);
    const useful = (name: string, object: KubeObject) => {
      const looks = action(name)?.offer(object);
      return looks !== undefined && looks.disabled !== true;
    };
    const run = (name: string, object: KubeObject) =>
      action(name)?.run({ object, parameters: {}, now: NOW }) as KubeObject;
    const start = objectOf(member?.group ?? '', member?.kind ?? '', {});
    const done = run(doing, start);
    const undone = run(undoing, done);
    expect([useful(doing, start), useful(undoing, start)]).toEqual([true, false]);
    expect([useful(doing, done), useful(undoing, done)]).toEqual([false, true]);
    expect([useful(doing, undone), useful(undoing, undone)]).toEqual([true, false]);
  });
});
