/** Paths that an Application names: commits beside them move its revision and leave its manifests. */
import { expect, test } from 'vitest';
import type { RenderRequest, SourceCarry } from '../../ports/manifest-service.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import type { TestCommit } from '../../testkit/git-repository.ts';
import { createMemoryGit } from '../../testkit/memory-git.ts';
import { memoryInstallation } from '../../testkit/memory-installation.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { memoryMetrics } from '../../testkit/memory-metrics.ts';
import { createMemoryOutside } from '../../testkit/memory-outside.ts';
import { createManifestService } from './index.ts';

const configMap = (value: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata: {v: "${value}"}\n`;

function environment() {
  const git = createMemoryGit();
  const clock = new FakeClock();
  const outside = createMemoryOutside(clock).ports;
  const more = { metrics: memoryMetrics(), log: memoryLog(), random: () => 0.5 };
  const service = createManifestService({
    git: git.port,
    installation: memoryInstallation({}),
    clock,
    ...more,
    ...outside,
  });
  const repository = git.repository('app');
  const commit = (files: TestCommit['files']) => repository.commit({ files });
  const render = async (carry: SourceCarry | undefined, request: Partial<RenderRequest> = {}) => {
    const result = await service.render({
      appName: 'web',
      project: 'default',
      namespace: 'n',
      sources: [{ repoURL: repository.url, path: 'app', targetRevision: 'main', directory: { recurse: true } }],
      revisions: [],
      kubeVersion: '1.35.4',
      apiVersions: [],
      refresh: 'latest',
      ...(carry === undefined ? {} : { carry: [carry] }),
      ...request,
    });
    if (result.kind === 'failed') return result.message;
    return result.sources.map(({ revision, manifests }) => [
      revision,
      ...manifests.map(({ object }) => object['data']),
    ]);
  };
  return { commit, render };
}

test('a commit beside the paths keeps the manifests and moves the revision, step by step', async () => {
  const { commit, render } = environment();
  const paths = ['app/deep'];
  const first = await commit({ 'app/a.yaml': configMap('one'), 'app/deep/x': 'x' });
  expect(await render({ paths, from: '' })).toEqual([[first, { v: 'one' }]]);
  const second = await commit({ 'app/a.yaml': configMap('two'), 'app/deep/x': 'x' });
  expect(await render({ paths, from: first })).toEqual([[second, { v: 'one' }]]);
  expect(await render({ paths, from: second })).toEqual([[second, { v: 'one' }]]);
  const third = await commit({ 'app/a.yaml': configMap('three'), 'app/deep/x': 'x' });
  expect(await render({ paths, from: second })).toEqual([[third, { v: 'one' }]]);
  const fourth = await commit({ 'app/a.yaml': configMap('four'), 'app/deep/x': 'touched' });
  expect(await render({ paths, from: third })).toEqual([[fourth, { v: 'four' }]]);
});

test('a hard refresh renders what is there, and what follows is carried from there', async () => {
  const { commit, render } = environment();
  const paths = ['elsewhere'];
  const first = await commit({ 'app/a.yaml': configMap('one') });
  await render({ paths, from: '' });
  const second = await commit({ 'app/a.yaml': configMap('two') });
  expect(await render({ paths, from: first })).toEqual([[second, { v: 'one' }]]);
  expect(await render({ paths, from: first }, { refresh: 'hard' })).toEqual([[second, { v: 'two' }]]);
  const third = await commit({ 'app/a.yaml': configMap('three') });
  expect(await render({ paths, from: second })).toEqual([[third, { v: 'two' }]]);
});

const TOUCHED: readonly [string, readonly string[], TestCommit['files'], boolean][] = [
  ['a file that is named', ['app/a.yaml'], {}, true],
  ['a folder that it lies in', ['app'], {}, true],
  ['the root', [''], {}, true],
  ['a pattern', ['app/*.yaml'], {}, true],
  ['a pattern of another folder', ['other/*.yaml'], {}, false],
  ['a folder that comes into being', ['lib'], { 'lib/new/deep.txt': '1' }, true],
  ['a folder with a name that begins alike', ['li'], { 'lib/new.txt': '1' }, false],
];

test.each(TOUCHED)('touched: %s', async (_name, paths, more, isTouched) => {
  const { commit, render } = environment();
  const first = await commit({ 'app/a.yaml': configMap('one'), 'shared/x': '1' });
  await render({ paths, from: '' });
  const second = await commit({ 'app/a.yaml': configMap('two'), ...more });
  expect(await render({ paths, from: first })).toEqual([[second, { v: isTouched ? 'two' : 'one' }]]);
});

test('what cannot be compared is rendered as it is', async () => {
  const { commit, render } = environment();
  const only = await commit({ 'app/a.yaml': configMap('one') });
  expect(await render({ paths: ['elsewhere'], from: 'f'.repeat(40) })).toEqual([[only, { v: 'one' }]]);
});

const TEMPLATE = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Values.name }}}\ndata: {v: chart-1}\n';

/** A chart with values of another repository; names of its objects, and which of the sources stand as they were synced. */
async function chartEnvironment(paths: readonly string[]) {
  const git = createMemoryGit();
  const clock = new FakeClock();
  const service = createManifestService({
    ...{ git: git.port, installation: memoryInstallation({}), clock, metrics: memoryMetrics(), log: memoryLog() },
    random: () => 0.5,
    ...createMemoryOutside(clock).ports,
  });
  const [app, values] = [git.repository('app'), git.repository('values')];
  const sources = [
    { repoURL: app.url, path: 'c', targetRevision: 'main', helm: { valueFiles: ['$values/prod.yaml'] } },
    { repoURL: values.url, targetRevision: 'main', ref: 'values' },
  ];
  const render = async (from: readonly string[], more: Partial<RenderRequest> = {}) => {
    const result = await service.render({
      ...{ appName: 'web', project: 'default', namespace: 'n', kubeVersion: '1.35.4', apiVersions: [] },
      ...{ sources, isMultiSource: true, revisions: [], refresh: 'latest' },
      carry: sources.map((_, at) => ({ paths, from: from[at] ?? '', synced: from[at] ?? '' })),
      ...more,
    });
    if (result.kind === 'failed') throw new Error(result.message);
    const names = result.sources.flatMap(({ manifests }) =>
      manifests.map(({ object }) => `${object.metadata.name} ${(object['data'] as { v: string }).v}`),
    );
    return { names, revisions: result.sources.map((it) => it.revision), same: result.sources.map((it) => it.asSynced) };
  };
  const chart = { 'c/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n', 'c/templates/a.yaml': TEMPLATE };
  const first = [
    await app.commit({ files: { ...chart, 'readme.md': '' } }),
    await values.commit({ files: { 'prod.yaml': 'name: one\n', 'readme.md': '' } }),
  ];
  return { app, values, render, first };
}

test('files that another source lends count where the paths of the source that takes them say so', async () => {
  const { values, render, first } = await chartEnvironment(['c', 'prod.yaml']);
  expect(await render(first)).toEqual({ names: ['one chart-1'], revisions: first, same: first });
  const beside = await values.commit({ files: { 'readme.md': 'read' } });
  expect(await render(first)).toEqual({ names: ['one chart-1'], revisions: [first[0], beside], same: first });
  const touched = await values.commit({ files: { 'prod.yaml': 'name: two\n' } });
  const after = { names: ['two chart-1'], revisions: [first[0], touched] };
  expect(await render([first[0] ?? '', beside])).toEqual({ ...after, same: [undefined, beside] });
});

test('files that another source lends and that no path speaks of stay those of the commit before (Argo CD 3.6)', async () => {
  const { app, values, render, first } = await chartEnvironment(['c']);
  await render(first);
  const lent = await values.commit({ files: { 'prod.yaml': 'name: two\n' } });
  expect(await render(first)).toEqual({ names: ['one chart-1'], revisions: [first[0], lent], same: first });
  // What touches the chart brings all of them.
  const own = await app.commit({ files: { 'c/templates/a.yaml': TEMPLATE.replace('chart-1', 'chart-2') } });
  const second = [own, lent];
  expect(await render([first[0] ?? '', lent])).toEqual({
    ...{ names: ['two chart-2'], revisions: second },
    same: [undefined, lent],
  });
  expect((await render(second)).names).toEqual(['two chart-2']);
  expect((await render(first, { refresh: 'hard' })).names).toEqual(['two chart-2']);
});

test('a commit that was synced to and is gone is another one', async () => {
  const { render, first } = await chartEnvironment(['c', 'prod.yaml']);
  const [own = '', lent = ''] = first;
  const gone = 'f'.repeat(40);
  const carry = [own, lent].map((from, at) => ({ paths: ['c'], from, synced: at === 0 ? gone : lent }));
  expect((await render(first, { carry })).same).toEqual([undefined, lent]);
});
