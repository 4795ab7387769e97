import { describe, expect, test } from 'vitest';
import type { Application } from '../../api/application/fields.ts';
import { AppError } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ObjectCache, ObjectCacheChange } from '../../ports/object-cache.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { memoryKube } from '../../testkit/memory-kube.ts';
import { finalizersFor } from './delete-application.ts';
import { applicationFilter } from './filter.ts';
import { type ApplicationEvent, refreshApplication, watchApplications } from './index.ts';
import { operationOf, refusalOf } from './request-sync.ts';
import { withResourceHealth } from './resource-health.ts';

const FOREGROUND = 'resources-finalizer.argocd.argoproj.io';
const BACKGROUND = `${FOREGROUND}/background`;

function app(spec: object = {}, more: object = {}): Application {
  const metadata = { name: 'web', namespace: 'argocd', uid: 'u', labels: { tier: 'front' } };
  const source = { repoURL: 'https://git.test/app.git', targetRevision: 'main' };
  const type = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' };
  return { ...type, metadata, spec: { project: 'team', source, destination: {}, ...spec }, ...more };
}

test.each<[string, readonly string[], object, readonly string[]]>([
  ['with its objects by default', [], {}, [FOREGROUND]],
  ['as its finalizer says already', [BACKGROUND], {}, [BACKGROUND]],
  ['in the background', [FOREGROUND], { propagationPolicy: 'background' }, [BACKGROUND]],
  ['in the foreground', [BACKGROUND], { propagationPolicy: 'foreground' }, [FOREGROUND]],
  ['alone', [FOREGROUND], { cascade: false }, []],
  ['and the finalizers of others stay', ['a/b', FOREGROUND], { cascade: false }, ['a/b']],
])('an Application goes %s', (_reason, before, request, after) => {
  expect(finalizersFor(before, request)).toEqual(after);
});

test('an unknown way to delete is refused', () => {
  expect(() => finalizersFor([], { propagationPolicy: 'sideways' })).toThrow('invalid propagation policy: sideways');
});

test.each<[string, object, object, string | undefined]>([
  ['nothing', {}, {}, undefined],
  ['its deletion', { metadata: { deletionTimestamp: 'T' } }, {}, 'application is deleting'],
  ['an operation that is asked for', { operation: {} }, {}, 'another operation is already in progress'],
  [
    'one that runs',
    { status: { operationState: { phase: 'Running' } } },
    {},
    'another operation is already in progress',
  ],
  ['one that has ended', { status: { operationState: { phase: 'Failed' } } }, {}, undefined],
])('against a sync stands %s', (_reason, more, sync, refusal) => {
  expect(refusalOf({ ...app(), ...more } as Application, { name: 'web', ...sync })).toBe(refusal);
});

test.each<[string, object | undefined, object, string | undefined]>([
  ['another revision', {}, { revision: 'next' }, 'Cannot sync to next: auto-sync currently set to main'],
  ['the revision it has', {}, { revision: 'main' }, undefined],
  ['another revision as a dry run', {}, { revision: 'next', dryRun: true }, undefined],
  ['another revision where it is switched off', { enabled: false }, { revision: 'next' }, undefined],
  ['another revision without it', undefined, { revision: 'next' }, undefined],
])('with auto-sync, %s', (_reason, automated, sync, refusal) => {
  expect(refusalOf(app({ syncPolicy: { automated } }), { name: 'web', ...sync })).toBe(refusal);
});

test('an operation takes options and retry of the policy, unless it names its own', () => {
  const policy = { syncOptions: ['Validate=false'], retry: { limit: 3 } };
  const own = { name: 'web', prune: true, syncOptions: { items: ['Replace=true'] }, retryStrategy: { limit: 1 } };
  expect(operationOf(app({ syncPolicy: policy }), { sync: { name: 'web' }, username: 'alice' })).toEqual({
    initiatedBy: { username: 'alice' },
    sync: { syncOptions: ['Validate=false'] },
    retry: { limit: 3 },
  });
  expect(operationOf(app({ syncPolicy: policy }), { sync: own, username: 'bob' })).toEqual({
    initiatedBy: { username: 'bob' },
    sync: { prune: true, syncOptions: ['Replace=true'] },
    retry: { limit: 1 },
  });
});

const NONE = { name: '', projects: [], selector: '', repo: '', namespace: '' };

test.each<[object, boolean]>([
  [{}, true],
  [{ name: 'web' }, true],
  [{ name: 'we' }, false],
  [{ projects: ['other', 'team'] }, true],
  [{ projects: ['other'] }, false],
  [{ selector: 'tier in (front)' }, true],
  [{ selector: '!tier' }, false],
  [{ repo: 'https://GIT.test/app' }, true],
  [{ repo: 'https://git.test/other' }, false],
  [{ namespace: 'argocd' }, true],
  [{ namespace: 'n' }, false],
])('the filter %j', (filter, shows) => {
  expect(applicationFilter({ ...NONE, ...filter })(app())).toBe(shows);
});

test('health of resources comes from the tree only where the controller keeps it there', () => {
  const resources = [
    { kind: 'ConfigMap', name: 'a', namespace: 'n' },
    { kind: 'Pod', name: 'b', namespace: 'n' },
  ];
  const nodes = [{ kind: 'Pod', name: 'b', namespace: 'n', health: { status: 'Degraded' as const } }];
  const kept = app({}, { status: { resources, resourceHealthSource: 'appTree' } });
  expect(withResourceHealth(kept, { nodes }).status?.resources).toEqual([
    resources[0],
    { ...resources[1], health: { status: 'Degraded' } },
  ]);
  const inline = app({}, { status: { resources } });
  expect(withResourceHealth(inline, { nodes })).toBe(inline);
  expect(withResourceHealth(kept, undefined)).toBe(kept);
});

/** A cache that a test fills by hand. */
function handCache(objects: readonly KubeObject[] = []) {
  const listeners = new Set<(change: ObjectCacheChange) => void>();
  const tell = (type: ObjectCacheChange['type'], object: KubeObject): void => {
    for (const listener of listeners) listener({ type, object, before: undefined });
  };
  const cache: ObjectCache = {
    ready: async () => undefined,
    list: () => objects,
    get: (_namespace, name) => objects.find(({ metadata }) => metadata.name === name),
    observe: () => undefined,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => undefined,
  };
  return { cache, tell, listeners };
}

function stored(name: string, resourceVersion: string, annotations: Readonly<Record<string, string>> = {}): KubeObject {
  const metadata = { name, namespace: 'argocd', uid: name, resourceVersion, annotations };
  return { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata, spec: {} };
}

describe('a watch', () => {
  const names = ({ type, application: { metadata } }: ApplicationEvent) =>
    `${type} ${metadata.name} ${metadata.resourceVersion}`;

  test('replays, follows, and gives a slow reader only the newest of each', async () => {
    const { cache, tell, listeners } = handCache([stored('b', '2'), stored('a', '1')]);
    const stop = new AbortController();
    const events = watchApplications(cache, { shows: () => true, replay: true, after: '', signal: stop.signal });
    const seen: string[] = [];
    for await (const event of events) {
      seen.push(names(event));
      if (seen.length === 2) for (const version of ['3', '4', '5']) tell('MODIFIED', stored('a', version));
      if (seen.length === 3) stop.abort();
    }
    expect(seen).toEqual(['ADDED a 1', 'ADDED b 2', 'MODIFIED a 5']);
    expect(listeners.size).toBe(0);
  });

  test('from a version on: compared as numbers, nothing replayed', async () => {
    const { cache, tell } = handCache([stored('a', '100')]);
    const stop = new AbortController();
    const events = watchApplications(cache, { shows: () => true, replay: false, after: '9', signal: stop.signal });
    const first = events[Symbol.asyncIterator]().next();
    tell('MODIFIED', stored('old', '8'));
    tell('MODIFIED', stored('new', '10'));
    const { value } = await first;
    expect(value && names(value)).toBe('MODIFIED new 10');
    stop.abort();
  });
});

describe('a refresh', () => {
  const asked = stored('web', '2', { 'argocd.argoproj.io/refresh': 'normal' });

  function start(signal: AbortSignal = new AbortController().signal) {
    const clock = new FakeClock();
    const { cache, tell, listeners } = handCache([asked]);
    const kube = { ...memoryKube({ clock }), patch: async () => asked };
    const answer = refreshApplication({ kube, applications: cache, clock }, app(), { level: 'normal', signal });
    const outcome = answer.then(
      (found) => String(found.metadata.resourceVersion),
      (error: unknown) => (error instanceof AppError ? `${error.code}: ${error.message}` : String(error)),
    );
    return { clock, tell, outcome, listeners };
  }

  test('waits until the annotation is gone', async () => {
    const { clock, tell, outcome, listeners } = start();
    await clock.advance(1000);
    tell('MODIFIED', { ...asked, metadata: { ...asked.metadata, resourceVersion: '3' } });
    tell('MODIFIED', stored('other', '4'));
    tell('MODIFIED', stored('web', '5'));
    expect(await outcome).toBe('5');
    expect([listeners.size, clock.pendingTimers]).toEqual([0, 0]);
  });

  test('ends with the Application, with patience, or with the caller', async () => {
    const gone = start();
    await gone.clock.advance(1);
    gone.tell('DELETED', asked);
    expect(await gone.outcome).toBe('api.refresh-timeout: application web was deleted while it was refreshed');
    const late = start();
    await late.clock.advance(120_001);
    expect(await late.outcome).toBe('api.refresh-timeout: application web was not refreshed in time');
    const stop = new AbortController();
    const left = start(stop.signal);
    await left.clock.advance(1);
    stop.abort('left');
    expect(await left.outcome).toBe('left');
    expect([left.listeners.size, left.clock.pendingTimers]).toEqual([0, 0]);
  });
});
