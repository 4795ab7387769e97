import { expect, test } from 'vitest';
import type { ApplicationSource } from '../../api/application/fields.ts';
import type { RenderRequest, RenderResult } from '../../ports/manifest-service.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import type { TestCommit } from '../../testkit/git-repository.ts';
import { createMemoryGit } from '../../testkit/memory-git.ts';
import { type InstallationSketch, memoryInstallation } from '../../testkit/memory-installation.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { memoryMetrics } from '../../testkit/memory-metrics.ts';
import { createMemoryOutside } from '../../testkit/memory-outside.ts';
import { createManifestService } from './index.ts';

function environment(sketch: InstallationSketch = {}) {
  const git = createMemoryGit();
  const clock = new FakeClock();
  const metrics = memoryMetrics();
  const installation = memoryInstallation(sketch);
  const service = createManifestService({
    git: git.port,
    installation,
    clock,
    metrics,
    log: memoryLog(),
    random: () => 0.5,
    ...createMemoryOutside(clock).ports,
  });
  const repository = git.repository('app');
  const commit = (files: TestCommit['files']) => repository.commit({ files });
  return { git, clock, metrics, installation, service, repository, commit };
}

type Environment = ReturnType<typeof environment>;

function requestFor(
  given: Environment,
  source: Partial<ApplicationSource> = {},
  more: Partial<RenderRequest> = {},
): RenderRequest {
  return {
    appName: 'guestbook',
    project: 'default',
    namespace: 'prod',
    sources: [{ repoURL: given.repository.url, path: '.', targetRevision: 'main', ...source }],
    revisions: [],
    kubeVersion: '1.35.4',
    apiVersions: ['v1'],
    refresh: 'cached',
    ...more,
  };
}

function configMap(name: string, value = ''): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata: {v: "${value}"}\n`;
}

function namesOf(result: RenderResult): readonly string[] | string {
  if (result.kind === 'failed') return result.message;
  return result.sources.flatMap(({ manifests }) => manifests.map(({ object }) => object.metadata.name ?? ''));
}

const PREFIX = 'failed to generate manifest for source 1 of 1: rpc error: code = ';

test('a repository becomes manifests, with commit, type and digest', async () => {
  const given = environment();
  const oid = await given.commit({ 'a.yaml': configMap('a'), 'b.yaml': configMap('b') });
  const result = await given.service.render(requestFor(given));
  expect(result).toEqual({
    kind: 'rendered',
    sources: [
      {
        revision: oid,
        sourceType: 'Directory',
        manifests: [
          { object: expect.objectContaining({ kind: 'ConfigMap' }), file: 'a.yaml', document: 1 },
          { object: expect.objectContaining({ kind: 'ConfigMap' }), file: 'b.yaml', document: 1 },
        ],
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        basis: [
          { path: '', mode: 'tree', oid: expect.stringMatching(/^[0-9a-f]{40}$/) },
          { path: '.gitmodules', mode: 'absent', oid: '' },
        ],
      },
    ],
  });
});

test('a commit that touches nothing of the source costs no render', async () => {
  const given = environment();
  await given.commit({ 'app/a.yaml': configMap('a'), 'other/x.yaml': configMap('x') });
  const before = await given.service.render(requestFor(given, { path: 'app' }));
  const oid = await given.commit({ 'other/x.yaml': configMap('y'), 'new/z.yaml': configMap('z') });
  const after = await given.service.render(requestFor(given, { path: 'app' }, { refresh: 'latest' }));
  expect(given.metrics.value('renders_total')).toBe(1);
  expect(after.kind === 'rendered' && before.kind === 'rendered').toBe(true);
  if (after.kind !== 'rendered' || before.kind !== 'rendered') return;
  expect(after.sources[0]).toEqual({ ...before.sources[0], revision: oid });
});

test.each([
  ['a changed file', { 'app/a.yaml': configMap('a', 'new') }],
  ['a new file', { 'app/b.yaml': configMap('b') }],
  ['a removed file', { 'app/a.yaml': null }],
  ['a new kustomization', { 'app/kustomization.yaml': '' }],
  ['an override', { 'app/.argocd-source.yaml': 'directory: {recurse: true}' }],
  ['the folder becomes a file', { 'app/a.yaml': null, app: 'x' }],
])('a commit that changes an answer is rendered: %s', async (_reason, files) => {
  const given = environment();
  await given.commit({ 'app/a.yaml': configMap('a'), 'app/sub/s.yaml': configMap('s') });
  await given.service.render(requestFor(given, { path: 'app' }));
  await given.commit(files);
  await given.service.render(requestFor(given, { path: 'app' }, { refresh: 'latest' }));
  expect(given.metrics.value('renders_total')).toBe(2);
});

test('going back to an earlier commit, and a hard refresh', async () => {
  const given = environment();
  const one = await given.commit({ 'a.yaml': configMap('one') });
  await given.commit({ 'a.yaml': configMap('two') });
  await given.service.render(requestFor(given, {}, { revisions: [one] }));
  await given.service.render(requestFor(given));
  expect(namesOf(await given.service.render(requestFor(given, {}, { revisions: [one] })))).toEqual(['one']);
  expect(given.metrics.value('renders_total')).toBe(2);
  await given.service.render(requestFor(given, {}, { refresh: 'hard' }));
  expect(given.metrics.value('renders_total')).toBe(3);
});

test('many who ask at once share one question, one fetch and one render', async () => {
  const given = environment();
  await given.commit({ 'a.yaml': configMap('a') });
  const asked = Array.from({ length: 50 }, () => given.service.render(requestFor(given, {}, { refresh: 'latest' })));
  await Promise.all(asked);
  expect(given.metrics.value('renders_total')).toBe(1);
  expect(given.metrics.value('git_requests_total', { kind: 'fetch' })).toBe(1);
  expect(given.metrics.value('git_requests_total', { kind: 'ls-refs' })).toBe(1);
});

test('1,000 applications in one repository, a commit that touches one: one question, one fetch, one render', async () => {
  const given = environment();
  const names = Array.from({ length: 1000 }, (_, index) => `app-${index}`);
  await given.commit(Object.fromEntries(names.map((name) => [`${name}/a.yaml`, configMap(name)])));
  const renderAll = async () => {
    for (const name of names) await given.service.render(requestFor(given, { path: name }, { appName: name }));
  };
  given.service.start();
  await renderAll();
  const counted = {
    renders: given.metrics.value('renders_total'),
    fetches: given.metrics.value('git_requests_total', { kind: 'fetch' }),
    questions: given.metrics.value('git_requests_total', { kind: 'ls-refs' }),
  };
  expect(counted).toEqual({ renders: 1000, fetches: 1, questions: 1 });
  const moved: string[] = [];
  given.service.onMoved((url) => moved.push(url));
  await given.commit({ 'app-7/a.yaml': configMap('app-7', 'changed') });
  given.service.notice(given.repository.url);
  await given.clock.advance(0);
  expect(moved).toEqual([given.repository.url]);
  await renderAll();
  expect(given.metrics.value('renders_total')).toBe(1001);
  expect(given.metrics.value('git_requests_total', { kind: 'fetch' })).toBe(2);
  expect(given.metrics.value('git_requests_total', { kind: 'ls-refs' })).toBe(2);
  await given.service.close();
});

test('polling: every 150 s with the jitter of this test, one repository one question, silent unless a wanted ref moved', async () => {
  const given = environment();
  await given.commit({ 'a.yaml': configMap('a') });
  given.service.start();
  await given.service.render(requestFor(given));
  await given.service.render(requestFor(given, { targetRevision: 'HEAD' }));
  const moved: string[] = [];
  given.service.onMoved((url) => moved.push(url));
  await given.clock.advance(149_000);
  expect(given.git.requests('ls-refs')).toBe(1);
  await given.repository.commit({ branch: 'feature', files: { 'a.yaml': configMap('b') } });
  await given.clock.advance(1_000);
  expect(given.git.requests('ls-refs')).toBe(2);
  expect(moved).toEqual([]);
  await given.commit({ 'a.yaml': configMap('c') });
  await given.clock.advance(150_000);
  expect(moved).toEqual([given.repository.url]);
  expect(namesOf(await given.service.render(requestFor(given)))).toEqual(['c']);
  expect(given.git.requests('ls-refs')).toBe(3);
  await given.clock.advance(10 * 3_600_000);
  expect(given.git.requests('ls-refs')).toBe(3 + 240);
  expect(given.metrics.value('renders_total')).toBe(2);
  await given.service.close();
  expect(given.clock.pendingTimers).toBe(0);
});

test('timeout.reconciliation 0 disables polling and takes effect while running', async () => {
  const given = environment();
  await given.commit({ 'a.yaml': configMap('a') });
  given.service.start();
  await given.service.render(requestFor(given));
  given.installation.set({ cm: { 'timeout.reconciliation': '0s' } });
  await given.clock.advance(3_600_000);
  expect(given.git.requests('ls-refs')).toBe(1);
  await given.service.render(requestFor(given));
  expect(given.git.requests('ls-refs')).toBe(1);
  await given.service.close();
});

test('a full commit id never asks for refs', async () => {
  const given = environment();
  const oid = await given.commit({ 'a.yaml': configMap('a') });
  given.service.start();
  expect(namesOf(await given.service.render(requestFor(given, { targetRevision: oid }, { refresh: 'hard' })))).toEqual([
    'a',
  ]);
  await given.clock.advance(3_600_000);
  expect(given.git.requests('ls-refs')).toBe(0);
  await given.service.close();
});

test('several sources, and one that only lends its files', async () => {
  const given = environment();
  await given.commit({ 'a/a.yaml': configMap('a'), 'b/b.yaml': configMap('b') });
  const { url: repoURL } = given.repository;
  const sources = [
    { repoURL, path: 'b' },
    { repoURL, ref: 'values' },
    { repoURL, path: 'a' },
  ];
  const result = await given.service.render(requestFor(given, {}, { sources }));
  expect(namesOf(result)).toEqual(['b', 'a']);
  expect(result.kind === 'rendered' && result.sources.map(({ sourceType }) => sourceType)).toEqual([
    'Directory',
    '',
    'Directory',
  ]);
  const broken = await given.service.render(requestFor(given, {}, { sources: [...sources, { repoURL, path: 'c' }] }));
  expect(broken).toEqual({
    kind: 'failed',
    message:
      'failed to generate manifest for source 4 of 4: rpc error: code = Unknown desc = c: app path does not exist',
    reason: 'c: app path does not exist',
    error: { code: 'render.path-missing', kind: 'user' },
    revisions: Array.from({ length: 4 }, () => expect.stringMatching(/^[0-9a-f]{40}$/)),
  });
});

test('messages of Argo CD (recorded)', async () => {
  const given = environment();
  await given.commit({ 'bad.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a: b\n' });
  const message = async (source: Partial<ApplicationSource>) =>
    namesOf(await given.service.render(requestFor(given, source)));
  expect(await message({ targetRevision: 'no-such-branch' })).toBe(
    `${PREFIX}Unknown desc = unable to resolve 'no-such-branch' to a commit SHA: revision not found`,
  );
  expect(await message({ targetRevision: '>=3.0.0' })).toBe(
    `${PREFIX}Unknown desc = unable to resolve '>=3.0.0' to a commit SHA: revision not found`,
  );
  expect(await message({ path: '../other' })).toBe(`${PREFIX}Unknown desc = ../other: app path outside root`);
  expect(await message({})).toMatch(
    /code = FailedPrecondition desc = Failed to unmarshal "bad.yaml": failed to unmarshal manifest: error converting YAML to JSON: yaml: line 4: mapping values are not allowed in this context$/,
  );
  const notThere = (name: string, reason: string) =>
    `${PREFIX}Unknown desc = failed to initialize repository resources: rpc error: code = Internal desc = Failed to checkout revision ${name}: \`git fetch origin ${name} --tags --force --prune\` failed exit status 128: fatal: ${reason} ${name}`;
  const nowhere = '1'.repeat(40);
  const ofServer = notThere(nowhere, 'remote error: upload-pack: not our ref');
  expect(await message({ targetRevision: nowhere })).toBe(ofServer);
  for (const short of ['FEDCBA9', 'fedcba9', '1'.repeat(41)]) {
    expect(await message({ targetRevision: short })).toBe(notThere(short, "couldn't find remote ref"));
  }
  expect(await message({ repoURL: 'oci://example.com/app' })).toBe(
    `${PREFIX}Unknown desc = cannot get digest for revision main: example.com/app:main: not found`,
  );
});

test('an unreachable repository: a transient fault, not asked again for each application, and word when it is back', async () => {
  const given = environment();
  await given.commit({ 'a.yaml': configMap('a') });
  await given.service.render(requestFor(given));
  const moved: string[] = [];
  given.service.onMoved((url) => moved.push(url));
  given.git.break('app', 'git.unreachable');
  const latest = await given.service.render(requestFor(given, {}, { refresh: 'latest' }));
  expect(latest).toMatchObject({ kind: 'failed', error: { code: 'git.unreachable', kind: 'transient' } });
  expect(await given.service.render(requestFor(given))).toEqual(latest);
  await given.clock.advance(3_600_000);
  const asked = given.git.requests('ls-refs');
  for (let app = 0; app < 20; app++) await given.service.render(requestFor(given));
  expect(given.git.requests('ls-refs')).toBe(asked + 1);
  expect(moved).toHaveLength(1);
  given.git.break('app', undefined);
  given.service.notice(given.repository.url.replace('.git', '/'));
  await given.clock.advance(0);
  expect(moved).toHaveLength(2);
  expect(namesOf(await given.service.render(requestFor(given)))).toEqual(['a']);
});

test('files that are too large together are not all brought into memory', async () => {
  const given = environment({ commandParameters: { 'reposerver.max.combined.directory.manifests.size': '1k' } });
  const names = Array.from({ length: 200 }, (_, index) => `f${String(index).padStart(3, '0')}.yaml`);
  await given.commit(Object.fromEntries(names.map((name) => [name, configMap(name)])));
  let blobs = 0;
  const { blob } = given.git.port;
  given.git.port.blob = async (...asked) => {
    blobs += 1;
    return await blob(...asked);
  };
  expect(namesOf(await given.service.render(requestFor(given)))).toMatch(/exceeded .* at f013.yaml \(1000 bytes\)$/);
  expect(blobs).toBe(16);
});

test('changed credentials are used at once', async () => {
  const given = environment();
  await given.commit({ 'a.yaml': configMap('a') });
  await given.service.render(requestFor(given));
  const { url } = given.repository;
  given.installation.set({ remotes: { [url]: { url, insecureSkipVerify: true } } });
  await given.service.render(requestFor(given));
  expect(given.git.requests('ls-refs')).toBe(2);
  given.installation.set({ remotes: { [url]: { url, insecureSkipVerify: true } } });
  await given.service.render(requestFor(given));
  expect(given.git.requests('ls-refs')).toBe(2);
});

test('credentials that turn wrong and right again are told without anybody asking', async () => {
  const given = environment();
  await given.commit({ 'a.yaml': configMap('a') });
  const moved: string[] = [];
  given.service.onMoved((url) => moved.push(url));
  given.service.start();
  await given.service.render(requestFor(given));
  const { url } = given.repository;
  const reachBy = async (change: object, code: 'git.authentication' | undefined) => {
    given.git.break('app', code);
    given.installation.set({ remotes: { [url]: { url, ...change } } });
    await given.clock.advance(0);
    return moved.length;
  };
  expect(await reachBy({ insecureSkipVerify: true }, 'git.authentication')).toBe(1);
  expect(await reachBy({}, undefined)).toBe(2);
  expect(await reachBy({}, undefined)).toBe(2);
  expect(namesOf(await given.service.render(requestFor(given)))).toEqual(['a']);
  await given.service.close();
});

test('a repository that never answered is told of when it does', async () => {
  const given = environment();
  await given.commit({ 'a.yaml': configMap('a') });
  const moved: string[] = [];
  given.service.onMoved((url) => moved.push(url));
  given.service.start();
  given.git.break('app', 'git.unreachable');
  expect((await given.service.render(requestFor(given))).kind).toBe('failed');
  given.git.break('app', undefined);
  await given.clock.advance(200_000);
  expect(moved).toEqual([given.repository.url]);
  await given.service.close();
});

test('metadata of a revision; commits kept for an operation', async () => {
  const given = environment();
  const oid = await given.repository.commit({
    files: { a: '1' },
    message: 'Begin\n\nall of it\n',
    date: 1_600_000_000,
  });
  await given.repository.tag('v2', oid);
  await given.repository.tag('v1', oid);
  const { sources } = requestFor(given);
  expect(await given.service.revisionMetadata(sources[0] ?? { repoURL: '' }, 'default', oid)).toEqual({
    author: 'Test Author <author@example.com>',
    date: '2020-09-13T12:26:40Z',
    message: 'Begin\n\nall of it',
    tags: ['v1', 'v2'],
  });
  await given.service.keep('operation 1', sources, [oid], 'default');
  expect(given.git.kept()).toEqual([`operation 1 ${oid}`]);
  await given.service.release('operation 1');
  expect(given.git.kept()).toEqual([]);
});

test('a tag that is moved to another commit shows as another revision', async () => {
  const given = environment();
  const one = await given.commit({ 'a.yaml': configMap('one') });
  const two = await given.commit({ 'a.yaml': configMap('two') });
  await given.repository.tag('v1', one);
  const rendered = async () => {
    const result = await given.service.render(requestFor(given, { targetRevision: 'v1' }, { refresh: 'latest' }));
    return [result.kind === 'rendered' && result.sources[0]?.revision, namesOf(result)];
  };
  expect(await rendered()).toEqual([one, ['one']]);
  await given.repository.tag('v1', two);
  expect(await rendered()).toEqual([two, ['two']]);
  await given.repository.tag('v1', one);
  expect(await rendered()).toEqual([one, ['one']]);
});
