import { describe, expect, test } from 'vitest';
import { packChart, packTarGz } from '../../../testkit/pack-tar.ts';
import type { Chart } from './chart.ts';
import { loadChart } from './load-chart.ts';

function load(files: Readonly<Record<string, string | Uint8Array>>, helm: 3 | 4 = 4): Chart {
  return loadChart(
    Object.entries(files).map(([name, data]) => ({ name, data: Buffer.from(data) })),
    { helm },
  );
}

const HEAD = 'apiVersion: v2\nname: c\nversion: 1.0.0\n';

test('files find their places', () => {
  const chart = load(
    {
      'Chart.yaml': HEAD,
      'values.yaml': 'a: 1',
      'values.schema.json': '{}',
      'templates/a.yaml': '',
      'crds/c.yaml': '',
      'README.md': '',
      'charts/x.prov': '',
      'charts/_off/Chart.yaml': 'nonsense: [',
      'charts/sub/Chart.yaml': 'name: sub\nversion: 2.0.0\n',
    },
    4,
  );
  expect(chart.templates.map(({ name }) => name)).toEqual(['templates/a.yaml']);
  expect(chart.files.map(({ name }) => name)).toEqual(['crds/c.yaml', 'README.md', 'charts/x.prov']);
  expect(chart.subcharts.map(({ metadata }) => metadata.name)).toEqual(['sub']);
  expect(chart.values).toEqual(new Map([['a', 1]]));
});

test('numbers and booleans become text where text is wanted', () => {
  const { metadata } = load({
    'Chart.yaml':
      'apiversion: v2\nname: c\nversion: 1.10\nappVersion: 12345e7\ndescription: true\nKubeVersion: 1.20.0\n',
  });
  expect(metadata).toMatchObject({
    version: '1.1',
    appVersion: '1.2345e+11',
    description: 'true',
    kubeVersion: '1.20.0',
  });
});

test('requirements.yaml is decoded over Chart.yaml, and a file of version 1 only', () => {
  const requirements = 'dependencies: [{name: a, version: "1", repository: ""}]\n';
  const one = load({ 'Chart.yaml': 'name: c\nversion: 1.0.0\n', 'requirements.yaml': requirements });
  expect(one.metadata.apiVersion).toBe('v1');
  expect(one.metadata.dependencies?.map(({ name }) => name)).toEqual(['a']);
  expect(one.files.map(({ name }) => name)).toEqual(['requirements.yaml']);
  const two = load({ 'Chart.yaml': HEAD, 'requirements.yaml': requirements });
  expect(two.files).toEqual([]);
  expect(two.warnings).toHaveLength(1);
});

test('texts are cleaned of what cannot be printed, and of line ends', () => {
  const { metadata } = load({
    'Chart.yaml': 'name: c\nversion: 1.0.0\ndescription: "a\\u202e\\u0007b\\nkind: Secret"\n',
  });
  expect(metadata.description).toBe('ab kind: Secret');
});

test('packed subcharts together hold no more than one chart may', () => {
  const packed = (name: string) => packChart(name, '1.0.0', { 'values.yaml': `a: ${'x'.repeat(1000)}` });
  const within = packTarGz({ 'b/Chart.yaml': HEAD, 'b/charts/c.tgz': packed('c') });
  const files = Object.entries({ 'Chart.yaml': HEAD, 'charts/a.tgz': packed('a'), 'charts/b.tgz': within });
  const load = (bytes: number) =>
    loadChart(
      files.map(([name, data]) => ({ name, data: Buffer.from(data) })),
      { helm: 4, packed: bytes },
    );
  expect(load(4000).subcharts).toHaveLength(2);
  expect(() => load(2000)).toThrow('the archives unpack to more than a chart may hold');
});

test('packed subcharts, in charts in charts', () => {
  const inner = packChart('inner', '1.0.0');
  const chart = load({
    'Chart.yaml': HEAD,
    'charts/a.tgz': packChart('a', '1.0.0'),
    'charts/b/Chart.yaml': 'name: b\nversion: 1.0.0',
    'charts/b/charts/i.tgz': inner,
  });
  expect(chart.subcharts.map(({ metadata, subcharts }) => [metadata.name, subcharts.length])).toEqual([
    ['a', 0],
    ['b', 1],
  ]);
});

test('Helm 4 merges all documents of values, Helm 3 reads the first', () => {
  const files = { 'Chart.yaml': HEAD, 'values.yaml': 'a: {b: 1}\n---\na: {c: 2}\n' };
  expect(load(files, 4).values).toEqual(
    new Map([
      [
        'a',
        new Map([
          ['b', 1],
          ['c', 2],
        ]),
      ],
    ]),
  );
  expect(load(files, 3).values).toEqual(new Map([['a', new Map([['b', 1]])]]));
});

describe('refused in the words of Helm', () => {
  test.each([
    [{ 'values.yaml': '' }, 'Chart.yaml file is missing'],
    [{ 'Chart.yaml': 'name: c' }, 'validation: chart.metadata.version is required'],
    [{ 'Chart.yaml': 'version: 1.0.0' }, 'validation: chart.metadata.name is required'],
    [{ 'Chart.yaml': 'name: ..\nversion: 1.0.0' }, 'validation: chart.metadata.name ".." is not allowed'],
    [{ 'Chart.yaml': 'name: a/b\nversion: 1.0.0' }, 'validation: chart.metadata.name "a/b" is invalid'],
    [{ 'Chart.yaml': 'name: c\nversion: one' }, 'validation: chart.metadata.version "one" is invalid'],
    [{ 'Chart.yaml': `${HEAD}type: plugin` }, 'validation: chart.metadata.type must be application or library'],
    [{ 'Chart.yaml': `${HEAD}maintainers: [null]` }, 'validation: maintainers must not contain empty or null nodes'],
    [
      { 'Chart.yaml': `${HEAD}dependencies: [{name: a, alias: "b c"}]` },
      'validation: dependency "a" has disallowed characters in the alias',
    ],
    [
      { 'Chart.yaml': `${HEAD}dependencies: [{name: a}, {name: b, alias: a}]` },
      'validation: more than one dependency with name or alias "a"',
    ],
    [
      { 'Chart.yaml': `${HEAD}keywords: 3` },
      'json: cannot unmarshal number into Go struct field Metadata.keywords of type []string',
    ],
    [{ 'Chart.yaml': 'a: b: c' }, 'cannot load Chart.yaml: error converting YAML to JSON'],
    [
      { 'Chart.yaml': HEAD, 'values.yaml': '- a' },
      'cannot load values.yaml: cannot unmarshal yaml document: error unmarshaling JSON',
    ],
    [{ 'Chart.yaml': HEAD, 'charts/x/a': '' }, 'error unpacking subchart x in c: Chart.yaml file is missing'],
    [{ 'Chart.yaml': HEAD, 'charts/x.tgz': 'no' }, 'error unpacking subchart x.tgz in c: gzip: invalid header'],
  ])('%j: %s', (files, message) => {
    expect(() => load(files as Record<string, string>)).toThrow(message);
  });

  test('charts in charts without end', () => {
    const depth = 60;
    const files = Array.from({ length: depth }, (_, level) => [`${'charts/x/'.repeat(level)}Chart.yaml`, HEAD]);
    expect(() => load(Object.fromEntries(files))).toThrow('charts are nested more than 32 deep');
  });
});
