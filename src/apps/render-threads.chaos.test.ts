import { createHash } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import type { RenderObject, RenderTask } from '../services/source/index.ts';
import { memoryMetrics } from '../testkit/memory-metrics.ts';
import { createRenderThreads, type RenderThreadOptions, type RenderThreads } from './render-threads.ts';

let threads: RenderThreads | undefined;
afterEach(() => threads?.close());

const metrics = memoryMetrics();
const ROOT = '0'.repeat(40);
const SETTINGS = {
  maxCombinedDirectoryManifestsSize: 0,
  valuesFileSchemes: ['https'],
  kustomizeBuildOptions: {},
  disabledTools: [],
};

function open(options: Partial<RenderThreadOptions> = {}): RenderThreads {
  metrics.reset();
  threads = createRenderThreads({ metrics, ...options });
  return threads;
}

function wanted(): { readonly signal: AbortSignal; readonly overtaken: AbortSignal } {
  return { signal: new AbortController().signal, overtaken: new AbortController().signal };
}

/** Of an application and a repository of one name. */
function taskOf(name: string): RenderTask {
  const source = { repoURL: `https://git.example.com/${name}.git`, path: '.' };
  return {
    trees: { root: ROOT, references: new Map() },
    facts: {
      variables: new Map(),
      kubeVersion: '1.35.4',
      apiVersions: new Set(),
      moment: { instant: 0, entropy: new Uint8Array(32) },
    },
    request: { appName: name, project: 'default', namespace: 'n', source, references: undefined, settings: SETTINGS },
  };
}

function world(files: Readonly<Record<string, string>>): Map<string, RenderObject> {
  const blobs = Object.entries(files).map(([name, text]) => {
    const oid = createHash('sha1').update(text).digest('hex');
    return { name, oid, mode: 'file' as const, content: new Uint8Array(Buffer.from(text)) };
  });
  const tree: RenderObject = new Map(blobs.map(({ name, oid, mode }) => [name, { name, oid, mode }]));
  return new Map<string, RenderObject>([[ROOT, tree], ...blobs.map(({ oid, content }) => [oid, content] as const)]);
}

const configMap = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
/** Computes without end. */
const LONG = { 'a.jsonnet': 'local f(n) = if n == 0 then 0 else f(n - 1) + f(n - 1) tailstrict; f(60)' };

test('a render goes to the thread that knows its files', async () => {
  const pool = open({ threads: 2 });
  const charts = ['a', 'b'].map((name) => world({ 'a.yaml': configMap(name), 'b.yaml': configMap(`${name}2`) }));
  const render = async (chart: Map<string, RenderObject> | undefined, repository: string) => {
    using session = pool.open(taskOf(repository), wanted());
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
  const [hostile, good] = [taskOf('hostile'), taskOf('good')];
  using first = pool.open(hostile, wanted());
  using second = pool.open(hostile, wanted());
  const endless = [first.attempt(world(LONG)), second.attempt(world(LONG))];
  for (const one of endless) one.catch(() => undefined);
  using session = pool.open(good, wanted());
  const began = performance.now();
  expect(await session.attempt(world({ 'a.yaml': configMap('a') }))).toMatchObject({ kind: 'done' });
  expect(performance.now() - began).toBeLessThan(10_000);
  await pool.close();
  for (const one of endless) await expect(one).rejects.toMatchObject({ name: 'AbortError' });
});

test('a render that nobody waits for any more is ended, and its thread with it', async () => {
  const pool = open({ threads: 1 });
  const leaving = new AbortController();
  using session = pool.open(taskOf('app'), { ...wanted(), signal: leaving.signal });
  const endless = session.attempt(world(LONG));
  setTimeout(() => leaving.abort('deleted'), 50);
  await expect(endless).rejects.toBe('deleted');
  await expect.poll(() => pool.count).toBe(0);
  using next = pool.open(taskOf('app'), wanted());
  expect(await next.attempt(world({ 'a.yaml': configMap('a') }))).toMatchObject({ kind: 'done' });
});

test('a render that waits for its turn is not begun where it is overtaken, and one that runs goes on', async () => {
  const pool = open({ threads: 1, patience: 60_000 });
  const overtaking = new AbortController();
  const signals = { ...wanted(), overtaken: overtaking.signal };
  using first = pool.open(taskOf('app'), signals);
  using second = pool.open(taskOf('app'), signals);
  const running = first.attempt(world({ 'a.yaml': configMap('a') }));
  const waiting = second.attempt(world({ 'a.yaml': configMap('b') }));
  setTimeout(() => overtaking.abort('newer'), 1);
  await expect(waiting).rejects.toBe('newer');
  expect(await running).toMatchObject({ kind: 'done' });
});

test('between two attempts a render holds no thread', async () => {
  const pool = open({ threads: 1 });
  using fetching = pool.open(taskOf('slow'), wanted());
  expect(await fetching.attempt(new Map())).toMatchObject({ kind: 'needs' });
  using other = pool.open(taskOf('good'), wanted());
  expect(await other.attempt(world({ 'a.yaml': configMap('a') }))).toMatchObject({ kind: 'done' });
  expect(await fetching.attempt(world({ 'a.yaml': configMap('b') }))).toMatchObject({ kind: 'done' });
  expect(pool.count).toBe(1);
});
