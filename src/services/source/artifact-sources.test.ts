import { describe, expect, test } from 'vitest';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { createMemoryGit } from '../../testkit/memory-git.ts';
import { type InstallationSketch, memoryInstallation } from '../../testkit/memory-installation.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { memoryMetrics } from '../../testkit/memory-metrics.ts';
import { createMemoryOutside } from '../../testkit/memory-outside.ts';
import { packChart, packTar, packTarGz } from '../../testkit/pack-tar.ts';
import { chartArtifact, type TestArtifact } from '../../testkit/test-artifact.ts';
import { createManifestService } from './manifest-service.ts';
import { unpackLayer } from './unpack-layer.ts';

const CHART_LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';
const REPOSITORY = { registry: 'registry.example.com', name: 'team/app' };

function configMap(name: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
}

function artifact(files: Readonly<Record<string, string>>): TestArtifact {
  return { layers: [{ mediaType: LAYER, content: packTarGz(files) }] };
}

function open(sketch: InstallationSketch = {}, ports: Partial<ReturnType<typeof createMemoryOutside>['ports']> = {}) {
  const clock = new FakeClock();
  const outside = createMemoryOutside(clock);
  const service = createManifestService({
    git: createMemoryGit().port,
    installation: memoryInstallation(sketch),
    clock,
    metrics: memoryMetrics(),
    log: memoryLog(),
    random: () => 0.5,
    ...outside.ports,
    ...ports,
  });
  const render = async (targetRevision: string, refresh: 'cached' | 'latest' | 'hard' = 'cached') => {
    const source = { repoURL: `oci://${REPOSITORY.registry}/${REPOSITORY.name}`, path: '.', targetRevision };
    const result = await service.render({
      appName: 'app',
      project: 'default',
      namespace: 'prod',
      sources: [source],
      revisions: [],
      kubeVersion: '1.35.4',
      apiVersions: [],
      refresh,
    });
    if (result.kind === 'failed') return result.message;
    return result.sources.map(({ revision, manifests }) => ({
      revision,
      names: manifests.map(({ object }) => object.metadata.name),
    }));
  };
  return { clock, service, render, ...outside };
}

describe('artifacts of registries as sources', () => {
  test('a tag that moves after it was looked at: what was looked at is rendered (row 140)', async () => {
    const outside = createMemoryOutside(new FakeClock());
    const good = outside.registry.push(REPOSITORY, 'v1', artifact({ 'a.yaml': configMap('good') }));
    const { oci } = outside.ports;
    const moving: typeof oci = {
      ...oci,
      async resolve(repository, reference) {
        const digest = await oci.resolve(repository, reference);
        outside.registry.push(REPOSITORY, 'v1', artifact({ 'a.yaml': configMap('evil') }));
        return digest;
      },
    };
    const { render } = open({}, { oci: moving });
    expect(await render('v1')).toEqual([{ revision: good, names: ['good'] }]);
  });

  test('what the name of a registry means is looked at, unless a repository of it is configured', async () => {
    const outside = createMemoryOutside(new FakeClock());
    outside.registry.push(REPOSITORY, 'v1', artifact({ 'a.yaml': configMap('a') }));
    const { oci } = outside.ports;
    const ways: unknown[] = [];
    const watched: typeof oci = {
      ...oci,
      async resolve(repository, reference) {
        ways.push(repository.access.route?.offLink);
        return await oci.resolve(repository, reference);
      },
    };
    await open({}, { oci: watched }).render('v1');
    await open({ records: { 'oci://registry.example.com/team/app': {} } }, { oci: watched }).render('v1');
    expect(ways).toEqual([true, undefined]);
  });

  test('files of the layer, with the digest as revision, by tag, digest and constraint', async () => {
    const { registry, render } = open();
    const one = registry.push(
      REPOSITORY,
      '1.0.0',
      artifact({ 'a.yaml': configMap('a'), 'sub/b.yaml': configMap('b') }),
    );
    const two = registry.push(REPOSITORY, '1.1.0_build', artifact({ 'a.yaml': configMap('c') }));
    expect(await render('1.0.0')).toEqual([{ revision: one, names: ['a'] }]);
    expect(await render(one)).toEqual([{ revision: one, names: ['a'] }]);
    expect(await render('^1.0.0')).toEqual([{ revision: two, names: ['c'] }]);
  });

  test('a tag that reads like a constraint is the tag; what is none at all is looked for among the versions', async () => {
    const { registry, render } = open();
    const named = registry.push(REPOSITORY, '1.x', artifact({ 'a.yaml': configMap('named') }));
    registry.push(REPOSITORY, '1.5.0', artifact({ 'a.yaml': configMap('version') }));
    expect(await render('1.x')).toEqual([{ revision: named, names: ['named'] }]);
    expect(await render('>=1.0.0')).toMatchObject([{ names: ['version'] }]);
  });

  test('a packed chart with its signature beside it is a source like others', async () => {
    const { registry, render } = open();
    const archive = packTarGz({
      'app/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 1.0.0\n',
      'app/templates/a.yaml': configMap('of-chart'),
    });
    const { layers, ...chart } = chartArtifact(archive);
    const signature = {
      mediaType: 'application/vnd.cncf.helm.chart.provenance.v1.prov',
      content: Buffer.from('signed'),
    };
    registry.push(REPOSITORY, '1.0.0', { ...chart, layers: [...layers, signature] });
    expect(await render('1.0.0')).toMatchObject([{ names: ['of-chart'] }]);
  });

  test('limits and media types as the installation says', async () => {
    const parameters = (commandParameters: Readonly<Record<string, string>>) => open({ commandParameters });
    const small = parameters({ 'reposerver.oci.manifest.max.extracted.size': '100' });
    small.registry.push(REPOSITORY, '1.0.0', artifact({ 'a.yaml': configMap('a').padEnd(200) }));
    expect(await small.render('1.0.0')).toMatch(/more than 100 bytes/);
    const none = parameters({
      'reposerver.oci.manifest.max.extracted.size': '100',
      'reposerver.disable.oci.manifest.max.extracted.size': 'true',
    });
    none.registry.push(REPOSITORY, '1.0.0', artifact({ 'a.yaml': configMap('a').padEnd(200) }));
    expect(await none.render('1.0.0')).toMatchObject([{ names: ['a'] }]);
    const other = parameters({ 'reposerver.oci.layer.media.types': 'application/x.tar, application/y.tar' });
    other.registry.push(REPOSITORY, '1.0.0', artifact({ 'a.yaml': configMap('a') }));
    expect(await other.render('1.0.0')).toMatch(/is not in the list of allowed media types/);
  });

  test('a tag is asked again when it is to be, and the same digest is pulled once', async () => {
    const { registry, render } = open();
    const one = registry.push(REPOSITORY, 'latest', artifact({ 'a.yaml': configMap('a') }));
    await render('');
    const two = registry.push(REPOSITORY, 'latest', artifact({ 'a.yaml': configMap('b') }));
    expect(await render('')).toEqual([{ revision: one, names: ['a'] }]);
    expect(await render('', 'latest')).toEqual([{ revision: two, names: ['b'] }]);
    await render('', 'hard');
    expect(registry.asked.filter((question) => question.startsWith('blob'))).toHaveLength(2);
  });

  test('polling tells when a tag moved', async () => {
    const { registry, render, service, clock } = open();
    registry.push(REPOSITORY, 'latest', artifact({ 'a.yaml': configMap('a') }));
    const told: string[] = [];
    service.onMoved((url) => told.push(url));
    service.start();
    await render('latest');
    await clock.advance(200_000);
    expect(told).toEqual([]);
    const two = registry.push(REPOSITORY, 'latest', artifact({ 'a.yaml': configMap('b') }));
    await clock.advance(200_000);
    expect(told).toEqual(['oci://registry.example.com/team/app']);
    expect(await render('latest')).toEqual([{ revision: two, names: ['b'] }]);
    await service.close();
  });

  test.each<[string, TestArtifact, RegExp]>([
    [
      'two layers',
      { layers: [...artifact({ a: '' }).layers, ...artifact({ b: '' }).layers] },
      /expected only a single oci content layer, got 2/,
    ],
    [
      'another media type',
      { layers: [{ mediaType: 'text/plain', content: Buffer.from('x') }] },
      /expected only a single oci content layer, got 0/,
    ],
    [
      'a broken archive',
      { layers: [{ mediaType: LAYER, content: Buffer.from('x'.repeat(600)) }] },
      /cannot be unpacked: the archive is broken/,
    ],
  ])('%s', async (_name, pushed, expected) => {
    const { registry, render } = open();
    registry.push(REPOSITORY, '1.0.0', pushed);
    expect(await render('1.0.0')).toMatch(expected);
  });

  test('what is not there', async () => {
    const { registry, render } = open();
    expect(await render('1.0.0')).toMatch(/cannot get digest for revision 1\.0\.0/);
    registry.push(REPOSITORY, '1.0.0', artifact({ 'a.yaml': configMap('a') }));
    expect(await render('^2.0.0')).toMatch(/invalid revision: version matching constraint not found in 1 tags/);
  });
});

describe('layers', () => {
  test.each([
    ['../up.yaml', 'leads out of it'],
    ['/etc/passwd', 'leads out of it'],
    ['a/../../b', 'leads out of it'],
  ])('%s', (name, expected) => {
    expect(() => unpackLayer(packTar({ [name]: 'x' }), LAYER, 100)).toThrow(expected);
  });

  test('limits: a bomb, many files', () => {
    const bomb = packTarGz({ 'a.yaml': 'x'.repeat(10_000_000) });
    expect(() => unpackLayer(bomb, LAYER, 1000)).toThrow('more than 1000 bytes');
    const two = packTar({ a: 'x'.repeat(60), b: 'x'.repeat(60) });
    expect(() => unpackLayer(two, LAYER, 100)).toThrow('more than 100 bytes');
    expect(unpackLayer(two, LAYER, 120).map(({ name }) => name)).toEqual(['a', 'b']);
    const chart = packChart('web', '1.0.0', { 'values.yaml': '#'.repeat(2000) });
    expect(() => unpackLayer(chart, CHART_LAYER, 1000)).toThrow('larger than the maximum size 1000');
    expect(unpackLayer(chart, CHART_LAYER, 3000)).toHaveLength(2);
  });
});
