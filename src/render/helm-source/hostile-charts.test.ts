import { describe, expect, test } from 'vitest';
import type { ApplicationSource } from '../../api/application/fields.ts';
import { packChart, packTarGz } from '../../testkit/pack-tar.ts';
import { type TestWorld, testInputs } from '../../testkit/render-inputs.ts';
import { renderSource } from '../render-source.ts';

type Helm = NonNullable<ApplicationSource['helm']>;

const CHART = 'apiVersion: v2\nname: web\nversion: 1.0.0\n';
const SHOW =
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: show}\ndata: {text: {{ EXPRESSION | toJson | quote }}}\n';
/** Above the chart, and in the chart of somebody else. */
const OUT = { 'other/values.yaml': 'secret: SENTINEL\n', 'values.yaml': 'secret: SENTINEL\n' };

function rendered(files: TestWorld['files'], helm: Helm = {}, charts: NonNullable<TestWorld['charts']> = {}): string {
  const inputs = testInputs({ files, charts });
  const outcome = renderSource(
    {
      ...{ appName: 'web', project: 'default', namespace: 'prod', references: undefined },
      source: { repoURL: 'https://git.example.com/app.git', path: 'chart', helm },
      settings: {
        ...{ maxCombinedDirectoryManifestsSize: 0, kustomizeBuildOptions: {}, disabledTools: [] },
        valuesFileSchemes: ['https', 'http', 'file', 'data', 'p'],
      },
    },
    inputs,
  );
  return JSON.stringify(outcome.kind === 'failed' ? outcome.error.message : outcome, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
}

const values = { 'chart/Chart.yaml': CHART, 'chart/templates/show.yaml': SHOW.replace('EXPRESSION', '.Values') };

describe('row 14: value files that lead out of the repository', () => {
  test.each<[string, RegExp]>([
    ['../../outside.yaml', /outside repository root/],
    [`${'../'.repeat(32)}etc/passwd`, /outside repository root/],
    ['a/../../../outside.yaml', /outside repository root/],
    ['a/..\\..\\outside.yaml', /outside repository root/],
    ['a\0b', /outside repository root/],
    ['/etc/passwd', /no such file/],
    ['//etc/passwd', /no such file/],
    ['/../etc/passwd', /outside repository root/],
    ['%2e%2e/%2e%2e/etc/passwd', /no such file/],
    ['file:///etc/passwd', /scheme 'file' is not allowed/],
    ['FILE:///etc/passwd', /scheme 'FILE' is not allowed/],
    ['file:/etc/passwd', /scheme 'file' is not allowed/],
    ['data:text/plain,a', /scheme 'data' is not allowed/],
    ['p://host/x', /scheme 'p' is not allowed/],
    ['ftp://host/x', /scheme 'ftp' is not allowed/],
    ['links/file.yaml', /out-of-bounds symlinks/],
    ['links/folder/passwd', /out-of-bounds symlinks/],
    ['links/absolute', /out-of-bounds symlinks/],
    ['links/loop', /out-of-bounds symlinks/],
    ['links/*', /out-of-bounds symlinks/],
  ])('%j', (path, expected) => {
    const links = {
      'chart/links/file.yaml': { link: '../../../outside.yaml' },
      'chart/links/folder': { link: '../../..' },
      'chart/links/absolute': { link: '/etc/passwd' },
      'chart/links/loop': { link: 'loop' },
    };
    for (const helm of [{ valueFiles: [path] }, { fileParameters: [{ name: 'a', path }] }]) {
      if (path.includes('*') && helm.fileParameters !== undefined) continue;
      expect(rendered({ ...values, ...links }, helm)).toMatch(expected);
    }
  });
});

describe('row 16: charts that lead out of their folder', () => {
  test.each(['../other/values.yaml', '../../values.yaml', '/values.yaml', '/etc/passwd', 'a/../../other/values.yaml'])(
    '.Files.Get %j',
    (path) => {
      for (const call of [`.Files.Get "${path}"`, `.Files.Lines "${path}"`, `(.Files.Glob "${path}").AsConfig`]) {
        const template = SHOW.replace('EXPRESSION', call);
        expect(rendered({ ...OUT, 'chart/Chart.yaml': CHART, 'chart/templates/show.yaml': template })).not.toMatch(
          /SENTINEL|root:/,
        );
      }
    },
  );

  test.each(['../lib', '..', '.', 'a/b', '/lib'])('a dependency named %j', (name) => {
    const dependent = `${CHART}dependencies:\n- {name: "${name}", version: 1.0.0, repository: "https://charts.example.com"}\n`;
    const charts = { [`https://charts.example.com ${name} 1.0.0`]: packChart('lib', '1.0.0') };
    const files = { ...OUT, ...values, 'chart/Chart.yaml': dependent };
    expect(rendered(files, {}, charts)).toMatch(/dependenc|unpacking subchart/);
  });

  test.each(['file://../../outside', 'file:///etc', 'file:///chart', `file://${'../'.repeat(20)}etc`])(
    'a dependency by %s',
    (repository) => {
      const dependent = `${CHART}dependencies:\n- {name: lib, version: 1.0.0, repository: "${repository}"}\n`;
      expect(rendered({ ...OUT, ...values, 'chart/Chart.yaml': dependent })).toMatch(/leads out of the repository/);
    },
  );

  test('a packed dependency with files above it', () => {
    const bad = packTarGz({
      'lib/Chart.yaml': 'apiVersion: v2\nname: lib\nversion: 1.0.0\n',
      'lib/../../x': 'SENTINEL',
    });
    const files = { ...values, 'chart/charts/lib-1.0.0.tgz': new Uint8Array(bad) };
    expect(rendered(files)).toMatch(/illegally references parent directory/);
  });
});
