import { afterEach, expect, test } from 'vitest';
import { renderSource } from '../render/render-source.ts';
import { attemptTask, createManifestService } from '../services/source/index.ts';
import { FakeClock } from '../testkit/fake-clock.ts';
import { createMemoryGit } from '../testkit/memory-git.ts';
import { memoryInstallation } from '../testkit/memory-installation.ts';
import { memoryLog } from '../testkit/memory-log.ts';
import { memoryMetrics } from '../testkit/memory-metrics.ts';
import { createMemoryOutside } from '../testkit/memory-outside.ts';
import { namedMap, patient, renderTask, TASK_ROOT, taskObjects } from '../testkit/render-tasks.ts';
import { createRenderThreads, type RenderThreadOptions, type RenderThreads } from './render-threads.ts';

let threads: RenderThreads | undefined;
afterEach(() => threads?.close());

const metrics = memoryMetrics();

function open(options: Partial<RenderThreadOptions> = {}): RenderThreads {
  metrics.reset();
  threads = createRenderThreads({ metrics, ...options });
  return threads;
}

const MANY_KEYS = Array.from({ length: 300_000 }, (_, index) => `k${index}: {a: {b: [c]}}`).join('\n');
test('a thread answers what this one would, and is used again', async () => {
  const pool = open({ threads: 1 });
  for (const name of ['a', 'b']) {
    using session = pool.open(renderTask(), patient());
    const objects = taskObjects({
      'a.yaml': namedMap(name),
      'b.yaml': 'kind: ConfigMap\nmetadata: {__proto__: {a: b}}\n',
    });
    expect(await session.attempt(objects)).toEqual(attemptTask(renderTask(), objects, renderSource));
  }
  expect(pool.count).toBe(1);
});

test('what is missing is asked for, and what was given stays', async () => {
  using session = open().open(renderTask(), patient());
  const [blob, tree] = [...taskObjects({ 'a.yaml': namedMap('a') })];
  if (tree === undefined || blob === undefined) throw new Error('no world');
  expect(await session.attempt(new Map())).toEqual({ kind: 'needs', needs: [{ kind: 'tree', oid: TASK_ROOT }] });
  expect(await session.attempt(new Map([tree]))).toMatchObject({
    kind: 'needs',
    needs: [{ kind: 'blob', oid: blob[0] }],
  });
  expect(await session.attempt(new Map([tree, blob]))).toMatchObject({
    kind: 'done',
    manifests: [{ file: 'a.yaml', document: 1 }],
  });
});

test('faults pass with their code and hint', async () => {
  const task = renderTask({ settings: { maxCombinedDirectoryManifestsSize: 10 } });
  using session = open().open(task, patient());
  expect(await session.attempt(taskObjects({ 'a.yaml': namedMap('a') }))).toMatchObject({
    kind: 'failed',
    error: { code: 'render.too-large', kind: 'user', hint: expect.any(String) },
  });
});

test('a source that fills the memory breaks its thread and nothing else', async () => {
  const pool = open({ memory: 24, threads: 1 });
  {
    using session = pool.open(renderTask(), patient());
    await expect(session.attempt(taskObjects({ 'a.yaml': `${namedMap('a')}${MANY_KEYS}` }))).rejects.toMatchObject({
      code: 'source.render-crashed',
    });
  }
  using session = pool.open(renderTask(), patient());
  expect(await session.attempt(taskObjects({ 'a.yaml': namedMap('a') }))).toMatchObject({ kind: 'done' });
});

test('a source that takes too long is given up', async () => {
  const pool = open({ time: 1 });
  using session = pool.open(renderTask(), patient());
  await expect(session.attempt(taskObjects({ 'a.yaml': namedMap('a') }))).rejects.toMatchObject({
    code: 'source.render-too-slow',
  });
  await expect.poll(() => pool.count).toBe(0);
});

const LARGE = Object.fromEntries(
  Array.from({ length: 300 }, (_, index) => [`f${index}.yaml`, `${namedMap(`c${index}`)}  t: ${'x'.repeat(1000)}\n`]),
);

/** A service on a repository of large files, with threads or without. */
async function serviceWith(pool?: Pick<RenderThreads, 'open'>, files: Readonly<Record<string, string>> = LARGE) {
  const git = createMemoryGit();
  const repository = git.repository('app');
  await repository.commit({ files });
  const service = createManifestService({
    git: git.port,
    clock: new FakeClock(),
    installation: memoryInstallation({}),
    log: memoryLog(),
    metrics: memoryMetrics(),
    random: () => 0.5,
    ...createMemoryOutside(new FakeClock()).ports,
    ...(pool && { pool }),
  });
  return (refresh: 'cached' | 'hard' = 'cached') =>
    service.render({
      appName: 'a',
      project: 'default',
      namespace: 'n',
      sources: [{ repoURL: repository.url, path: '.', targetRevision: 'main' }],
      revisions: [],
      kubeVersion: '1.35.4',
      apiVersions: ['v1'],
      refresh,
    });
}

function counted(pool: RenderThreads) {
  let sessions = 0;
  const open: RenderThreads['open'] = (one, signals) => {
    sessions += 1;
    return pool.open(one, signals);
  };
  return { open, sessions: () => sessions };
}

test('the source service sends large sources there, and the same comes back', async () => {
  const pool = counted(open());
  const [there, here] = [await serviceWith(pool), await serviceWith()];
  const expected = await here();
  expect(expected.kind).toBe('rendered');
  expect([await there(), await there()]).toEqual([expected, expected]);
  expect(pool.sessions()).toBe(1);
});

test('a source that breaks its thread is tried twice, then left until it changes or is asked for', async () => {
  const pool = counted(open({ memory: 24 }));
  const render = await serviceWith(pool, { 'a.yaml': `${namedMap('a')}${MANY_KEYS}` });
  expect(await render()).toMatchObject({ kind: 'failed', error: { code: 'source.render-crashed', kind: 'user' } });
  expect(pool.sessions()).toBe(2);
  const message = expect.stringMatching(
    /desc = Manifest generation error \(cached\): application "a" cannot be rendered: it needs more than the 24 MB of memory/,
  );
  expect(await render()).toMatchObject({ kind: 'failed', message });
  expect(pool.sessions()).toBe(2);
  await render('hard');
  expect(pool.sessions()).toBe(4);
}, 60_000);

const NESTING = `{{- define "r" -}}
{{- if gt (int .n) 0 -}}
{{- with .n }}{{ range list 1 }}{{ tpl "{{ include \\"r\\" (dict \\"n\\" (sub (int .n) 1) \\"Template\\" .Template) }}" $ | nindent 0 | trim }}{{ end }}{{ end -}}
{{- else }}done{{ end -}}
{{- end -}}`;

const ENDLESS =
  'rendering template has a nested reference name: r: unable to execute template\n\nUse --debug flag to render out invalid YAML';

test.each([
  ['as deep as Helm goes', 1000, 'done'],
  ['deeper', 1001, ENDLESS],
  ['without end', 1_000_000, ENDLESS],
])('templates that include themselves, %s', { timeout: 30_000 }, async (_reason, depth, expected) => {
  const files = {
    'Chart.yaml': 'apiVersion: v2\nname: nest\nversion: 1.0.0\n',
    'templates/_r.tpl': NESTING,
    'templates/a.yaml': `kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\ndata: {x: '{{ include "r" (dict "n" ${depth} "Template" .Template) }}'}\n`,
  };
  using session = open().open(renderTask(), patient());
  const outcome = await session.attempt(taskObjects(files));
  const shown = outcome.kind === 'failed' ? outcome.error.message.slice(-ENDLESS.length) : outcome.kind;
  expect(shown).toBe(expected);
});
