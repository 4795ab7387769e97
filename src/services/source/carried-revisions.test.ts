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
