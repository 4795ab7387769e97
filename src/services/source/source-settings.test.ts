/** What the settings of the repository server do to renders. */
import { expect, test } from 'vitest';
import type { ApplicationSource } from '../../api/application/fields.ts';
import type { Renderer } from '../../render/contract.ts';
import { renderSource } from '../../render/render-source.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { createMemoryGit } from '../../testkit/memory-git.ts';
import { memoryInstallation } from '../../testkit/memory-installation.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { memoryMetrics } from '../../testkit/memory-metrics.ts';
import { createMemoryOutside } from '../../testkit/memory-outside.ts';
import { createManifestService } from './index.ts';
import { chartLimit, pluginSettings, renderSettings } from './source-settings.ts';

const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kept}\n';

type Parameters = Readonly<Record<string, string>>;

function open(options: { readonly rendersAtOnce?: number; readonly renderer?: Renderer } = {}) {
  const clock = new FakeClock();
  const git = createMemoryGit();
  const installation = memoryInstallation();
  const service = createManifestService({
    ...{ git: git.port, installation, clock, metrics: memoryMetrics(), log: memoryLog(), random: () => 0 },
    ...createMemoryOutside(clock).ports,
    ...options,
  });
  const repository = git.repository('app');
  const render = async (path: string, source: Partial<ApplicationSource> = {}, signal?: AbortSignal) => {
    const request = { appName: path, project: 'default', namespace: 'n', kubeVersion: '1.35.0', apiVersions: [] };
    const sources = [{ repoURL: repository.url, targetRevision: 'main', path, ...source }];
    const result = await service.render({ ...request, revisions: [], refresh: 'latest', sources }, signal);
    if (result.kind === 'failed') return result.message;
    return result.sources.flatMap(({ manifests }) => manifests.map(({ object }) => object.metadata.name));
  };
  const permit = (commandParameters: Parameters): void => installation.set({ commandParameters });
  return { repository, render, permit, service };
}

const settingsWith = (commandParameters: Parameters) => memoryInstallation({ commandParameters }).current().settings;

test('a link that leads out is refused; where that is permitted it leads nowhere, and nothing around is read', async () => {
  const { repository, render, permit, service } = open();
  await repository.commit({
    files: {
      'a/kept.yaml': MAP,
      'a/out.yaml': { link: '/etc/hostname' },
      'b/kept.yaml': MAP,
      'b/up.yaml': { link: '../../x' },
    },
  });
  const refused = expect.stringContaining('repository contains out-of-bounds symlinks. file: a/out.yaml');
  expect(await render('a')).toEqual(refused);
  permit({ 'reposerver.allow.oob.symlinks': 'true' });
  expect([await render('a'), await render('b')]).toEqual([['kept'], ['kept']]);
  permit({});
  expect(await render('a')).toEqual(refused);
  await service.close();
});

test('links in circles are refused, permitted or not', async () => {
  const { repository, render, permit, service } = open();
  await repository.commit({
    files: { 'a/kept.yaml': MAP, 'a/x.yaml': { link: 'y.yaml' }, 'a/y.yaml': { link: 'x.yaml' } },
  });
  permit({ 'reposerver.allow.oob.symlinks': 'true' });
  expect(await render('a')).toContain('repository contains out-of-bounds symlinks');
  await service.close();
});

test.each([
  ['absent', {}, 100 * 2 ** 20],
  ['smaller', { 'reposerver.helm.manifest.max.extracted.size': '1k' }, 1000],
  ['larger', { 'reposerver.helm.manifest.max.extracted.size': '500M' }, 500e6],
  ['more than memory has', { 'reposerver.helm.manifest.max.extracted.size': '9G' }, 2 ** 30],
  ['switched off', { 'reposerver.disable.helm.manifest.max.extracted.size': 'true' }, 2 ** 30],
])('files of a chart: %s', (_reason, parameters, limit) => {
  expect(chartLimit(settingsWith(parameters))).toBe(limit);
});

test.each([
  ['absent', {}, undefined],
  ['as Go writes it', { 'reposerver.enable.git.submodule': 'FALSE' }, true],
  ['no truth at all', { 'reposerver.enable.git.submodule': 'no' }, undefined],
])('submodules: %s', (_reason, parameters, hasEmptySubmodules) => {
  expect(renderSettings(settingsWith(parameters)).hasEmptySubmodules).toBe(hasEmptySubmodules);
});

test('so many renders at a time: the others wait, go on after a fault, and leave when nobody wants them', async () => {
  const running: number[] = [];
  const { repository, render, service } = open({
    rendersAtOnce: 1,
    renderer(request, inputs) {
      running.push(Number(request.appName));
      return renderSource(request, inputs);
    },
  });
  await repository.commit({
    files: {
      '1/a.yaml': MAP,
      '2/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: [',
      '3/a.yaml': MAP,
      '4/a.yaml': MAP,
    },
  });
  const gone = new AbortController();
  const works = [render('1'), render('2'), render('3', {}, gone.signal), render('4')];
  gone.abort(new Error('nobody'));
  const ended = await Promise.allSettled(works);
  expect(ended.map((one) => (one.status === 'fulfilled' ? Array.isArray(one.value) : 'left'))).toEqual([
    true,
    false,
    'left',
    true,
  ]);
  // Each one's attempts follow one another without another's between.
  expect(running.filter((one, at) => one !== running[at - 1])).toEqual([1, 2, 4]);
  await service.close();
});

test.each([
  [undefined, 60_000],
  ['180', 180_000],
  ['0', 60_000],
  ['-5', 60_000],
  ['soon', 60_000],
  ['Infinity', 60_000],
  // A timer of more than 2^31 milliseconds would end at once.
  ['3000000', 86_400_000],
])('a run of a plugin may take controller.repo.server.timeout.seconds: %s', (seconds, timeout) => {
  const given = seconds === undefined ? {} : { 'controller.repo.server.timeout.seconds': seconds };
  expect(pluginSettings(settingsWith(given)).timeout).toBe(timeout);
});
