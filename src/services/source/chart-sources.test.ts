import { describe, expect, test } from 'vitest';
import type { ApplicationSource } from '../../api/application/fields.ts';
import { Secret } from '../../base/secret.ts';
import type { HelmRepository } from '../../ports/helm-repo.ts';
import type { RefreshLevel } from '../../ports/manifest-service.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { createMemoryGit } from '../../testkit/memory-git.ts';
import { type InstallationSketch, memoryInstallation } from '../../testkit/memory-installation.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { memoryMetrics } from '../../testkit/memory-metrics.ts';
import { createMemoryOutside } from '../../testkit/memory-outside.ts';
import { memorySigned } from '../../testkit/memory-signatures.ts';
import { packChart, sha256 } from '../../testkit/pack-tar.ts';
import { chartArtifact } from '../../testkit/test-artifact.ts';
import { createManifestService } from './manifest-service.ts';

const CHARTS = 'https://charts.example.com';
const TEMPLATE = `apiVersion: v1
kind: ConfigMap
metadata: {name: '{{ .Chart.Name }}-{{ .Chart.Version | replace "+" "-" }}{{ .Values.suffix }}'}
`;

function chart(name: string, version: string, files: Readonly<Record<string, string>> = {}) {
  const archive = packChart(name, version, {
    'templates/show.yaml': TEMPLATE,
    'values.yaml': 'suffix: ""\n',
    ...files,
  });
  return { name, version, archive };
}

function open(sketch: InstallationSketch = {}) {
  const clock = new FakeClock();
  const git = createMemoryGit();
  const outside = createMemoryOutside(clock);
  const seen: HelmRepository[] = [];
  const { helmRepo } = outside.ports;
  const watched = {
    ...helmRepo,
    versions: (...asked: Parameters<typeof helmRepo.versions>) => {
      seen.push(asked[0]);
      return helmRepo.versions(...asked);
    },
  };
  const metrics = memoryMetrics();
  const installation = memoryInstallation(sketch);
  const service = createManifestService({
    ...{ git: git.port, installation, clock, metrics, log: memoryLog(), random: () => 0.5 },
    ...outside.ports,
    helmRepo: watched,
  });
  const render = async (sources: readonly Partial<ApplicationSource>[], refresh: RefreshLevel = 'cached') => {
    const result = await service.render({
      ...{
        appName: 'app',
        project: 'default',
        namespace: 'prod',
        revisions: [],
        kubeVersion: '1.35.4',
        apiVersions: [],
      },
      sources: sources.map((source) => ({ repoURL: CHARTS, ...source })),
      refresh,
    });
    if (result.kind === 'failed') return result.message;
    return result.sources.map(({ revision, manifests }) =>
      [revision, ...manifests.map(({ object }) => object.metadata.name)].join(' '),
    );
  };
  return { clock, git, service, render, seen, metrics, installation, ...outside };
}

const web = (targetRevision: string, more: Partial<ApplicationSource> = {}) => [
  { chart: 'web', targetRevision, ...more },
];

describe('charts of repositories as sources', () => {
  test.each([
    ['1.2.0', '1.2.0 web-1.2.0'],
    ['v1.2.0', 'v1.2.0 web-1.2.0'],
    ['1.*', '1.10.0 web-1.10.0'],
    ['^1.2.0 <1.10.0', '1.2.0 web-1.2.0'],
    ['*', '1.10.0 web-1.10.0'],
    ['>=2.0.0-0', '2.0.0-rc.1 web-2.0.0-rc.1'],
    ['1.2', '1.2.0 web-1.2.0'],
  ])('%s means %s', async (target, expected) => {
    const { charts, render } = open();
    charts.add(
      CHARTS,
      ['2.0.0-rc.1', '1.10.0', '1.2.0'].map((version) => chart('web', version)),
    );
    expect(await render(web(target))).toEqual([expected]);
  });

  test('no more files than the installation takes, which holds at once', async () => {
    const { charts, installation, render } = open();
    charts.add(CHARTS, [chart('web', '1.0.0')]);
    const key = 'reposerver.helm.manifest.max.extracted.size';
    installation.set({ commandParameters: { [key]: '50' } });
    expect(await render(web('1.0.0'))).toMatch(/error fetching chart: .*larger than the maximum size 50$/);
    installation.set({ commandParameters: { [key]: '1M' } });
    expect(await render(web('1.0.0'))).toEqual(['1.0.0 web-1.0.0']);
  });

  test('faults: no such version, range, chart, repository', async () => {
    const { charts, render } = open();
    charts.add(CHARTS, [chart('web', '1.0.0')]);
    const prefix = 'failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = ';
    expect(await render(web('3.0.0'))).toBe(
      `${prefix}error fetching chart: chart "web" version "3.0.0" not found in ${CHARTS}`,
    );
    expect(await render(web('^3.0.0'))).toBe(
      `${prefix}invalid revision: version matching constraint not found in 1 tags`,
    );
    expect(await render(web('nonsense'))).toBe(
      `${prefix}invalid revision: failed to determine semver constraint: improper constraint: nonsense`,
    );
    expect(await render([{ chart: 'none', targetRevision: '*' }])).toBe(`${prefix}chart 'none' not found in index`);
    expect(await render([{ ...web('*')[0], repoURL: 'https://none.example.com' }])).toMatch(/index\.yaml: not found/);
  });

  test('a range follows what is published; an archive is loaded once; unchanged charts are not rendered again', async () => {
    const { charts, render, service, clock, metrics } = open();
    charts.add(CHARTS, [chart('web', '1.0.0')]);
    const told: string[] = [];
    service.onMoved((url) => told.push(url));
    service.start();
    await render(web('^1.0.0'));
    await render(web('^1.0.0'), 'latest');
    expect(metrics.value('renders_total', { outcome: 'done' })).toBe(1);
    await clock.advance(200_000);
    expect(told).toEqual([]);
    charts.add(CHARTS, [chart('web', '1.1.0')]);
    await clock.advance(200_000);
    expect(told).toEqual([CHARTS]);
    expect(await render(web('^1.0.0'))).toEqual(['1.1.0 web-1.1.0']);
    expect(charts.asked.filter((question) => question.startsWith('archive'))).toEqual([
      'archive web 1.0.0',
      'archive web 1.1.0',
    ]);
    await service.close();
  });

  test('a version that is published anew with other content is seen by a hard refresh', async () => {
    const { charts, render } = open();
    charts.add(CHARTS, [chart('web', '1.0.0')]);
    expect(await render(web('1.0.0'))).toEqual(['1.0.0 web-1.0.0']);
    charts.add(CHARTS, [chart('web', '1.0.0', { 'values.yaml': 'suffix: "-again"\n' })]);
    expect(await render(web('1.0.0'), 'latest')).toEqual(['1.0.0 web-1.0.0']);
    expect(await render(web('1.0.0'), 'hard')).toEqual(['1.0.0 web-1.0.0-again']);
  });

  test('charts of a registry, with the plus of versions as an underscore of tags', async () => {
    const url = 'registry.example.com/team';
    const { registry, render } = open({ records: { [url]: { type: 'helm', isOci: true } } });
    const place = { registry: 'registry.example.com', name: 'team/web' };
    registry.push(place, '1.0.0', chartArtifact(chart('web', '1.0.0').archive));
    registry.push(place, '1.1.0_b1', chartArtifact(chart('web', '1.1.0+b1').archive));
    expect(await render(web('^1.0.0', { repoURL: url }))).toEqual(['1.1.0+b1 web-1.1.0-b1']);
    expect(await render(web('1.0.0', { repoURL: url }))).toEqual(['1.0.0 web-1.0.0']);
    registry.push(place, '2.0.0', { layers: [{ mediaType: 'text/plain', content: Buffer.from('x') }] });
    expect(await render(web('2.0.0', { repoURL: url }))).toMatch(/the artifact holds no Helm chart/);
  });

  test('value files of a repository of Git beside a chart of another', async () => {
    const { charts, git, render } = open();
    charts.add(CHARTS, [chart('web', '1.0.0')]);
    const values = git.repository('values');
    await values.commit({ files: { 'env/prod.yaml': 'suffix: -prod\n' } });
    const sources = [
      ...web('1.0.0', { helm: { valueFiles: ['$values/env/prod.yaml'] } }),
      { repoURL: values.url, targetRevision: 'main', ref: 'values' },
    ];
    const [first] = (await render(sources)) as readonly string[];
    expect(first).toBe('1.0.0 web-1.0.0-prod');
    await values.commit({ files: { 'env/prod.yaml': 'suffix: -two\n' } });
    const [second] = (await render(sources, 'latest')) as readonly string[];
    expect(second).toBe('1.0.0 web-1.0.0-two');
  });
});

describe('dependencies and value files of other servers', () => {
  const dependent = (repository: string, version = '^1.0.0') => {
    const lines = `apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n- {name: lib, version: ${version}, repository: "${repository}"}\n`;
    return chart('web', '1.0.0', { 'Chart.yaml': lines });
  };
  const lib = chart('lib', '1.2.0');
  const credentials = { kind: 'basic', username: 'u', password: new Secret('p') } as const;

  test('each dependency is asked for with the credentials of its own repository', async () => {
    const other = 'https://other.example.com';
    const records = { [other]: { access: { credentials } } };
    const { charts, render, seen } = open({ records });
    charts.add(CHARTS, [dependent(other)]);
    charts.add(other, [lib]);
    expect(await render(web('1.0.0'))).toEqual(['1.0.0 lib-1.2.0 web-1.0.0']);
    expect(seen.map(({ url, access }) => [url, access.credentials?.kind])).toContainEqual([other, 'basic']);
    expect(seen.map(({ url, access }) => [url, access.credentials?.kind])).toContainEqual([CHARTS, undefined]);
    // The credentials that there are are not for whoever is a dependency.
    const third = 'https://third.example.com';
    charts.add(CHARTS, [{ ...dependent(third), version: '2.0.0' }]);
    charts.add(third, [lib]);
    expect(await render(web('2.0.0'))).toHaveLength(1);
    expect(seen.map(({ url, access }) => [url, access.credentials?.kind])).toContainEqual([third, undefined]);
    expect(seen.map(({ url, access }) => [url, access.credentials?.kind])).not.toContainEqual([third, 'basic']);
  });

  test('a dependency of a registry finds credentials that are written without the scheme', async () => {
    const url = 'registry.example.com/libs';
    const { charts, registry, render } = open({ records: { [url]: { isOci: true, access: { credentials } } } });
    charts.add(CHARTS, [dependent(`oci://${url}`)]);
    registry.push({ registry: 'registry.example.com', name: 'libs/lib' }, '1.2.0', chartArtifact(lib.archive));
    expect(await render(web('1.0.0'))).toEqual(['1.0.0 lib-1.2.0 web-1.0.0']);
  });

  test('what a range meant holds for a day, or until a hard refresh', async () => {
    const { charts, render, clock } = open();
    charts.add(CHARTS, [dependent(CHARTS), lib]);
    expect(await render(web('1.0.0'))).toEqual(['1.0.0 lib-1.2.0 web-1.0.0']);
    charts.add(CHARTS, [chart('lib', '1.3.0')]);
    expect(await render(web('1.0.0'), 'latest')).toEqual(['1.0.0 lib-1.2.0 web-1.0.0']);
    expect(await render(web('1.0.0'), 'hard')).toEqual(['1.0.0 lib-1.3.0 web-1.0.0']);
    charts.add(CHARTS, [chart('lib', '1.4.0')]);
    await clock.advance(25 * 3_600_000);
    expect(await render(web('1.0.0'), 'latest')).toEqual(['1.0.0 lib-1.4.0 web-1.0.0']);
  });

  test.each([
    'http://127.0.0.1:8080/charts',
    'http://2130706433/charts',
    'http://[::1]/charts',
    'https://169.254.169.254/charts',
    'http://[64:ff9b::a9fe:a9fe]/charts',
    'http:/localhost/charts',
    'http://127.0.0.1:8080\\\\@charts.example.com/charts',
    'oci://127.0.0.1:5000/charts',
    'oci://localhost/charts',
  ])('a dependency of the machine itself or of its link is not asked for: %s', async (repository) => {
    const { charts, render, seen } = open();
    charts.add(CHARTS, [dependent(repository)]);
    expect(await render(web('1.0.0'))).toMatch(/dependency lib .*not reached for what a repository names/);
    expect(seen.filter(({ url }) => url !== CHARTS)).toEqual([]);
  });

  test('unless a repository of that server is configured, for all or for its project', async () => {
    const [near, other] = ['http://127.0.0.1:8080/charts', 'http://127.0.0.1:8081'];
    const { charts, render, seen, installation } = open();
    charts.add(CHARTS, [dependent(near)]);
    charts.add(near, [lib]);
    const ways = () => seen.filter(({ url }) => url === near).map(({ access }) => access.route?.farOnly ?? false);
    for (const records of [{ [other]: {} }, { 'http://127.0.0.1:8080': { project: 'other' } }]) {
      installation.set({ records });
      expect(await render(web('1.0.0'))).toMatch(/not reached for what a repository names/);
    }
    for (const records of [{ 'http://127.0.0.1:8080': {} }, { 'http://127.0.0.1:8080': { project: 'default' } }]) {
      installation.set({ records });
      expect(await render(web('1.0.0'), 'hard')).toEqual(['1.0.0 lib-1.2.0 web-1.0.0']);
    }
    expect(new Set(ways())).toEqual(new Set([false]));
  });

  test('and those of the source itself, wherever it is', async () => {
    const near = 'http://127.0.0.1:8080/charts';
    const { charts, render } = open();
    charts.add(near, [dependent(near), lib]);
    expect(await render(web('1.0.0', { repoURL: near }))).toEqual(['1.0.0 lib-1.2.0 web-1.0.0']);
  });

  test('what a name of a dependency means is looked at when it is connected to', async () => {
    const { charts, render, seen } = open();
    const inner = 'http://charts.internal/stable';
    charts.add(CHARTS, [dependent(inner)]);
    charts.add(inner, [lib]);
    expect(await render(web('1.0.0'))).toEqual(['1.0.0 lib-1.2.0 web-1.0.0']);
    const routes = seen.map(({ url, access }) => [url, access.route?.farOnly]);
    expect(routes).toContainEqual([inner, true]);
    expect(routes).not.toContainEqual([CHARTS, true]);
  });

  test('what the name of a source means is looked at, unless it is configured', async () => {
    const { charts, render, seen, installation } = open();
    charts.add(CHARTS, [chart('web', '1.0.0')]);
    const ways = () => seen.splice(0).map(({ access }) => access.route?.offLink);
    await render(web('1.0.0'));
    expect(new Set(ways())).toEqual(new Set([true]));
    installation.set({ records: { [CHARTS]: {} } });
    await render(web('1.0.0'), 'hard');
    expect(new Set(ways())).toEqual(new Set([undefined]));
  });

  test('a chart does not send us to any number of servers', async () => {
    const { charts, render, seen } = open();
    const lines = Array.from(
      { length: 600 },
      (_, at) => `- {name: lib${at}, version: 1.0.0, repository: "https://host-${at}.example.com"}\n`,
    );
    const head = 'apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n';
    charts.add(CHARTS, [chart('web', '1.0.0', { 'Chart.yaml': `${head}${lines.join('')}` })]);
    for (let at = 0; at < 600; at++) {
      charts.add(`https://host-${at}.example.com`, [chart(`lib${at}`, '1.0.0')]);
    }
    expect(await render(web('1.0.0'))).toMatch(/more than 500 files of other servers are asked for/);
    expect(new Set(seen.map(({ url }) => url)).size).toBeLessThanOrEqual(501);
  });

  test.each([
    ['a repository of Git', { repoURL: 'http://169.254.169.254/latest/meta-data', path: '.' }],
    ['a repository of charts', { repoURL: 'http://[fd00:ec2::254]/latest', chart: 'web', targetRevision: '1.0.0' }],
    ['a registry', { repoURL: 'oci://169.254.169.254/web', path: '.', targetRevision: '1.0.0' }],
    ['ssh', { repoURL: 'git@169.254.169.254:a/b', path: '.' }],
  ])('a source on the link of the machine is not asked for: %s', async (_name, source) => {
    const { render, seen, installation } = open();
    expect(await render([source])).toMatch(/link-local and metadata addresses are not reached/);
    expect(seen).toEqual([]);
    installation.set({ records: { [source.repoURL]: {} } });
    expect(await render([source])).not.toMatch(/link-local/);
  });

  test('a dependency that nobody has', async () => {
    const { charts, render } = open();
    charts.add(CHARTS, [dependent(CHARTS, '^9.0.0'), lib]);
    expect(await render(web('1.0.0'))).toMatch(
      /failed to build chart dependencies: dependency lib \^9\.0\.0: invalid revision: version matching constraint/,
    );
    charts.add(CHARTS, [{ ...dependent('@unknown'), version: '1.0.1' }]);
    expect(await render(web('1.0.1'))).toMatch(/dependency lib \^1\.0\.0: no repository is named unknown/);
  });

  test('a value file by URL holds for a day; one that is not there is a fault', async () => {
    const { charts, web: servers, render } = open({ cm: { 'helm.valuesFileSchemes': 'http' } });
    charts.add(CHARTS, [chart('web', '1.0.0')]);
    let suffix = '-one';
    const origin = servers.serve(({ url }) =>
      url === '/v.yaml' ? { status: 200, body: `suffix: ${suffix}\n` } : { status: 404 },
    );
    const ask = (path: string) => web('1.0.0', { helm: { valueFiles: [`${origin}${path}`] } });
    expect(await render(ask('/v.yaml'))).toEqual(['1.0.0 web-1.0.0-one']);
    suffix = '-two';
    expect(await render(ask('/v.yaml'), 'latest')).toEqual(['1.0.0 web-1.0.0-one']);
    expect(await render(ask('/v.yaml'), 'hard')).toEqual(['1.0.0 web-1.0.0-two']);
    expect(await render(ask('/none.yaml?signature=secret'))).toMatch(/failed to fetch http:\S+\/none\.yaml: 404$/);
  });

  test.each(['169.254.169.254', '127.0.0.1:8080', '2130706433', '[::1]', '[::ffff:169.254.169.254]', 'localhost'])(
    'a value file of the machine itself or of its link is not asked for: %s',
    async (host) => {
      const { charts, render } = open({ cm: { 'helm.valuesFileSchemes': 'http' } });
      charts.add(CHARTS, [chart('web', '1.0.0')]);
      const ask = web('1.0.0', { helm: { valueFiles: [`http://${host}/v.yaml?key=secret`] } });
      expect(await render(ask)).toMatch(/failed to fetch http:\S+\/v\.yaml: .*not reached for what a repository names/);
    },
  );
});

describe('provenance', () => {
  const cm = { 'helm.provenance.repositories': 'https://charts.example.com*, other' };
  const one = chart('web', '1.0.0');
  const statement = (archive: Uint8Array, name = 'web-1.0.0.tgz') =>
    `name: web\nversion: 1.0.0\n\n...\n---\nfiles:\n  ${name}: sha256:${sha256(archive)}\n`;

  test.each<[string, string | undefined, string]>([
    ['signed by one of the keys', memorySigned(statement(one.archive), 'ada'), '1.0.0 web-1.0.0'],
    ['a chart that has no provenance file', undefined, 'has no provenance file'],
    [
      'signed by somebody else',
      memorySigned(statement(one.archive), 'eve'),
      'is not signed as this installation wants it',
    ],
    ['another archive', memorySigned(statement(Buffer.from('x')), 'ada'), 'has a provenance file of another archive'],
    ['another chart', memorySigned(statement(one.archive, 'api-1.0.0.tgz'), 'ada'), 'of another archive'],
    ['a statement without signature', statement(one.archive), 'is not signed as this installation wants it'],
  ])('%s', async (_name, provenance, expected) => {
    const { charts, render, installation } = open({ cm, gpgKeys: ['ada'] });
    charts.add(CHARTS, [provenance === undefined ? one : { ...one, provenance }]);
    expect(String(await render(web('1.0.0')))).toContain(expected);
    installation.set({ cm: {}, gpgKeys: ['ada'] });
    expect(await render(web('1.0.0'), 'hard')).toEqual(['1.0.0 web-1.0.0']);
  });
});
