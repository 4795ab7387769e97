import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ApplicationSource } from '../../api/application/fields.ts';
import type { RenderRequest, RenderResult, SourceBasis } from '../../ports/manifest-service.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import type { TestFile } from '../../testkit/git-repository.ts';
import { createMemoryGit, type MemoryGit } from '../../testkit/memory-git.ts';
import { memoryInstallation } from '../../testkit/memory-installation.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { memoryMetrics } from '../../testkit/memory-metrics.ts';
import { createMemoryOutside } from '../../testkit/memory-outside.ts';
import { createManifestService, type RunningManifestService } from './index.ts';

/** Files that renderers of every kind look at, look past, or look for and do not find; contents that matter, and that break them. */
const PATHS: Readonly<Record<string, readonly TestFile[]>> = {
  'plain/a.yaml': [map('a', '1'), map('a', '2'), map('b', '1'), 'a: [', '# nothing'],
  'plain/deep/b.yml': [map('deep', '1'), map('deep', '2')],
  'plain/notes.txt': ['one', 'two'],
  'plain/.argocd-source.yaml': ['directory: {recurse: true}', 'directory: {include: "*.yml"}', '{'],
  'chart/Chart.yaml': [chart('1.0.0'), chart('2.0.0')],
  'chart/values.yaml': ['v: one', 'v: two', 'extra: true'],
  'chart/values-prod.yaml': ['v: prod', 'v: other'],
  'chart/templates/a.yaml': [
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}}\ndata: {v: "{{ .Values.v }}"}\n',
    '{{ if .Capabilities.APIVersions.Has "apps/v1" }}apiVersion: v1\nkind: ConfigMap\nmetadata: {name: has}\n{{ end }}',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kube}\ndata: {v: "{{ .Capabilities.KubeVersion }}"}\n',
    '{{ range $path, $_ := .Files.Glob "files/*" }}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ base $path }}}\n{{ end }}',
    '{{ fail "no" }}',
  ],
  'chart/files/one': ['1', '2'],
  'chart/README.md': ['read', 'me'],
  'overlay/kustomization.yaml': [
    'resources: [../plain/a.yaml]\nnamePrefix: x-\n',
    'resources: [../base]\n',
    'resources: [../base]\nconfigMapGenerator: [{name: g, files: [f.txt]}]\n',
    'resources: [',
  ],
  'overlay/f.txt': ['f', 'g'],
  'base/kustomization.yaml': ['resources: [m.yaml]\n', 'resources: [m.yaml]\nnameSuffix: -s\n'],
  'base/m.yaml': [map('m', '1'), map('m', '2')],
  'json/main.jsonnet': [
    '(import "lib.libsonnet").map("j")',
    'local f = importstr "text"; (import "lib.libsonnet").map(f)',
    '{apiVersion: "v1", kind: "ConfigMap", metadata: {name: std.extVar("app")}}',
  ],
  'json/lib.libsonnet': [
    '{map(n):: {apiVersion: "v1", kind: "ConfigMap", metadata: {name: n}}}',
    '{map(n):: {apiVersion: "v1", kind: "ConfigMap", metadata: {name: n + "-2"}}}',
  ],
  'json/text': ['t', 'u'],
  'other/z.yaml': [map('z', '1'), map('z', '2')],
  way: [{ link: 'plain' }, { link: 'base' }, { link: 'nowhere' }, 'a file'],
};

const SOURCES: Readonly<Record<string, Partial<ApplicationSource>>> = {
  plain: { path: 'plain' },
  recursive: { path: 'plain', directory: { recurse: true } },
  chart: { path: 'chart', helm: { valueFiles: ['values-prod.yaml'], ignoreMissingValueFiles: true } },
  overlay: { path: 'overlay' },
  linked: { path: 'way', directory: { include: '*.yaml' } },
  jsonnet: {
    path: 'json',
    directory: { jsonnet: { extVars: [{ name: 'app', value: '$ARGOCD_APP_REVISION_SHORT' }] } },
  },
};

function map(name: string, value: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {v: "${value}"}\n`;
}

function chart(version: string): string {
  return `apiVersion: v2\nname: c\nversion: ${version}\n`;
}

function serviceOver(git: MemoryGit) {
  const clock = new FakeClock();
  const metrics = memoryMetrics();
  const service = createManifestService({
    git: git.port,
    installation: memoryInstallation({}),
    clock,
    metrics,
    log: memoryLog(),
    random: () => 0.5,
    ...createMemoryOutside(clock).ports,
  });
  return { service, metrics };
}

interface Facts {
  readonly kubeVersion: string;
  readonly apiVersions: readonly string[];
}

function requestFor(repoURL: string, source: Partial<ApplicationSource>, facts: Facts): RenderRequest {
  return {
    appName: 'guestbook',
    project: 'default',
    namespace: 'prod',
    sources: [{ repoURL, path: '.', targetRevision: 'main', ...source }],
    revisions: [],
    refresh: 'latest',
    ...facts,
  };
}

/** What of a result must be equal, whichever way it came. */
function essence(result: RenderResult): unknown {
  if (result.kind === 'failed') return { message: result.message, error: result.error };
  return result.sources.map(({ revision, sourceType, digest, manifests }) => {
    return { revision, sourceType, digest, objects: manifests.map(({ object }) => object) };
  });
}

const change = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ path: fc.constantFrom(...Object.keys(PATHS)), pick: fc.nat(4), gone: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ kubeVersion: fc.constantFrom('1.30.0', '1.35.4') }) },
  { weight: 1, arbitrary: fc.record({ apiVersions: fc.constantFrom<readonly string[]>(['v1'], ['v1', 'apps/v1']) }) },
);

const START = Object.fromEntries(Object.entries(PATHS).map(([path, [first = '']]) => [path, first]));

test('whatever changes, what is reused equals what is rendered anew; nothing is rendered where no answer changed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
      const git = createMemoryGit();
      const repository = git.repository('app');
      await repository.commit({ files: START });
      const { service, metrics } = serviceOver(git);
      let facts: Facts = { kubeVersion: '1.35.4', apiVersions: ['v1'] };
      const renderAll = async (by: typeof service) => {
        const results: Record<string, unknown> = {};
        for (const [name, source] of Object.entries(SOURCES)) {
          results[name] = essence(await by.render(requestFor(repository.url, source, facts)));
        }
        return results;
      };
      await renderAll(service);
      for (const one of changes) {
        if ('path' in one) {
          const texts = PATHS[one.path] ?? [];
          const isOptional = !one.path.endsWith('Chart.yaml');
          const content = one.gone && isOptional ? null : (texts[one.pick % texts.length] ?? '');
          await repository.commit({ files: { [one.path]: content } });
        } else facts = { ...facts, ...one };
        const reused = await renderAll(service);
        expect(reused).toEqual(await renderAll(serviceOver(git).service));
        // The same questions in the same world are all answered.
        const before = metrics.value('renders_total');
        await renderAll(service);
        // A file that none of them reads.
        await repository.commit({ files: { 'other/z.yaml': map('z', String(Math.random())) } });
        const { jsonnet: _named, ...others } = await renderAll(service);
        expect(Object.keys(others)).toHaveLength(5);
        const extra = metrics.value('renders_total') - before;
        // The revision is a variable that the Jsonnet source asks for.
        expect(extra).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 12 },
  );
}, 60_000);

test('what was rendered before is reused when everything is as it was', async () => {
  const git = createMemoryGit();
  const repository = git.repository('app');
  await repository.commit({ files: START });
  const { service, metrics } = serviceOver(git);
  const facts = { kubeVersion: '1.35.4', apiVersions: ['v1'] };
  const { jsonnet: _named, ...sources } = SOURCES;
  for (const text of ['1', '2', '1', '2']) {
    await repository.commit({ files: { 'plain/a.yaml': map('a', text), 'chart/values.yaml': `v: ${text}` } });
    for (const source of Object.values(sources)) await service.render(requestFor(repository.url, source, facts));
  }
  // Two worlds of five sources each: the overlay reads a file of the first as well, and the link leads to its folder.
  expect(metrics.value('renders_total')).toBe(10);
});

/** What was rendered of each source, and what it stands on. */
async function renderedWithBases(service: RunningManifestService, repoURL: string, facts: Facts) {
  const all = new Map<string, { readonly made: unknown; readonly basis: SourceBasis | undefined }>();
  for (const [name, source] of Object.entries(SOURCES)) {
    const result = await service.render(requestFor(repoURL, source, facts));
    const [first] = result.kind === 'rendered' ? result.sources : [];
    all.set(name, { made: [first?.sourceType, first?.digest], basis: first?.basis });
  }
  return all;
}

test('whatever changes, a source whose basis stands comes to the same; one of which nothing changed stands', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
      const git = createMemoryGit();
      const repository = git.repository('app');
      await repository.commit({ files: START });
      const { service } = serviceOver(git);
      let facts: Facts = { kubeVersion: '1.35.4', apiVersions: ['v1'] };
      let before = await renderedWithBases(service, repository.url, facts);
      const standing = async () => {
        const sources = [{ repoURL: repository.url, targetRevision: 'main' }];
        await service.resolve({ project: 'default', sources, refresh: 'latest' });
        const found = [...before].flatMap(([name, { basis }]) => (basis === undefined ? [] : [{ name, basis }]));
        const bases = found.map(({ basis }) => basis);
        const answers = await service.stand({ repoURL: repository.url, targetRevision: 'main' }, 'default', bases);
        return { stand: found.flatMap(({ name }, at) => (answers[at] ? [name] : [])), of: found.length };
      };
      for (const one of changes) {
        if ('path' in one) {
          const texts = PATHS[one.path] ?? [];
          const content = one.gone ? null : (texts[one.pick % texts.length] ?? '');
          await repository.commit({ files: { [one.path]: content } });
        } else facts = { ...facts, ...one };
        const { stand } = await standing();
        const after = await renderedWithBases(service, repository.url, facts);
        for (const name of stand) expect([name, after.get(name)?.made]).toEqual([name, before.get(name)?.made]);
        before = after;
        await repository.commit({ files: { 'other/z.yaml': map('z', String(Math.random())) } });
        const { stand: all, of } = await standing();
        expect(all).toHaveLength(of);
      }
    }),
    { numRuns: 12 },
  );
}, 60_000);
