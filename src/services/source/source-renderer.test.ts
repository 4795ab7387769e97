import { expect, test } from 'vitest';
import type { RefreshLevel } from '../../ports/manifest-service.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { createMemoryGit } from '../../testkit/memory-git.ts';
import { memoryInstallation } from '../../testkit/memory-installation.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { memoryMetrics } from '../../testkit/memory-metrics.ts';
import { createMemoryOutside } from '../../testkit/memory-outside.ts';
import { packChart } from '../../testkit/pack-tar.ts';
import { sourceRequest, valuesOf } from '../../testkit/real-sources.ts';
import { openProject } from '../../testkit/reconcile-environment.ts';
import { createManifestService } from './index.ts';

const CHARTS = 'https://charts.example.com';
const PARENT = `apiVersion: v2\nname: parent\nversion: 1.0.0\ndependencies: [{name: bulb, version: 1.x.x, repository: '${CHARTS}'}]\n`;
const TEMPLATE = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {v: '{{ .Chart.Version }}'}\n";

/** A chart with a dependency of a repository, whose version is remembered; files of Git come when they are let through. */
async function open() {
  const clock = new FakeClock();
  const [git, outside, metrics] = [createMemoryGit(), createMemoryOutside(clock), memoryMetrics()];
  const publish = (version: string): void => {
    const archive = packChart('bulb', version, { 'templates/a.yaml': TEMPLATE });
    outside.charts.add(CHARTS, [{ name: 'bulb', version, archive }]);
  };
  publish('1.0.0');
  const repository = git.repository('app');
  await repository.commit({ files: { 'Chart.yaml': PARENT } });
  let gate = Promise.withResolvers<void>();
  gate.resolve();
  const { blob } = git.port;
  git.port.blob = async (...asked) => {
    await gate.promise;
    return await blob(...asked);
  };
  const service = createManifestService({
    ...{ git: git.port, clock, metrics, log: memoryLog(), random: () => 0.5 },
    installation: memoryInstallation({ projects: [openProject('default')] }),
    ...outside.ports,
  });
  const render = async (refresh: RefreshLevel) =>
    valuesOf(await service.render(sourceRequest({ repoURL: repository.url }, { refresh })));
  expect(await render('latest')).toEqual(['1.0.0']);
  publish('1.5.0');
  await repository.commit({ files: { 'Chart.yaml': `${PARENT}description: other\n` } });
  metrics.reset();
  gate = Promise.withResolvers();
  return { render, metrics, letThrough: () => gate.resolve() };
}

test('those who ask for the same at once wait for one render', async () => {
  const { render, metrics, letThrough } = await open();
  const waiting = [render('latest'), render('latest'), render('latest')];
  letThrough();
  expect(await Promise.all(waiting)).toEqual([['1.0.0'], ['1.0.0'], ['1.0.0']]);
  expect(metrics.value('renders_total')).toBe(1);
});

test('a hard refresh does not take the outcome of one under way that remembers what charts were', async () => {
  const { render, letThrough } = await open();
  const before = render('latest');
  const hard = render('hard');
  letThrough();
  expect(await Promise.all([before, hard])).toEqual([['1.0.0'], ['1.5.0']]);
});

test('whoever asks for less waits for a hard refresh under way', async () => {
  const { render, metrics, letThrough } = await open();
  const hard = render('hard');
  // Until the hard one has begun.
  await expect.poll(() => metrics.value('render_cache_requests_total')).toBe(1);
  const after = render('latest');
  letThrough();
  expect(await Promise.all([hard, after])).toEqual([['1.5.0'], ['1.5.0']]);
  expect(metrics.value('renders_total')).toBe(1);
});
