/** Submodules of a source's own repository (features A23). */
import { afterEach, expect, test } from 'vitest';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { createMemoryGit } from '../../testkit/memory-git.ts';
import { type InstallationSketch, memoryInstallation } from '../../testkit/memory-installation.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { memoryMetrics } from '../../testkit/memory-metrics.ts';
import { createMemoryOutside } from '../../testkit/memory-outside.ts';
import { openProject } from '../../testkit/reconcile-environment.ts';
import { createManifestService } from './index.ts';

const PROJECTS = { projects: [openProject('default')] };
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const map = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;

async function open(sketch: InstallationSketch = PROJECTS) {
  const clock = new FakeClock();
  const git = createMemoryGit();
  const installation = memoryInstallation(sketch);
  const metrics = memoryMetrics();
  const service = createManifestService({
    ...{ git: git.port, installation, clock, metrics, log: memoryLog(), random: () => 0 },
    ...createMemoryOutside(clock).ports,
  });
  closing.push(() => service.close());
  const [own, library] = [git.repository('app'), git.repository('library')];
  const inner = await library.commit({
    files: { 'c.yaml': map('of-library'), 'deep/d.yaml': map('deep-in-library') },
  });
  const commit = (oid: string) =>
    own.commit({
      files: {
        'app/a.yaml': map('own'),
        '.gitmodules': '[submodule "x"]\n\tpath = app/library\n\turl = ../library.git\n',
        'app/library': { submodule: oid },
      },
    });
  await commit(inner);
  const render = async (path = 'app', recurse = true) => {
    const result = await service.render({
      ...{ appName: 'web', project: 'default', namespace: 'n', revisions: [], kubeVersion: '1.35.0', apiVersions: [] },
      sources: [{ repoURL: own.url, path, targetRevision: 'main', directory: { recurse } }],
      refresh: 'latest',
    });
    if (result.kind === 'failed') return result.reason;
    return result.sources.flatMap(({ manifests }) => manifests.map(({ object }) => object.metadata.name)).join(' ');
  };
  return { clock, git, library, commit, render, installation, metrics };
}

test('a folder that is walked is walked through its submodules, as in a working tree', async () => {
  const { render } = await open();
  expect(await render()).toBe('own of-library deep-in-library');
  expect(await render('app', false)).toBe('own');
  expect(await render('app/library/deep')).toBe('deep-in-library');
});

test('the commit that the repository names counts: another one is another render, a branch that moves is none', async () => {
  const { render, commit, library, metrics } = await open();
  expect(await render()).toBe('own of-library deep-in-library');
  const newer = await library.commit({ files: { 'c.yaml': map('newer') } });
  expect(await render()).toBe('own of-library deep-in-library');
  expect(metrics.value('renders_total')).toBe(1);
  await commit(newer);
  expect(await render()).toBe('own newer deep-in-library');
});

test('one that cannot be had is a fault, never an empty folder whose objects would be pruned', async () => {
  const { render, git, clock } = await open();
  git.break('library', 'git.unreachable');
  expect(await render()).toMatch(/^submodule app\/library: /);
  git.break('library', undefined);
  await clock.advance(10_000);
  expect(await render()).toBe('own of-library deep-in-library');
});

test('reposerver.enable.git.submodule: false leaves them empty, and true brings them back', async () => {
  const { render, installation } = await open();
  expect(await render()).toBe('own of-library deep-in-library');
  const commandParameters = { 'reposerver.enable.git.submodule': 'false' };
  installation.set({ ...PROJECTS, commandParameters });
  expect(await render()).toBe('own');
  expect(await render('app/library/deep')).toBe('app/library/deep: app path does not exist');
  installation.set(PROJECTS);
  expect(await render()).toBe('own of-library deep-in-library');
});
