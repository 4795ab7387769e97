import { afterEach, expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import {
  application,
  configMap,
  gate,
  openProject,
  REPOSITORY,
  type ReconcileEnvironment,
  type RunningController,
  reconcileEnvironment,
} from '../../testkit/reconcile-environment.ts';

let environment: ReconcileEnvironment | undefined;
let controller: RunningController | undefined;

async function start(): Promise<ReconcileEnvironment> {
  environment = await reconcileEnvironment();
  controller = await environment.startController();
  return environment;
}

afterEach(async () => {
  await controller?.stop();
  await environment?.close();
});

const sync = (more: object = {}) => ({ operation: { initiatedBy: { username: 'tester' }, sync: {}, ...more } });

test('a new Application is compared, and nothing is written to its cluster', async () => {
  const place = await start();
  const sha = place.manifests.commit(REPOSITORY, [configMap('a'), configMap('b')]);
  await place.apply(application());
  await place.settle();
  const { status } = await place.app();
  expect(status).toEqual({
    controllerNamespace: 'argocd',
    health: { status: 'Missing', lastTransitionTime: expect.any(String) },
    reconciledAt: expect.any(String),
    resourceHealthSource: 'appTree',
    resources: ['a', 'b'].map((name) => ({
      kind: 'ConfigMap',
      name,
      namespace: 'n',
      status: 'OutOfSync',
      version: 'v1',
    })),
    sourceType: 'Directory',
    sync: {
      comparedTo: {
        destination: { namespace: 'n', server: 'https://kubernetes.default.svc' },
        source: { path: '.', repoURL: REPOSITORY, targetRevision: 'main' },
      },
      revision: sha,
      status: 'OutOfSync',
    },
  });
  expect(await place.list('ConfigMap')).toEqual([]);
});

test('an operation applies the objects and leaves its journal as Argo CD writes it', async () => {
  const place = await start();
  const sha = place.manifests.commit(REPOSITORY, [configMap('a')]);
  await place.apply(application());
  await place.settle();
  await place.merge('Application', 'app', sync(), 'argocd');
  await place.settle();
  const app = await place.app();
  expect(app.operation).toBeUndefined();
  expect(app.status?.sync?.status).toBe('Synced');
  expect(app.status?.health?.status).toBe('Healthy');
  expect(app.status?.operationState).toEqual({
    operation: { initiatedBy: { username: 'tester' }, retry: {}, sync: {} },
    phase: 'Succeeded',
    message: 'successfully synced (all tasks run)',
    startedAt: expect.any(String),
    finishedAt: expect.any(String),
    syncResult: {
      revision: sha,
      source: { path: '.', repoURL: REPOSITORY, targetRevision: 'main' },
      resources: [
        {
          group: '',
          version: 'v1',
          kind: 'ConfigMap',
          namespace: 'n',
          name: 'a',
          status: 'Synced',
          message: 'configmap/a created',
          hookPhase: 'Running',
          syncPhase: 'Sync',
        },
      ],
    },
  });
  expect(app.status?.history).toHaveLength(1);
});

test('why: who drifted what, what an operation waits for, which rule holds automation back', async () => {
  const place = await start();
  const view = () => controller?.reconciler.liveView.explain({ namespace: 'argocd', name: 'app' });
  expect(await view()).toBeUndefined();
  place.manifests.commit(REPOSITORY, [configMap('a'), configMap('gone')]);
  await place.apply(application());
  await place.settle();
  await place.merge('Application', 'app', sync(), 'argocd');
  await place.settle();
  await place.merge('ConfigMap', 'a', { data: { key: 'drift' } });
  place.manifests.commit(REPOSITORY, [configMap('a'), configMap('new')]);
  place.manifests.notice(REPOSITORY);
  await place.settle();
  const map = { group: '', kind: 'ConfigMap', namespace: 'n' };
  const suggestion = '- group: ""\n  jsonPointers:\n  - /data/key\n  kind: ConfigMap\n  name: a\n  namespace: "n"\n';
  const difference = {
    path: '/data/key',
    live: '"drift"',
    desired: '"one"',
    manager: expect.any(String),
    counts: true,
    why: expect.stringMatching(/has written it; the source says something else$/),
    ignoredBy: '',
    suggestion,
  };
  expect(await view()).toEqual({
    resources: [
      { ...map, name: 'a', why: '', differences: [difference] },
      {
        ...map,
        name: 'gone',
        why: 'it is in the cluster and no longer in the source: a sync with prune removes it',
        differences: [],
      },
      {
        ...map,
        name: 'new',
        why: 'it is in the source and not in the cluster: a sync creates it',
        differences: [],
      },
    ],
    operation: [],
    automation: [{ why: 'automation is off', since: '', until: '' }],
  });
  place.manifests.commit(REPOSITORY, [gate('first'), configMap('later', { 'argocd.argoproj.io/sync-wave': '1' })]);
  place.manifests.notice(REPOSITORY);
  await place.merge('Application', 'app', sync(), 'argocd');
  await place.settle();
  const since = new Date(place.clock.now()).toISOString().slice(0, 16);
  await place.clock.advance(120_000);
  const waits = [
    { why: 'waiting for healthy state of test.example.com/Gate/first', since: expect.any(String), until: '' },
  ];
  const { operation = [], automation } = (await view()) ?? {};
  expect(operation).toEqual(waits);
  expect(operation[0]?.since?.slice(0, 16)).toBe(since);
  expect(automation).toEqual([{ why: 'automation is off', since: '', until: '' }]);
});

test('what stands against a revision is a ComparisonError, and nothing of it is written', async () => {
  const place = await start();
  place.manifests.commit(REPOSITORY, [configMap('a')]);
  place.manifests.distrust(REPOSITORY, ['GIT/GPG: one', 'GIT/GPG: two']);
  await place.apply(application());
  await place.settle();
  await place.merge('Application', 'app', sync(), 'argocd');
  await place.settle();
  const message = 'GIT/GPG: one\nGIT/GPG: two';
  expect((await place.app()).status).toMatchObject({
    sync: { status: 'OutOfSync' },
    conditions: [{ type: 'ComparisonError', message }],
    operationState: { phase: 'Error', message: `ComparisonError: ${message}` },
  });
  expect(await place.list('ConfigMap')).toEqual([]);
});

test('automation syncs, heals drift and deletion, and prunes', async () => {
  const place = await start();
  place.manifests.commit(REPOSITORY, [configMap('a'), configMap('b')]);
  await place.apply(application({ syncPolicy: { automated: { prune: true, selfHeal: true } } }));
  await place.settle();
  expect((await place.list('ConfigMap')).map((map) => map.metadata.name)).toEqual(['a', 'b']);
  await place.merge('ConfigMap', 'a', { data: { key: 'drift' } });
  await place.settle();
  expect((await place.get('ConfigMap', 'a'))?.['data']).toEqual({ key: 'one' });
  await place.clock.advance(60_000);
  await place.remove('ConfigMap', 'b');
  await place.settle();
  expect(await place.get('ConfigMap', 'b')).toBeDefined();
  place.manifests.commit(REPOSITORY, [configMap('a')]);
  place.manifests.notice(REPOSITORY);
  await place.settle();
  expect((await place.list('ConfigMap')).map((map) => map.metadata.name)).toEqual(['a']);
  expect((await place.app()).status?.sync?.status).toBe('Synced');
});

test('hooks and waves: each step waits for the one before', async () => {
  const place = await start();
  place.manifests.commit(REPOSITORY, [
    gate('pre', { 'argocd.argoproj.io/hook': 'PreSync' }),
    gate('first'),
    configMap('later', { 'argocd.argoproj.io/sync-wave': '1' }),
    configMap('post', {
      'argocd.argoproj.io/hook': 'PostSync',
      'argocd.argoproj.io/hook-delete-policy': 'HookSucceeded',
    }),
  ]);
  await place.apply(application());
  await place.settle();
  await place.merge('Application', 'app', sync(), 'argocd');
  await place.settle();
  const waiting = async () => (await place.app()).status?.operationState?.message;
  expect(await waiting()).toBe('waiting for completion of hook test.example.com/Gate/pre');
  await place.merge('Gate', 'pre', { status: { health: 'Healthy' } });
  await place.settle();
  expect(await waiting()).toBe('waiting for healthy state of test.example.com/Gate/first');
  expect(await place.get('ConfigMap', 'later')).toBeUndefined();
  await place.merge('Gate', 'first', { status: { health: 'Healthy' } });
  await place.settle();
  const app = await place.app();
  expect(app.status?.operationState?.phase).toBe('Succeeded');
  expect(app.status?.operationState?.message).toBe('successfully synced (no more tasks)');
  expect((await place.list('ConfigMap')).map((map) => map.metadata.name)).toEqual(['later']);
  expect((await place.get('Gate', 'pre'))?.metadata.finalizers).toBeUndefined();
});

test('deletion goes through the waves backwards, then the Application goes', async () => {
  const place = await start();
  place.manifests.commit(REPOSITORY, [
    configMap('zero'),
    {
      ...configMap('hold', { 'argocd.argoproj.io/sync-wave': '1' }),
      metadata: {
        name: 'hold',
        finalizers: ['example.com/hold'],
        annotations: { 'argocd.argoproj.io/sync-wave': '1' },
      },
    },
  ]);
  await place.apply(
    application({ syncPolicy: { automated: {} } }, { finalizers: ['resources-finalizer.argocd.argoproj.io'] }),
  );
  await place.settle();
  await place.remove('Application', 'app', 'argocd');
  await place.settle();
  expect((await place.get('ConfigMap', 'hold'))?.metadata.deletionTimestamp).toBeDefined();
  expect((await place.get('ConfigMap', 'zero'))?.metadata.deletionTimestamp).toBeUndefined();
  await place.merge('ConfigMap', 'hold', { metadata: { finalizers: null } });
  await place.settle();
  expect(await place.list('ConfigMap')).toEqual([]);
  expect(await place.get('Application', 'app', 'argocd')).toBeUndefined();
});

test('a status that the API refuses is told, and what was known stays', async () => {
  const place = await start();
  const sha = place.manifests.commit(REPOSITORY, [configMap('a')]);
  await place.apply(application());
  await place.settle();
  const odd = { ...configMap('b'), metadata: { name: 5 as unknown as string } };
  place.manifests.commit(REPOSITORY, [configMap('a'), odd]);
  await place.merge(
    'Application',
    'app',
    { metadata: { annotations: { 'argocd.argoproj.io/refresh': 'normal' } } },
    'argocd',
  );
  await place.settle();
  const { status, metadata } = await place.app();
  expect(metadata.annotations).toBeUndefined();
  expect(status?.resources).toHaveLength(1);
  expect(status?.sync).toMatchObject({ status: 'Unknown', revision: sha });
  expect(status?.conditions).toEqual([
    {
      type: 'UnknownError',
      message: expect.stringMatching(
        /^The status of this Application cannot be written: .*status\.resources\[0\]\.name/,
      ),
      lastTransitionTime: expect.any(String),
    },
  ]);
});

test('what left the repository stays without prune, and is shown as requiring it', async () => {
  const place = await start();
  place.manifests.commit(REPOSITORY, [configMap('a'), configMap('b')]);
  await place.apply(application({ syncPolicy: { automated: {} } }));
  await place.settle();
  place.manifests.commit(REPOSITORY, [configMap('a')]);
  place.manifests.notice(REPOSITORY);
  await place.settle();
  await place.clock.advance(10_000);
  const { status } = await place.app();
  expect(status?.sync?.status).toBe('OutOfSync');
  expect(status?.resources?.[1]).toMatchObject({ name: 'b', status: 'OutOfSync', requiresPruning: true });
  expect(status?.history).toHaveLength(1);
});

test('a revision that failed is tried as often as the policy says, then not again', async () => {
  const place = await start();
  const broken: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'missing' } };
  const sha = place.manifests.commit(REPOSITORY, [broken]);
  const retry = { limit: 2, backoff: { duration: '10s', factor: 2 } };
  await place.apply(application({ syncPolicy: { automated: {}, retry } }));
  await place.settle();
  const state = async () => (await place.app()).status?.operationState;
  expect(await state()).toMatchObject({ phase: 'Running', retryCount: 1 });
  expect((await state())?.message).toBe(
    'one or more objects failed to apply, reason: namespaces "missing" not found. Retrying attempt #1 at 12:00AM.',
  );
  await place.clock.advance(10_000);
  expect(await state()).toMatchObject({ phase: 'Running', retryCount: 2 });
  await place.clock.advance(20_000);
  expect(await state()).toMatchObject({ phase: 'Failed', retryCount: 2 });
  expect((await state())?.message).toMatch(/ \(retried 2 times\)\.$/);
  const { finishedAt } = (await state()) ?? {};
  await place.merge(
    'Application',
    'app',
    { metadata: { annotations: { 'argocd.argoproj.io/refresh': 'normal' } } },
    'argocd',
  );
  await place.clock.advance(60_000);
  expect((await state())?.finishedAt).toBe(finishedAt);
  expect((await place.app()).metadata.annotations).toBeUndefined();
  expect((await place.app()).status?.conditions).toMatchObject([
    {
      type: 'SyncError',
      message: expect.stringContaining(`Failed last sync attempt to [${sha}]: one or more objects`),
    },
  ]);
  place.manifests.commit(REPOSITORY, [configMap('a')]);
  place.manifests.notice(REPOSITORY);
  await place.settle();
  expect((await place.app()).status).toMatchObject({
    operationState: { phase: 'Succeeded' },
    sync: { status: 'Synced' },
  });
  expect((await place.app()).status?.conditions).toBeUndefined();
});

test('a repository that fails for a while keeps the last good state, unless somebody asks', async () => {
  const place = await start();
  place.manifests.commit(REPOSITORY, [configMap('a')]);
  await place.apply(application({ syncPolicy: { automated: {} } }));
  await place.settle();
  place.manifests.fail(REPOSITORY, new AppError({ code: 'git.unreachable', kind: 'transient', message: 'no answer' }));
  place.manifests.notice(REPOSITORY);
  await place.clock.advance(60_000);
  expect((await place.app()).status?.sync?.status).toBe('Synced');
  await place.clock.advance(150_000);
  const failed = (await place.app()).status;
  expect(failed?.sync?.status).toBe('Unknown');
  expect(failed?.health?.status).toBe('Healthy');
  expect(failed?.conditions).toMatchObject([
    { type: 'ComparisonError', message: expect.stringMatching(/^Failed to load target state: .*no answer$/) },
  ]);
  expect(failed?.resources).toMatchObject([{ name: 'a', status: 'Unknown', requiresPruning: true }]);
  place.manifests.fail(REPOSITORY, undefined);
  await place.clock.advance(60_000);
  expect((await place.app()).status?.sync?.status).toBe('Synced');
  expect(await place.get('ConfigMap', 'a')).toBeDefined();
});

test('a failure that was told is taken back by a new answer of the repository only', async () => {
  const place = await start();
  place.manifests.commit(REPOSITORY, [configMap('a')]);
  await place.apply(application());
  await place.settle();
  place.manifests.fail(REPOSITORY, new AppError({ code: 'git.unreachable', kind: 'transient', message: 'no answer' }));
  const annotations = { 'argocd.argoproj.io/refresh': 'normal' };
  await place.merge('Application', 'app', { metadata: { annotations } }, 'argocd');
  await place.settle();
  expect((await place.app()).status?.sync?.status).toBe('Unknown');
  const asked: string[] = [];
  const render = place.manifests.render.bind(place.manifests);
  place.manifests.render = (request, signal) => {
    asked.push(request.refresh);
    return render(request, signal);
  };
  place.manifests.notice(REPOSITORY);
  await place.settle();
  expect(new Set(asked)).toEqual(new Set(['latest']));
});

test('permission to sync to nothing is heeded by the next look, and asks for none', async () => {
  const place = await start();
  place.manifests.commit(REPOSITORY, [configMap('a')]);
  await place.apply(application({ syncPolicy: { automated: { prune: true } } }));
  await place.settle();
  place.manifests.commit(REPOSITORY, []);
  place.manifests.notice(REPOSITORY);
  await place.settle();
  expect((await place.app()).status?.conditions?.map(({ type }) => type)).toEqual(['SyncError']);
  const spec = { syncPolicy: { automated: { allowEmpty: true } } };
  await place.merge('Application', 'app', { spec }, 'argocd');
  await place.settle();
  expect(await place.get('ConfigMap', 'a')).toBeDefined();
  const annotations = { 'argocd.argoproj.io/refresh': 'normal' };
  await place.merge('Application', 'app', { metadata: { annotations } }, 'argocd');
  await place.settle();
  expect(await place.get('ConfigMap', 'a')).toBeUndefined();
});

test('a terminated operation ends, and its running hook goes', async () => {
  const place = await start();
  place.manifests.commit(REPOSITORY, [gate('pre', { 'argocd.argoproj.io/hook': 'PreSync' }), configMap('a')]);
  await place.apply(application());
  await place.settle();
  await place.merge('Application', 'app', sync({ retry: { limit: 5 } }), 'argocd');
  await place.settle();
  expect(await place.get('Gate', 'pre')).toBeDefined();
  await place.merge('Application', 'app', { status: { operationState: { phase: 'Terminating' } } }, 'argocd');
  await place.settle();
  const app = await place.app();
  expect(app.operation).toBeUndefined();
  expect(app.status?.operationState).toMatchObject({
    phase: 'Failed',
    message: 'Operation terminated',
    syncResult: { resources: [{ kind: 'Gate', name: 'pre', hookPhase: 'Succeeded', message: 'Deleted' }] },
  });
  expect(await place.get('Gate', 'pre')).toBeUndefined();
  expect(await place.get('ConfigMap', 'a')).toBeUndefined();
});

test('a fight over an object is fought a few times at once, then with growing pauses', async () => {
  const place = await start();
  place.manifests.commit(REPOSITORY, [configMap('a')]);
  await place.apply(application({ syncPolicy: { automated: { selfHeal: true } } }));
  await place.settle();
  const starts: number[] = [];
  const begin = place.clock.now();
  for (let second = 0; second < 60; second += 1) {
    const live = await place.get('ConfigMap', 'a');
    if (JSON.stringify(live?.['data']) === '{"key":"one"}') {
      starts.push(Math.floor((place.clock.now() - begin) / 1000));
      await place.merge('ConfigMap', 'a', { data: { key: 'drift' } });
    }
    await place.clock.advance(1_000);
  }
  expect(starts).toEqual([0, 1, 2, 3, 4, 5, 6, 12, 30]);
});

test('what the project does not permit is refused before anything is written', async () => {
  const place = await start();
  const project = openProject('default');
  place.installation.set({
    projects: [{ ...project, spec: { ...project.spec, namespaceResourceBlacklist: [{ group: '', kind: 'Secret' }] } }],
  });
  place.manifests.commit(REPOSITORY, [configMap('a'), { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } }]);
  await place.apply(application({ syncPolicy: { automated: {}, retry: { limit: 0 } } }));
  await place.settle();
  expect((await place.app()).status?.operationState).toMatchObject({
    phase: 'Failed',
    message: 'one or more synchronization tasks are not valid: resource :Secret is not permitted in project default',
  });
  expect(await place.list('ConfigMap')).toEqual([]);
});

test('with RespectIgnoreDifferences a sync leaves ignored fields as they are live', async () => {
  const place = await start();
  const data = { first: 'one', second: 'one' };
  place.manifests.commit(REPOSITORY, [{ ...configMap('a'), data }]);
  const rule = { group: '', kind: 'ConfigMap', jsonPointers: ['/data/first'] };
  await place.apply(application({ ignoreDifferences: [rule] }));
  await place.settle();
  await place.merge('Application', 'app', sync(), 'argocd');
  await place.settle();
  await place.merge('ConfigMap', 'a', { data: { first: 'live', second: 'live' } });
  const operation = { sync: { syncOptions: ['RespectIgnoreDifferences=true'] } };
  await place.merge('Application', 'app', { operation }, 'argocd');
  await place.settle();
  expect((await place.get('ConfigMap', 'a'))?.['data']).toEqual({ first: 'live', second: 'one' });
  const { group: _, ...compared } = rule;
  expect((await place.app()).status?.sync?.comparedTo?.ignoreDifferences).toEqual([compared]);
});

test('an object with a secret reference that nobody opened is not written', async () => {
  const place = await start();
  const canary = { $secretRef: { store: 'vault', key: 'canary', digest: 'd' } };
  place.manifests.commit(REPOSITORY, [{ ...configMap('a'), data: { key: canary } }]);
  await place.apply(application({ syncPolicy: { automated: {}, retry: { limit: 0 } } }));
  await place.settle();
  expect((await place.app()).status?.operationState).toMatchObject({
    phase: 'Failed',
    message: 'one or more objects failed to apply (dry run)',
    syncResult: { resources: [{ message: expect.stringContaining('holds a secret reference that was not opened') }] },
  });
  expect(await place.list('ConfigMap')).toEqual([]);
});
