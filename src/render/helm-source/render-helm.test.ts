import { describe, expect, test } from 'vitest';
import type { ApplicationSource } from '../../api/application/fields.ts';
import { packChart } from '../../testkit/pack-tar.ts';
import { type TestWorld, testInputs } from '../../testkit/render-inputs.ts';
import type { Read, SourceRequest } from '../contract.ts';
import { decodeLock, decodeMetadata } from '../helm/chart/decode-metadata.ts';
import { lockDigest } from '../helm/dependencies/lock-digest.ts';
import { createRenderSource, renderSource } from '../render-source.ts';

const CHART = 'apiVersion: v2\nname: web\nversion: 1.0.0\n';
const SHOW = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: show}\ndata:\n  text: {{ . | toJson | quote }}\n';
const VALUES = SHOW.replace('. | toJson', '.Values | toJson');

type Helm = NonNullable<ApplicationSource['helm']>;

function request(helm: Helm = {}, more: Partial<SourceRequest> = {}): SourceRequest {
  return {
    appName: 'shop_web',
    project: 'default',
    namespace: 'prod',
    source: { repoURL: 'https://git.example.com/app.git', path: 'chart', helm },
    references: undefined,
    settings: {
      maxCombinedDirectoryManifestsSize: 0,
      valuesFileSchemes: ['https'],
      kustomizeBuildOptions: {},
      disabledTools: [],
    },
    ...more,
  };
}

function chart(files: TestWorld['files'], template = VALUES): TestWorld['files'] {
  return { 'chart/Chart.yaml': CHART, 'chart/templates/show.yaml': template, ...files };
}

/** Renders with everything learned bit by bit, as the service does. */
function render(world: TestWorld, asked: SourceRequest) {
  const inputs = testInputs(world, { lazy: true });
  for (let round = 0; round < 100; round++) {
    const outcome = renderSource(asked, inputs);
    if (outcome.kind !== 'needs') return outcome;
    inputs.learn(outcome.needs);
  }
  throw new Error('the render asks for ever more');
}

/** The values that the only ConfigMap shows, or the message. */
function valuesOf(world: TestWorld, asked: SourceRequest): unknown {
  const outcome = render(world, asked);
  if (outcome.kind === 'failed') return outcome.error.message;
  const [first] = outcome.manifests;
  const data = first?.object['data'] as { readonly text: string } | undefined;
  return JSON.parse(data?.text ?? 'null');
}

describe('values of a source', () => {
  test('chart < files in order < values < parameters, and valuesObject instead of values', () => {
    const files = chart({
      'chart/values.yaml': 'a: chart\nb: chart\nc: chart\nd: chart\ne: chart\n',
      'chart/one.yaml': 'b: one\nc: one\n',
      'shared/two.yaml': 'c: two\nd: two\ne: two\n',
    });
    const helm: Helm = {
      valueFiles: ['one.yaml', '/shared/two.yaml'],
      values: 'd: inline\nlost: yes\n',
      parameters: [{ name: 'e', value: 'parameter' }],
    };
    const inline = { a: 'chart', b: 'one', c: 'two', d: 'inline', e: 'parameter', lost: true };
    expect(valuesOf({ files }, request(helm))).toEqual(inline);
    const { lost: _lost, ...object } = inline;
    expect(valuesOf({ files }, request({ ...helm, valuesObject: { d: 'object' } }))).toEqual({
      ...object,
      d: 'object',
    });
  });

  test('parameters: types, strings, lists, commas, the last of a name, build variables, files', () => {
    const helm: Helm = {
      parameters: [
        { name: 'n', value: '7' },
        { name: 's', value: '7', forceString: true },
        { name: 'list', value: '{a,b}' },
        { name: 'comma', value: 'a,b' },
        { name: 'twice', value: 'first' },
        { name: 'twice', value: 'last' },
        { name: 'app', value: '$ARGOCD_APP_NAME-x' },
      ],
      fileParameters: [{ name: 'file', path: 'motd.txt' }],
    };
    const world = { files: chart({ 'chart/motd.txt': 'hello,\nworld' }), variables: { ARGOCD_APP_NAME: 'shop' } };
    expect(valuesOf(world, request(helm))).toEqual({
      n: 7,
      s: '7',
      list: ['a', 'b'],
      comma: 'a,b',
      twice: 'last',
      app: 'shop-x',
      file: 'hello,\nworld',
    });
  });

  test('value files of other sources and by URL', () => {
    const world: TestWorld = {
      files: chart({}),
      references: { values: { 'env/prod.yaml': 'from: reference\n', 'env/x.yaml': 'x: 1\n' } },
      remoteFiles: { 'https://example.com/v.yaml': 'remote: true\n' },
    };
    const references = [{ name: 'values', repoURL: 'https://git.example.com/values', isChart: false }];
    const helm = { valueFiles: ['$values/env/*.yaml', 'https://example.com/v.yaml'] };
    expect(valuesOf(world, request(helm, { references }))).toEqual({ from: 'reference', x: 1, remote: true });
  });

  const files = chart({
    'chart/envs/a.yaml': 'order: [a]\na: 1\n',
    'chart/envs/z.yaml': 'order: [z]\nz: 1\n',
    'chart/envs/nested/c.yaml': 'order: [c]\nc: 1\n',
    'chart/envs/readme.md': 'no values',
  });
  test.each<[string, readonly string[], unknown]>([
    ['in lexical order', ['envs/*.yaml'], { order: ['z'], a: 1, z: 1 }],
    ['files before folders', ['envs/**/*.yaml'], { order: ['c'], a: 1, z: 1, c: 1 }],
    ['an entry by name has its own place', ['envs/a.yaml', 'envs/*.yaml'], { order: ['z'], a: 1, z: 1 }],
    ['and so behind the pattern', ['envs/*.yaml', 'envs/a.yaml'], { order: ['a'], a: 1, z: 1 }],
    ['variables come before patterns', ['$DIR/[a-b].yaml'], { order: ['a'], a: 1 }],
  ])('patterns: %s', (_name, valueFiles, expected) => {
    expect(valuesOf({ files, variables: { DIR: 'envs' } }, request({ valueFiles: [...valueFiles] }))).toEqual(expected);
  });

  test.each<[string, Helm, RegExp]>([
    [
      'a missing file',
      { valueFiles: ['none.yaml'] },
      /^failed to execute helm template command: failed running helm: `helm template \. --name-template web --namespace prod --kube-version 1\.35\.4 --values <path to cached source>\/chart\/none\.yaml <api versions removed> --include-crds` failed exit status 1: Error: open <path to cached source>\/chart\/none\.yaml: no such file or directory$/,
    ],
    [
      'a pattern without match',
      { valueFiles: ['none/*.yaml'] },
      /^error resolving helm value files: values file glob "none\/\*\.yaml" matched no files$/,
    ],
    [
      'out of the repository',
      { valueFiles: ['../../outside.yaml'] },
      /^error resolving helm value files: error resolving value file path: file '\.\.\/\.\.\/outside\.yaml' resolved to outside repository root$/,
    ],
    ['with backslashes', { valueFiles: ['a/..\\..\\x'] }, /resolved to outside repository root/],
    [
      'a scheme that is not allowed',
      { valueFiles: ['http://x/y'] },
      /^error resolving helm value files: error resolving value file path: the URL scheme 'http' is not allowed$/,
    ],
    ['a file URL', { valueFiles: ['file:///etc/passwd'] }, /: the URL scheme 'file' is not allowed$/],
    [
      'out of the repository by a parameter',
      { fileParameters: [{ name: 'a', path: '../../outside' }] },
      /^error resolving helm value file path: file '\.\.\/\.\.\/outside' resolved to outside repository root$/,
    ],
    ['a version that is none', { kubeVersion: 'latest' }, /^could not parse kubernetes version latest/],
    [
      'a folder',
      { valueFiles: ['templates'] },
      /Error: read <path to cached source>\/chart\/templates: is a directory$/,
    ],
    ['broken YAML', { values: 'a: [' }, /failed to parse the values of the Application: .*yaml: line 1/],
    [
      'a missing file of a parameter',
      { fileParameters: [{ name: 'a', path: 'none' }] },
      /failed parsing --set-file data: open <path to cached source>\/chart\/none: no such file/,
    ],
  ])('%s', (_name, helm, expected) => {
    expect(valuesOf({ files: chart({}) }, request(helm))).toMatch(expected);
  });

  test('missing files and patterns are passed over where that is wanted', () => {
    const helm = { valueFiles: ['none.yaml', 'none/*.yaml'], ignoreMissingValueFiles: true };
    expect(valuesOf({ files: chart({}) }, request(helm))).toEqual({});
  });

  test('a link out of the repository is refused, one inside is followed', () => {
    const inside = chart({ 'chart/in.yaml': { link: '../v.yaml' }, 'v.yaml': 'in: 1\n' });
    expect(valuesOf({ files: inside }, request({ valueFiles: ['in.yaml'] }))).toEqual({ in: 1 });
    const outside = chart({ 'values/out.yaml': { link: '../../x' } });
    const asked = request({ valueFiles: ['/values/out.yaml'] });
    expect(valuesOf({ files: outside }, asked)).toMatch(/out-of-bounds symlinks/);
  });

  test('a reference where no source lends its files', () => {
    const asked = request({ valueFiles: ['$values/x.yaml'] }, { references: [] });
    expect(valuesOf({ files: chart({}) }, asked)).toBe(
      `source referenced "$values", but no source has a 'ref' field defined`,
    );
  });

  test('a reference that nobody has', () => {
    const references = [{ name: 'values', repoURL: 'https://x', isChart: false }];
    const asked = request({ valueFiles: ['$other/x.yaml'] }, { references });
    expect(valuesOf({ files: chart({}) }, asked)).toBe(
      'source referenced "$other", which is not one of the available sources ($values)',
    );
  });
});

describe('options of a source', () => {
  const about = SHOW.replace(
    '. | toJson',
    'list .Release.Name .Release.Namespace .Capabilities.KubeVersion.Version (.Capabilities.APIVersions.Has "x/v1") | toJson',
  );

  test('names, namespaces, versions, as the cluster has them or as the source says', () => {
    const world = { files: chart({}, about), apiVersions: ['x/v1'] };
    expect(valuesOf(world, request())).toEqual(['web', 'prod', 'v1.35.4', true]);
    const helm = { releaseName: 'r', namespace: 'n', kubeVersion: '1.30.2', apiVersions: ['y/v1'] };
    expect(valuesOf(world, request(helm))).toEqual(['r', 'n', 'v1.30.2', false]);
  });

  test('custom resources first, hooks last, tests and custom resources left out on request', () => {
    const hook = 'apiVersion: v1\nkind: Pod\nmetadata: {name: t, annotations: {helm.sh/hook: test}}\n';
    const files = chart({
      'chart/crds/x.yaml': 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: x}\n',
      'chart/templates/test.yaml': hook,
      'chart/templates/list.yaml':
        'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Secret, metadata: {name: l}}\n',
      'chart/templates/empty.yaml': '{{ if false }}x{{ end }}\n---\n# nothing\n---\n{}\n',
      'chart/templates/NOTES.txt': 'thanks',
    });
    const places = (helm: Helm) => {
      const outcome = render({ files }, request(helm));
      return outcome.kind === 'done'
        ? outcome.manifests.map(({ object, file, document }) => `${object.kind} ${file} ${document}`)
        : outcome;
    };
    const rest = ['ConfigMap web/templates/show.yaml 1', 'Secret web/templates/list.yaml 1'];
    const all = ['CustomResourceDefinition web/crds/x.yaml 1', ...rest, 'Pod web/templates/test.yaml 1'];
    expect(places({})).toEqual(all);
    expect(places({ skipCrds: true, skipTests: true })).toEqual(rest);
  });

  test('a schema is checked unless it is not to be', () => {
    const files = chart({ 'chart/values.schema.json': '{"required": ["a"]}' });
    expect(valuesOf({ files }, request())).toMatch(/values don't meet the specifications of the schema/);
    expect(valuesOf({ files }, request({ skipSchemaValidation: true }))).toEqual({});
  });

  test('a fault names template, line and value', () => {
    const files = chart({}, 'a: {{ .Values.image.tag }}\n');
    expect(valuesOf({ files }, request())).toMatch(/web\/templates\/show\.yaml:1:\d+.*\.Values\.image\.tag/s);
  });
});

test('who goes through the API versions sees those of the cluster, and depends on all of them', () => {
  const shown = (expression: string) => SHOW.replace('. | toJson', expression);
  const world = { apiVersions: ['z/v1', 'x/v1', 'x/v1/X'] };
  const outcome = (template: string, helm: Helm = {}) => {
    const files = chart({}, template);
    const { reads } = render({ files, ...world }, request(helm));
    return [
      valuesOf({ files, ...world }, request(helm)),
      reads.filter(({ kind }) => kind.startsWith('api-version')).length,
    ];
  };
  const all = shown(
    'list (has "x/v1" .Capabilities.APIVersions) (.Capabilities.APIVersions | last) (has "v1" .Capabilities.APIVersions) | toJson',
  );
  expect(outcome(all)).toEqual([[true, 'z/v1', true], 1]);
  expect(outcome(all, { apiVersions: ['y/v1'] })).toEqual([[false, 'y/v1', true], 0]);
  expect(outcome(shown('.Capabilities.APIVersions.Has "x/v1/X" | toJson'))).toEqual([true, 1]);
  expect(outcome(shown('.Capabilities.KubeVersion.Major | toJson'))).toEqual([expect.any(String), 0]);
});

describe('dependencies', () => {
  const parent = `${CHART}dependencies:\n- {name: lib, version: ^1.0.0, repository: "https://charts.example.com"}\n`;
  const template = SHOW.replace('. | toJson', '.Subcharts.lib.Chart.Version | toJson');
  const charts = { 'https://charts.example.com lib ^1.0.0': packChart('lib', '1.2.0') };

  test('of other repositories are needed, and their digests are what was read', () => {
    const outcome = render({ files: chart({ 'chart/Chart.yaml': parent }, template), charts }, request());
    expect(outcome).toMatchObject({ kind: 'done' });
    const reads: readonly Read[] = outcome.reads;
    expect(reads.filter(({ kind }) => kind === 'chart')).toEqual([
      {
        kind: 'chart',
        question: { repository: 'https://charts.example.com', name: 'lib', version: '^1.0.0' },
        digest: expect.stringMatching(/^sha256:/),
      },
    ]);
  });

  test('Chart.lock pins them, and has to fit', () => {
    const locked = (version: string) =>
      `- {name: lib, version: ${version}, repository: "https://charts.example.com"}\n`;
    const digest = lockDigest(
      decodeMetadata(parent).dependencies ?? [],
      decodeLock(`dependencies:\n${locked('1.1.0')}`, 'Chart.lock').dependencies,
    );
    const lock = (version: string) => `dependencies:\n${locked(version)}digest: ${digest}\ngenerated: "2026-01-01"\n`;
    const world = (version: string) => ({
      files: chart({ 'chart/Chart.yaml': parent, 'chart/Chart.lock': lock(version) }, template),
      charts: { 'https://charts.example.com lib 1.1.0': packChart('lib', '1.1.0') },
    });
    expect(valuesOf(world('1.1.0'), request())).toBe('1.1.0');
    // Another version would fit, but is not what the digest was made of.
    expect(valuesOf(world('1.0.0'), request())).toMatch(/lock file \(Chart\.lock\) is out of sync/);
  });

  test('what lies in charts/ is taken, and file:// is a folder of the tree, never outside', () => {
    const inside = {
      'chart/Chart.yaml': parent,
      'chart/charts/lib/Chart.yaml': 'apiVersion: v2\nname: lib\nversion: 1.0.5\n',
    };
    expect(valuesOf({ files: chart(inside, template) }, request())).toBe('1.0.5');
    const file = (path: string) => parent.replace('https://charts.example.com', `file://${path}`);
    const lib = { 'common/lib/Chart.yaml': 'apiVersion: v2\nname: lib\nversion: 1.0.7\n' };
    const world = (path: string) => ({ files: chart({ 'chart/Chart.yaml': file(path), ...lib }, template) });
    expect(valuesOf(world('../common/lib'), request())).toBe('1.0.7');
    expect(valuesOf(world('../../outside'), request())).toMatch(/leads out of the repository/);
    expect(valuesOf(world('../common/none'), request())).toMatch(/directory \.\.\/common\/none not found/);
  });
});

describe('clock and randomness', () => {
  const random = SHOW.replace('. | toJson', 'list (now | date "2006-01-02") (randAlphaNum 20) (uuidv4) | toJson');

  test('follow from the moment of the render, which is then part of what was read', () => {
    const world = { files: chart({}, random), instant: Date.UTC(2026, 1, 3) };
    const [day, text] = valuesOf(world, request()) as readonly string[];
    expect([day, text]).toEqual(['2026-02-03', expect.stringMatching(/^[A-Za-z0-9]{20}$/)]);
    expect(valuesOf(world, request())).toEqual(valuesOf(world, request()));
    const kinds = (files: TestWorld['files']) => render({ files }, request()).reads.map(({ kind }) => kind);
    expect([kinds(world.files).includes('moment'), kinds(chart({})).includes('moment')]).toEqual([true, false]);
  });
});

describe('memory of charts', () => {
  test('the same chart with other values, another chart in the same place, and a broken one', () => {
    const renderer = createRenderSource();
    const texts = (files: TestWorld['files'], helm: Helm): unknown => {
      const outcome = renderer(request(helm), testInputs({ files }));
      return outcome.kind === 'done' ? outcome.manifests.map(({ object }) => object['data']) : outcome.kind;
    };
    const files = chart({ 'chart/values.yaml': 'a: 1\n' });
    const plain = (values: object) => [{ text: JSON.stringify(values) }];
    expect(texts(files, {})).toEqual(plain({ a: 1 }));
    expect(texts(files, { values: 'a: 2' })).toEqual(plain({ a: 2 }));
    expect(texts(files, {})).toEqual(plain({ a: 1 }));
    expect(texts(chart({ 'chart/values.yaml': 'a: 3\n' }), {})).toEqual(plain({ a: 3 }));
    expect(texts(chart({}, '{{ broken'), {})).toBe('failed');
    expect(texts(files, { values: 'b: 2' })).toEqual(plain({ a: 1, b: 2 }));
  });
});
