import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AppProject } from '../../api/app-project/fields.ts';
import type { ApplicationSource } from '../../api/application/fields.ts';
import type { RenderResult } from '../../ports/manifest-service.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { createMemoryGit } from '../../testkit/memory-git.ts';
import { memoryInstallation } from '../../testkit/memory-installation.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { memoryMetrics } from '../../testkit/memory-metrics.ts';
import { createMemoryOutside } from '../../testkit/memory-outside.ts';
import { memoryPlugins } from '../../testkit/memory-plugins.ts';
import { packChart } from '../../testkit/pack-tar.ts';
import { sourceRequest, valueMap } from '../../testkit/real-sources.ts';
import { createManifestService } from './index.ts';

const CHARTS = 'https://charts.example.com';
const TEMPLATE = `apiVersion: v1
kind: ConfigMap
metadata: {name: '{{ .Chart.Name }}-{{ .Chart.Version }}'}
data: {v: '{{ .Values.v }}'}
`;

/** Repositories, their files, and what those may be otherwise; the first is how all begins. */
const FILES: Readonly<Record<string, Readonly<Record<string, readonly (string | null)[]>>>> = {
  app: {
    'chart/Chart.yaml': ['apiVersion: v2\nname: own\nversion: 1.0.0\n'],
    'chart/values.yaml': ['v: own\n', 'v: other\n'],
    'chart/templates/a.yaml': [TEMPLATE],
    'parent/Chart.yaml': [parent('1.x.x'), parent('2.x.x'), parent('9.9.9')],
    'parent/values.yaml': ['bulb: {v: parent}\n', 'bulb: {v: changed}\n', null],
    'overlay/kustomization.yaml': [overlay('main'), overlay('old'), overlay('nowhere')],
    'plug/input': ['1', '2', null],
    'plug/deep/more': ['a', 'b'],
    'unread.txt': ['1', '2'],
  },
  values: { 'prod.yaml': ['v: prod\n', 'v: [\n', null], 'other.yaml': ['v: unread\n', 'v: still\n'] },
  base: {
    'kustomization.yaml': ['resources: [m.yaml]\n', 'resources: [m.yaml]\nnamePrefix: p-\n'],
    'm.yaml': [valueMap('1', 'm'), valueMap('2', 'm')],
    'README.md': ['read', 'me'],
  },
};

function parent(version: string): string {
  return `apiVersion: v2\nname: parent\nversion: 1.0.0\ndependencies: [{name: bulb, version: ${version}, repository: '${CHARTS}'}]\n`;
}

function overlay(ref: string): string {
  return `resources: ['https://git.example.com/base.git?ref=${ref}']\n`;
}

function urlOf(name: string): string {
  return `https://git.example.com/${name}.git`;
}

const own = (source: Partial<ApplicationSource>): ApplicationSource => ({
  ...{ repoURL: urlOf('app'), targetRevision: 'main', path: '.' },
  ...source,
});
const SOURCES: Readonly<Record<string, readonly ApplicationSource[]>> = {
  'values of another source': [
    own({ path: 'chart', helm: { valueFiles: ['$values/prod.yaml'] } }),
    { repoURL: urlOf('values'), targetRevision: 'main', ref: 'values' },
  ],
  'a chart with a dependency': [own({ path: 'parent' })],
  'a chart of a repository': [{ repoURL: CHARTS, chart: 'lamp', targetRevision: '1.*' }],
  'a base of another repository': [own({ path: 'overlay' })],
  'a plugin': [own({ path: 'plug', plugin: { name: 'tool' } })],
};

/** Bases may be of any repository. */
const OPEN: AppProject = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { name: 'default', namespace: 'argocd' },
  spec: { sourceRepos: ['*'] },
};

async function open() {
  const clock = new FakeClock();
  const [git, outside] = [createMemoryGit(), createMemoryOutside(clock)];
  const plugins = memoryPlugins({
    tool: { generate: ({ files }) => [valueMap(JSON.stringify(files).replaceAll('"', "'"), 'from-plugin')] },
  });
  const publish = (version: string, name = 'lamp'): void => {
    const archive = packChart(name, version, { 'templates/a.yaml': TEMPLATE, 'values.yaml': `v: ${version}\n` });
    outside.charts.add(CHARTS, [{ name, version, archive }]);
  };
  publish('1.0.0');
  // Newer versions of dependencies are looked for by a hard refresh only: none comes later.
  for (const version of ['1.0.0', '2.0.0']) publish(version, 'bulb');
  for (const [name, files] of Object.entries(FILES)) {
    const first = Object.entries(files).flatMap(([path, [text]]) => (typeof text === 'string' ? [[path, text]] : []));
    const oid = await git.repository(name).commit({ files: Object.fromEntries(first) });
    await git.repository(name).setRef('refs/heads/old', oid);
  }
  const service = () => {
    const metrics = memoryMetrics();
    const made = createManifestService({
      ...{
        git: git.port,
        installation: memoryInstallation({ projects: [OPEN] }),
        clock,
        metrics,
        log: memoryLog(),
        random: () => 0.5,
        // A pause answers by design with what was, in other words.
        failurePause: { attempts: 0, time: 0, answers: 0 },
      },
      ...outside.ports,
      plugins: plugins.port,
    });
    return { made, metrics };
  };
  return { git, publish, service };
}

/** What of a result must be equal, whichever way it came. */
function essence(result: RenderResult): unknown {
  if (result.kind === 'failed') return { message: result.message, error: result.error };
  return result.sources.map(({ revision, digest, manifests }) => {
    return { revision, digest, objects: manifests.map(({ object }) => object) };
  });
}

async function renderAll(by: ReturnType<typeof createManifestService>): Promise<Record<string, unknown>> {
  const results: Record<string, unknown> = {};
  for (const [name, sources] of Object.entries(SOURCES)) {
    const [first] = sources;
    if (first !== undefined)
      results[name] = essence(await by.render({ ...sourceRequest(first, { appName: 'a' }), sources }));
  }
  return results;
}

const change = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      ...Object.entries(FILES).flatMap(([repository, files]) =>
        Object.entries(files).flatMap(([path, texts]) =>
          texts.map((text) => ({ repository, files: { [path]: text } })),
        ),
      ),
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom({ version: '1.1.0' }, { version: '1.2.0' }, { version: '2.1.0' }) },
);

test('whatever changes in other repositories and of charts: what is reused equals what is rendered anew', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
      const { git, publish, service } = await open();
      const kept = service();
      await renderAll(kept.made);
      for (const one of changes) {
        if ('version' in one) publish(one.version);
        else await git.repository(one.repository).commit({ files: one.files });
        const reused = await renderAll(kept.made);
        expect(reused).toEqual(await renderAll(service().made));
        const before = kept.metrics.value('renders_total');
        expect(await renderAll(kept.made)).toEqual(reused);
        expect(kept.metrics.value('renders_total')).toBe(before);
      }
    }),
    { numRuns: 12 },
  );
}, 60_000);

test.each<[string, string, Readonly<Record<string, string>>, readonly string[]]>([
  // A plugin is given the whole repository.
  ['a file that no tool reads', 'app', { 'unread.txt': '2' }, ['a plugin']],
  ['values that nobody names', 'values', { 'other.yaml': 'v: 3\n' }, []],
  ['words beside a base', 'base', { 'README.md': 'more' }, []],
  ['values that one names', 'values', { 'prod.yaml': 'v: 2\n' }, ['values of another source']],
  ['a base', 'base', { 'm.yaml': valueMap('3', 'm') }, ['a base of another repository']],
  [
    'a chart with a dependency',
    'app',
    { 'parent/values.yaml': 'bulb: {v: 1}\n' },
    ['a chart with a dependency', 'a plugin'],
  ],
])('a commit to %s renders those that read it', async (_what, repository, files, concerned) => {
  const { git, service } = await open();
  const { made, metrics } = service();
  const before = await renderAll(made);
  metrics.reset();
  await git.repository(repository).commit({ files });
  const after = await renderAll(made);
  expect(metrics.value('renders_total')).toBe(concerned.length);
  const manifestsOf = (results: Record<string, unknown>, name: string) =>
    (results[name] as readonly { readonly objects?: unknown }[]).map(({ objects }) => objects);
  const changed = Object.keys(SOURCES).filter(
    (name) => JSON.stringify(manifestsOf(after, name)) !== JSON.stringify(manifestsOf(before, name)),
  );
  expect(changed).toEqual(concerned);
});
