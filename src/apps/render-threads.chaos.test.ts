import { afterEach, expect, test } from 'vitest';
import type { RenderObject } from '../services/source/index.ts';
import { memoryMetrics } from '../testkit/memory-metrics.ts';
import { namedMap, patient, renderTask, taskObjects } from '../testkit/render-tasks.ts';
import { createRenderThreads, type RenderThreadOptions, type RenderThreads } from './render-threads.ts';

let threads: RenderThreads | undefined;
afterEach(() => threads?.close());

const metrics = memoryMetrics();

function open(options: Partial<RenderThreadOptions> = {}): RenderThreads {
  metrics.reset();
  threads = createRenderThreads({ metrics, ...options });
  return threads;
}

/** A chart that computes without end: no budget but time stops it. */
const LONG = {
  'Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
  'templates/a.yaml': `{{ $n := untilStep 0 100000 1 }}${'{{ range $n }}'.repeat(3)}{{ sha256sum "a" | trunc 0 }}${'{{ end }}'.repeat(3)}`,
};

test('a render goes to the thread that knows its files', async () => {
  const pool = open({ threads: 2 });
  const charts = ['a', 'b'].map((name) => taskObjects({ 'a.yaml': namedMap(name), 'b.yaml': namedMap(`${name}2`) }));
  const render = async (chart: Map<string, RenderObject> | undefined, repository: string) => {
    using session = pool.open(renderTask({ name: repository }), patient());
    return await session.attempt(chart ?? new Map());
  };
  // Both at once, so that each begins on a thread of its own.
  await Promise.all([render(charts[0], 'a'), render(charts[1], 'b')]);
  expect(metrics.value('render_pool_attempts_total', { thread: 'new' })).toBe(2);
  for (const at of [1, 0, 0, 1]) await render(charts[at], 'c');
  expect(metrics.value('render_pool_attempts_total', { thread: 'warm' })).toBe(4);
  expect(metrics.value('render_pool_attempts_total', { thread: 'cold' })).toBe(0);
});

test('renders of one repository that never end delay another no longer than patience lasts', async () => {
  const pool = open({ threads: 1, time: 20_000, patience: 50 });
  const [hostile, good] = [renderTask({ name: 'hostile' }), renderTask({ name: 'good' })];
  using first = pool.open(hostile, patient());
  using second = pool.open(hostile, patient());
  const endless = [first.attempt(taskObjects(LONG)), second.attempt(taskObjects(LONG))];
  for (const one of endless) one.catch(() => undefined);
  using session = pool.open(good, patient());
  const began = performance.now();
  expect(await session.attempt(taskObjects({ 'a.yaml': namedMap('a') }))).toMatchObject({ kind: 'done' });
  expect(performance.now() - began).toBeLessThan(10_000);
  await pool.close();
  for (const one of endless) await expect(one).rejects.toMatchObject({ name: 'AbortError' });
});

test('a render that nobody waits for any more is ended, and its thread with it', async () => {
  const pool = open({ threads: 1 });
  const leaving = new AbortController();
  using session = pool.open(renderTask(), { ...patient(), signal: leaving.signal });
  const endless = session.attempt(taskObjects(LONG));
  setTimeout(() => leaving.abort('deleted'), 50);
  await expect(endless).rejects.toBe('deleted');
  await expect.poll(() => pool.count).toBe(0);
  using next = pool.open(renderTask(), patient());
  expect(await next.attempt(taskObjects({ 'a.yaml': namedMap('a') }))).toMatchObject({ kind: 'done' });
});

test('a render that waits for its turn is not begun where it is overtaken, and one that runs goes on', async () => {
  const pool = open({ threads: 1, patience: 60_000 });
  const overtaking = new AbortController();
  const signals = { ...patient(), overtaken: overtaking.signal };
  using first = pool.open(renderTask(), signals);
  using second = pool.open(renderTask(), signals);
  const running = first.attempt(taskObjects({ 'a.yaml': namedMap('a') }));
  const waiting = second.attempt(taskObjects({ 'a.yaml': namedMap('b') }));
  setTimeout(() => overtaking.abort('newer'), 1);
  await expect(waiting).rejects.toBe('newer');
  expect(await running).toMatchObject({ kind: 'done' });
});

test('between two attempts a render holds no thread', async () => {
  const pool = open({ threads: 1 });
  using fetching = pool.open(renderTask({ name: 'slow' }), patient());
  expect(await fetching.attempt(new Map())).toMatchObject({ kind: 'needs' });
  using other = pool.open(renderTask({ name: 'good' }), patient());
  expect(await other.attempt(taskObjects({ 'a.yaml': namedMap('a') }))).toMatchObject({ kind: 'done' });
  expect(await fetching.attempt(taskObjects({ 'a.yaml': namedMap('b') }))).toMatchObject({ kind: 'done' });
  expect(pool.count).toBe(1);
});

/** One of each tool that computes for long. */
const ENDLESS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // This one's own budget ends it after a while.
  jsonnet: { 'a.jsonnet': 'local f(n) = if n == 0 then 0 else f(n - 1) + f(n - 1) tailstrict; f(60)' },
  helm: LONG,
  // Thirty levels, each twice the one below.
  kustomize: {
    ...Object.fromEntries(
      Array.from({ length: 30 }, (_, level) => [
        `l${level}/kustomization.yaml`,
        `namePrefix: a-\nresources: [../l${level + 1}, ../m${level + 1}]\n`,
      ]),
    ),
    ...Object.fromEntries(
      Array.from({ length: 30 }, (_, level) => [
        `m${level + 1}/kustomization.yaml`,
        `namePrefix: b-\nresources: [../l${level + 1}]\n`,
      ]),
    ),
    'kustomization.yaml': 'resources: [l0]\n',
    'l30/kustomization.yaml': 'resources: [a.yaml]\n',
    'l30/a.yaml': namedMap('a'),
  },
};

test('every thread is taken by renders that compute for long, of six repositories: others do not wait for their ends', async () => {
  const pool = open({ threads: 2, time: 120_000, patience: 200 });
  const names = Object.keys(ENDLESS).flatMap((tool) => [`${tool}-1`, `${tool}-2`]);
  const sessions = names.map((name) => pool.open(renderTask({ name, project: name }), patient()));
  const ended: unknown[] = [];
  const endless = sessions.map((session, at) =>
    session.attempt(taskObjects(ENDLESS[names[at]?.split('-')[0] ?? ''] ?? {})).then(
      () => ended.push(names[at]),
      (error: unknown) => error,
    ),
  );
  const took: number[] = [];
  for (let time = 0; time < 5; time += 1) {
    using session = pool.open(renderTask({ name: `good-${time}`, project: 'good' }), patient());
    const began = performance.now();
    expect(await session.attempt(taskObjects({ 'a.yaml': namedMap('a') }))).toMatchObject({ kind: 'done' });
    took.push(performance.now() - began);
  }
  expect(ended.filter((name) => !String(name).startsWith('jsonnet'))).toEqual([]);
  // Behind those of two minutes each it would be minutes. To start a thread for each is the most of it.
  expect(Math.max(...took)).toBeLessThan(20_000);
  expect(pool.count).toBeLessThanOrEqual(4);
  await pool.close();
  await Promise.all(endless);
  expect(pool.count).toBe(0);
}, 120_000);
