/** `helmCharts` of kustomizations with charts of repositories, as the installation allows them. */
import { expect, test } from 'vitest';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { createMemoryGit } from '../../testkit/memory-git.ts';
import { memoryInstallation } from '../../testkit/memory-installation.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { memoryMetrics } from '../../testkit/memory-metrics.ts';
import { createMemoryOutside } from '../../testkit/memory-outside.ts';
import { packChart } from '../../testkit/pack-tar.ts';
import { createManifestService } from './index.ts';

const CHARTS = 'https://charts.example.com';
const TEMPLATE = `apiVersion: v1
kind: ConfigMap
metadata: {name: '{{ .Release.Name }}-{{ .Chart.Version }}', namespace: '{{ .Release.Namespace }}'}
data: {colour: '{{ .Values.colour }}', size: '{{ .Values.size }}'}
`;

function open(buildOptions: string) {
  const clock = new FakeClock();
  const git = createMemoryGit();
  const outside = createMemoryOutside(clock);
  const installation = memoryInstallation({ cm: { 'kustomize.buildOptions': buildOptions } });
  const service = createManifestService({
    ...{ git: git.port, installation, clock, metrics: memoryMetrics(), log: memoryLog(), random: () => 0 },
    ...outside.ports,
  });
  const own = git.repository('app');
  const publish = (version: string): void =>
    outside.charts.add(CHARTS, [
      {
        name: 'lamp',
        version,
        archive: packChart('lamp', version, { 'templates/a.yaml': TEMPLATE, 'values.yaml': 'colour: red\nsize: 1\n' }),
      },
    ]);
  const render = async (chart: object, refresh: 'cached' | 'hard' = 'cached'): Promise<unknown> => {
    const files = {
      'app/kustomization.yaml': JSON.stringify({ resources: ['../base'], namespace: 'shop', nameSuffix: '-x' }),
      'base/kustomization.yaml': JSON.stringify({ helmCharts: [{ name: 'lamp', releaseName: 'r', ...chart }] }),
      'base/values.yaml': 'colour: green\n',
    };
    await own.commit({ files });
    const result = await service.render({
      ...{
        appName: 'web',
        project: 'default',
        namespace: 'prod',
        revisions: [],
        kubeVersion: '1.35.4',
        apiVersions: [],
      },
      sources: [{ repoURL: own.url, path: 'app', targetRevision: 'main' }],
      refresh: refresh === 'hard' ? refresh : 'latest',
    });
    if (result.kind === 'failed') return result.message.replace(/^.*?desc = /s, '');
    return result.sources.flatMap(({ manifests }) =>
      manifests.map(({ object: { metadata, ...rest } }) => [metadata, rest]),
    );
  };
  return { publish, render };
}

const found = (version: string) => [
  [
    { name: `r-${version}-x`, namespace: 'shop' },
    { apiVersion: 'v1', kind: 'ConfigMap', data: { colour: 'green', size: '5' } },
  ],
];
const chart = { repo: CHARTS, valuesFile: 'values.yaml', valuesInline: { size: 5 } };

test('charts come from their repository, in the version that is asked for or the newest', async () => {
  const { publish, render } = open('--enable-helm');
  publish('1.0.0');
  publish('2.0.0');
  expect(await render({ ...chart, version: '1.0.0' })).toEqual(found('1.0.0'));
  expect(await render(chart)).toEqual(found('2.0.0'));
  publish('3.0.0');
  expect(await render(chart, 'hard')).toEqual(found('3.0.0'));
});

test('what cannot be had is told with its file and field', async () => {
  const { publish, render } = open('--enable-helm');
  publish('1.0.0');
  expect(await render({ ...chart, version: '9.0.0' })).toMatch(
    /^unable to pull chart lamp 9\.0\.0 of https:\/\/charts\.example\.com: .*\(at base\/kustomization\.yaml: helmCharts\[0\]\)$/s,
  );
});

test('without --enable-helm nothing is asked for', async () => {
  const { publish, render } = open('');
  publish('1.0.0');
  expect(await render(chart)).toMatch(
    /must specify --enable-helm .*\(at base\/kustomization\.yaml: helmCharts\[0\]\)$/s,
  );
});
