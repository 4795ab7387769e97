import { describe, expect, test } from 'vitest';
import type { ApplicationSource } from '../api/application/fields.ts';
import { type TestWorld, testInputs } from '../testkit/render-inputs.ts';
import type { RenderOutcome, SourceRequest } from './contract.ts';
import { renderSource } from './render-source.ts';

type Files = TestWorld['files'];

function request(source: Partial<ApplicationSource> = {}, limit = 10_000): SourceRequest {
  return {
    appName: 'guestbook',
    project: 'default',
    namespace: 'prod',
    source: { repoURL: 'https://git.example.com/app.git', path: '.', ...source },
    references: undefined,
    settings: {
      maxCombinedDirectoryManifestsSize: limit,
      valuesFileSchemes: ['https'],
      kustomizeBuildOptions: {},
      disabledTools: [],
    },
  };
}

function render(files: Files, source: Partial<ApplicationSource> = {}, limit?: number): RenderOutcome {
  return renderSource(request(source, limit), testInputs({ files }));
}

function names(outcome: RenderOutcome): string[] {
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.manifests.map(({ object }) => `${object.kind}/${object.metadata.name ?? ''}`);
}

function failure(outcome: RenderOutcome): string {
  return outcome.kind === 'failed' ? `${outcome.error.code}: ${outcome.error.message}` : outcome.kind;
}

function configMap(name: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
}

describe('which files are read', () => {
  const tree: Files = {
    'b.yaml': configMap('b'),
    'a.yml': configMap('a'),
    'c.json': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"}}',
    'readme.md': configMap('readme'),
    'a/x.yaml': configMap('a-x'),
    'a/deep/y.yaml': configMap('a-y'),
    '.hidden/h.yaml': configMap('hidden'),
    'a.dir/z.yaml': configMap('a-z'),
  };

  test.each([
    ['only the folder itself, in byte order', {}, ['a', 'b', 'c']],
    [
      'recursing walks folders in place, hidden ones too',
      { recurse: true },
      ['hidden', 'a-y', 'a-x', 'a-z', 'a', 'b', 'c'],
    ],
    ['a star of include crosses folders', { recurse: true, include: 'a*' }, ['a-y', 'a-x', 'a-z', 'a']],
    ['braces', { include: '{a,b}.{yml,yaml}' }, ['a', 'b']],
    ['exclude wins over include', { include: '*.yaml', exclude: 'b*' }, []],
    ['exclude in a folder', { recurse: true, exclude: '{a/**,.hidden/*}' }, ['a-z', 'a', 'b', 'c']],
    ['a broken include matches nothing', { include: '{a' }, []],
    ['a broken exclude excludes nothing', { exclude: '{a' }, ['a', 'b', 'c']],
    ['without the extension filter', { disableExtensionFilter: true, include: '*.md' }, ['readme']],
  ] as const)('%s', (_reason, directory, expected) => {
    expect(names(render(tree, { directory }))).toEqual(expected.map((name) => `ConfigMap/${name}`));
  });

  test('a folder of the repository', () => {
    expect(names(render(tree, { path: 'a/' }))).toEqual(['ConfigMap/a-x']);
    expect(names(render(tree, { path: './a/deep/..' }))).toEqual(['ConfigMap/a-x']);
  });
});

describe('what a file may hold', () => {
  test('documents, lists, empty documents, other YAML and skipped files (recorded)', () => {
    const many = `---\n# nothing\n---\n${configMap('a')}---\napiVersion: v1\nkind: List\nitems:\n- ${configMap('in-list').trimEnd().replaceAll('\n', '\n  ')}\n`;
    const files: Files = {
      'many.yaml': many,
      'skip.yaml': '# +argocd:skip-file-rendering\n{{ not yaml }}\n',
      'typed.yaml': `apiVersion: v1\nkind: ConfigMapList\nitems:\n- kind: ConfigMap\n  metadata: {name: typed}\n`,
      'none.yaml': 'apiVersion: v1\nkind: PodList\nitems: null\n',
      'values.yaml': 'just: values\nlist: [1]\n',
      'text.yaml': 'only a text',
      'empty.yaml': '',
      'null.yaml': 'null\n---\n',
    };
    expect(names(render(files))).toEqual(['ConfigMap/a', 'ConfigMap/in-list', 'ConfigMap/typed']);
  });

  test('file and document stand with each object', () => {
    const outcome = render({ 'app/a.yaml': `${configMap('a')}---\n${configMap('b')}` }, { path: 'app' });
    const places = outcome.kind === 'done' ? outcome.manifests.map(({ file, document }) => [file, document]) : [];
    expect(places).toEqual([
      ['app/a.yaml', 1],
      ['app/a.yaml', 2],
    ]);
  });

  test('an object without a name is passed on (recorded)', () => {
    expect(names(render({ 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  labels: {a: b}\n' }))).toEqual([
      'ConfigMap/',
    ]);
  });

  test('UTF-16 and byte order marks', () => {
    const little = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(configMap('le'), 'utf16le')]);
    const big = Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(configMap('be'), 'utf16le').swap16()]);
    const files = {
      'a.yaml': new Uint8Array(little),
      'b.yaml': new Uint8Array(big),
      'c.yaml': `\ufeff${configMap('m')}`,
    };
    expect(names(render(files))).toEqual(['ConfigMap/le', 'ConfigMap/be', 'ConfigMap/m']);
  });

  test.each([
    [
      'a broken manifest',
      { 'bad.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a: b\n' },
      /^render.invalid-manifest: Failed to unmarshal "bad.yaml": failed to unmarshal manifest: .*line 4: mapping values are not allowed/,
    ],
    [
      'broken after a good document',
      { 'bad.yaml': `${configMap('a')}---\na: b: c\n` },
      /Failed to unmarshal "bad.yaml".*line 6/,
    ],
    [
      'no kind after a good document',
      { 'bad.yaml': `${configMap('a')}---\na: b\n` },
      /"bad.yaml".*line 6: Object 'Kind' is missing/,
    ],
    [
      'JSON that is no object',
      { 'bad.json': '[1]' },
      /Failed to unmarshal "bad.json": line 1: the document is not an object/,
    ],
    ['broken JSON', { 'bad.json': '{' }, /Failed to unmarshal "bad.json": invalid JSON/],
    [
      'a list of no objects',
      { 'bad.yaml': 'apiVersion: v1\nkind: List\nitems: [1]\n' },
      /items member is not an object/,
    ],
    [
      'metadata that are no object',
      { 'bad.yaml': 'kind: ConfigMap\nmetadata: [1]\n' },
      /"bad.yaml": document 1: metadata is not an object/,
    ],
    [
      'a name that is a number',
      { 'bad.yaml': `${configMap('a')}---\nkind: ConfigMap\nmetadata: {name: 5}\n` },
      /"bad.yaml": document 2: metadata.name is not a text/,
    ],
    [
      'a namespace that is a list, inside a List',
      { 'bad.yaml': 'kind: List\nitems:\n- kind: ConfigMap\n  metadata: {name: a, namespace: [b]}\n' },
      /items\[0\]\.metadata\.namespace is not a text/,
    ],
    [
      'annotations that are a number',
      { 'bad.yaml': 'kind: ConfigMap\nmetadata: {name: a, annotations: 5}\n' },
      /metadata\.annotations is not a map/,
    ],
    ['a bomb of aliases', { 'bomb.yaml': bomb() }, /"bomb.yaml".*excessive aliasing/],
  ] as const)('%s', (_reason, files, expected) => {
    expect(failure(render(files))).toMatch(expected);
  });

  test('a file kept by LFS is not passed over as if it were gone', () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12\n`;
    expect(failure(render({ 'a.yaml': pointer }))).toMatch(/Failed to unmarshal "a.yaml": it is kept by Git LFS/);
  });

  test('Jsonnet files are passed over where Jsonnet is switched off', () => {
    const given = request();
    const settings = { ...given.settings, disabledTools: ['Directory'] as const };
    const files = { 'a.yaml': configMap('a'), 'main.jsonnet': '{}' };
    expect(names(renderSource({ ...given, settings }, testInputs({ files })))).toEqual(['ConfigMap/a']);
  });

  test('a broken file that looks like no manifest is passed over', () => {
    expect(names(render({ 'a.yaml': configMap('a'), 'template.yaml': '{{ if x }}\na: b\n' }))).toEqual(['ConfigMap/a']);
  });

  test('all files together are limited; zero is no limit', () => {
    const files = { 'a.yaml': configMap('a'), 'b.yaml': configMap('b') };
    expect(failure(render(files, {}, 80))).toMatch(
      /^render.too-large: .*exceeded max combined manifest file size at b.yaml/,
    );
    expect(failure(render(files, {}, 20))).toMatch(/^render.too-large: .*at a.yaml/);
    expect(names(render(files, {}, 0))).toHaveLength(2);
  });
});

describe('the jail', () => {
  test.each([
    ['an absolute path', '/a', 'render.path-outside: /a: app path is absolute'],
    ['upwards', '../other', 'render.path-outside: ../other: app path outside root'],
    ['down and too far up', 'a/../../x', 'render.path-outside: a/../../x: app path outside root'],
    ['a missing folder', 'none', 'render.path-missing: none: app path does not exist'],
    ['a file', 'a.yaml', 'render.path-missing: a.yaml: app path is not a directory'],
    ['a folder below a file', 'a.yaml/b', 'render.path-missing: a.yaml/b: app path does not exist'],
    ['a submodule', 'module', 'render.path-missing: module: app path is not a directory'],
    ['a link out', 'out', 'render.path-outside: repository contains out-of-bounds symlinks. file: out'],
  ])('path: %s', (_reason, path, expected) => {
    const module = { submodule: '1'.repeat(40) };
    const files: Files = { 'a.yaml': configMap('a'), module, out: { link: '../../etc' } };
    expect(failure(render(files, { path }))).toBe(expected);
  });

  test.each([
    ['an absolute target', '/etc/passwd'],
    ['upwards out of the root', '../../secret.yaml'],
    ['round in circles', 'link.yaml'],
  ])('a linked file: %s', (_reason, link) => {
    expect(failure(render({ 'app/link.yaml': { link } }, { path: 'app' }))).toBe(
      'render.path-outside: repository contains out-of-bounds symlinks. file: app/link.yaml',
    );
  });

  test.each([
    ['repeats itself at every level', 8],
    ['never ends', Number.POSITIVE_INFINITY],
  ])('a tree that %s is given up', (_reason, depth) => {
    const self = Array.from({ length: 10 }, (_, index) => ({ name: `d${index}`, mode: 'tree' as const, oid: '1' }));
    const listing = (path: string) => ({ kind: 'known' as const, value: path.split('/').length < depth ? self : [] });
    const outcome = renderSource(request({ directory: { recurse: true } }), { ...testInputs({ files: {} }), listing });
    expect(failure(outcome)).toBe('render.too-large: .: more than 200000 files or 200 levels');
  });

  test('links inside the tree are followed, to files and as the source itself; links to folders are not walked', () => {
    const files: Files = {
      'shared/real.yaml': configMap('real'),
      'app/link.yaml': { link: '../shared/real.yaml' },
      'app/chain.yaml': { link: 'link.yaml' },
      'app/dangling.yaml': { link: 'nothing.yaml' },
      'app/folder': { link: '../shared' },
      'app/module': { submodule: '1'.repeat(40) },
      current: { link: 'app' },
    };
    const twice = ['ConfigMap/real', 'ConfigMap/real'];
    expect(names(render(files, { path: 'app', directory: { recurse: true } }))).toEqual(twice);
    expect(names(render(files, { path: 'current' }))).toEqual(twice);
    expect(names(render(files, { path: 'app/folder' }))).toEqual(['ConfigMap/real']);
  });
});

describe('tools', () => {
  test.each([
    ['a chart', { 'Chart.yaml': '' }, {}, 'Error: validation: chart.metadata.name is required'],
    ['a kustomization', { 'kustomization.yml': '' }, {}, 'kustomization.yaml is empty'],
    ['both (recorded)', { 'Chart.yaml': '', 'kustomization.yaml': '' }, {}, 'kustomization.yaml is empty'],
    [
      'a block of its own wins',
      { 'kustomization.yaml': '' },
      { helm: { releaseName: 'r' } },
      'Error: Chart.yaml file is missing',
    ],
    ['a block that says nothing does not (recorded)', { 'kustomization.yaml': '' }, { helm: {} }, 'is empty'],
    ['nor does false (recorded)', { 'kustomization.yaml': '' }, { directory: { recurse: false } }, 'is empty'],
    ['a plugin is run outside', {}, { plugin: {} }, 'needs'],
    ['a chart of a repository', {}, { chart: 'nginx' }, 'Error: Chart.yaml file is missing'],
    [
      'several blocks (recorded)',
      {},
      { helm: { releaseName: 'r' }, kustomize: { namePrefix: 'x-' } },
      'error getting app source type: multiple application sources defined: Kustomize,Helm',
    ],
  ] as const)('%s', (_reason, files, source, expected) => {
    expect(failure(render({ ...files, 'z.yaml': configMap('z') }, source))).toContain(expected);
  });

  test('directory wins over what lies there', () => {
    const files = { 'Chart.yaml': 'name: x\n', 'z.yaml': configMap('z') };
    expect(names(render(files, { directory: { include: '*.yaml', exclude: 'Chart.yaml' } }))).toEqual(['ConfigMap/z']);
  });
});

describe('overrides in Git', () => {
  test('the common file, then the one of the application, never the place', () => {
    const files: Files = {
      'app/a.yaml': configMap('a'),
      'app/sub/b.yaml': configMap('b'),
      'app/.argocd-source.yaml': 'path: other\ndirectory:\n  recurse: true\n',
      'app/.argocd-source-guestbook.yaml': 'directory:\n  exclude: a.yaml\n',
      'other/o.yaml': configMap('o'),
    };
    expect(names(render(files, { path: 'app' }))).toEqual(['ConfigMap/b']);
  });

  test.each([
    ['broken YAML', 'a: b: c', /^yaml: mapping values are not allowed in this context$/],
    ['a wrong type', 'directory: {include: 5}', /^invalid ApplicationSource: directory.include/],
    ['a list', '[1]', /^json: cannot unmarshal array into Go value of type v1alpha1.ApplicationSource$/],
    ['a text', 'just text', /^Invalid JSON Patch$/],
    ['nothing', '', /^Invalid JSON Patch$/],
  ])('%s (recorded)', (_reason, text, expected) => {
    const where =
      'render.invalid-override: error getting app source type: error while parsing source parameters: <path to cached source>';
    expect(failure(render({ '.argocd-source.yaml': text })).replace(`${where}/.argocd-source.yaml: `, '')).toMatch(
      expected,
    );
    const own = failure(render({ 'app/.argocd-source-guestbook.yaml': text }, { path: 'app' }));
    expect(own.replace(`${where}/app/.argocd-source-guestbook.yaml: `, '')).toMatch(expected);
  });

  test('lists take the place of lists; parameters of the same name too; what is not overridden stays', () => {
    const files: Files = {
      'kustomization.yaml': 'resources: [a.yaml]\n',
      'a.yaml': configMap('a'),
      '.argocd-source.yaml': 'kustomize: {namePrefix: git-}\nnothing: 1\n---\nkustomize: {namePrefix: second-}\n',
    };
    expect(names(render(files, { kustomize: { namePrefix: 'spec-', nameSuffix: '-spec' } }))).toEqual([
      'ConfigMap/git-a-spec',
    ]);
  });
});

function bomb(): string {
  const lines = ['apiVersion: v1', 'kind: ConfigMap', 'metadata: {name: a}', 'a0: &a0 [x,x,x,x,x,x,x,x,x,x]'];
  for (let level = 1; level <= 8; level++) {
    lines.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(',')}]`);
  }
  return lines.join('\n');
}
