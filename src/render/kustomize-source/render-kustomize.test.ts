/** Kustomizations of Applications: overrides, options, links, and that everything is learned in a few rounds. */
import { describe, expect, test } from 'vitest';
import type { ApplicationSource } from '../../api/application/fields.ts';
import { type TestWorld, testInputs } from '../../testkit/render-inputs.ts';
import type { SourceRequest } from '../contract.ts';
import { renderSource } from '../render-source.ts';

type Override = NonNullable<ApplicationSource['kustomize']>;

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {template: {spec: {containers: [{name: main, image: 'shop/web:1'}]}}}
`;
const BASE = { 'base/kustomization.yaml': 'resources: [web.yaml]\n', 'base/web.yaml': DEPLOYMENT };
const APP = {
  ...BASE,
  'app/kustomization.yaml':
    'resources: [../base]\nimages: [{name: shop/web, newName: mine/web}]\ncommonLabels: {team: red}\n',
};

function request(kustomize: Override, buildOptions: Readonly<Record<string, string>> = {}): SourceRequest {
  return {
    appName: 'shop_web',
    project: 'default',
    namespace: 'prod',
    source: { repoURL: 'https://git.example.com/app.git', path: 'app', kustomize },
    references: undefined,
    settings: {
      maxCombinedDirectoryManifestsSize: 0,
      valuesFileSchemes: ['https'],
      kustomizeBuildOptions: buildOptions,
      disabledTools: [],
    },
  };
}

/** Renders with everything learned bit by bit; how many rounds that took. */
function render(world: TestWorld, asked: SourceRequest) {
  const inputs = testInputs(world, { lazy: true });
  for (let rounds = 1; rounds < 100; rounds++) {
    const outcome = renderSource(asked, inputs);
    if (outcome.kind !== 'needs') return { outcome, rounds };
    inputs.learn(outcome.needs);
  }
  throw new Error('the render asks for ever more');
}

function text(
  files: TestWorld['files'],
  kustomize: Override,
  more: Partial<TestWorld> & { options?: Readonly<Record<string, string>> } = {},
): string {
  const { outcome } = render({ files, ...more }, request(kustomize, more.options));
  return outcome.kind === 'failed'
    ? outcome.error.message
    : JSON.stringify(outcome.manifests.map(({ object }) => object));
}

describe('what an Application says over its kustomization', () => {
  test.each<[reason: string, override: Override, expected: string]>([
    ['a prefix', { namePrefix: 'p-' }, '"name":"p-web"'],
    ['a suffix', { nameSuffix: '-s' }, '"name":"web-s"'],
    ['a namespace', { namespace: 'own' }, '"namespace":"own"'],
    ['a tag alone', { images: ['shop/web:2'] }, '"image":"shop/web:2"'],
    ['a tag that keeps the new name of the file', { images: ['shop/web=*:2'] }, '"image":"mine/web:2"'],
    ['no image', { images: ['shop/web'] }, 'invalid format of image'],
    ['an image by another name', { images: ['shop/web=other:3'] }, '"image":"other:3"'],
    ['a digest', { images: ['shop/web=other@sha256:abc'] }, '"image":"other@sha256:abc"'],
    ['a number of replicas', { replicas: [{ name: 'web', count: 4 }] }, '"replicas":4'],
    ['a number as text', { replicas: [{ name: 'web', count: '5' }] }, '"replicas":5'],
    ['a label', { commonLabels: { tier: 'front' } }, '"matchLabels":{"team":"red","tier":"front"}'],
    [
      'a label that is there',
      { commonLabels: { team: 'blue' } },
      '`kustomize edit add label team:blue` failed exit status 1: Error: label team already',
    ],
    ['a label by force', { commonLabels: { team: 'blue' }, forceCommonLabels: true }, '"labels":{"team":"blue"}'],
    [
      'a label beside selectors',
      { commonLabels: { tier: 'front' }, labelWithoutSelector: true },
      '"matchLabels":{"team":"red"}',
    ],
    ['a variable in an image', { images: ['shop/web:$ARGOCD_APP_NAME'] }, '"image":"shop/web:shop_web"'],
    [
      'a variable in a label, not in its name',
      { commonLabels: { tier: '$ARGOCD_APP_NAME-$$' }, labelWithoutSelector: true },
      '"tier":"shop_web-$"',
    ],
    ['no variable in a prefix', { namePrefix: '$ARGOCD_APP_NAME-' }, '"name":"$ARGOCD_APP_NAME-web"'],
    ['an annotation', { commonAnnotations: { note: '$ARGOCD_APP_NAME' } }, '"note":"$ARGOCD_APP_NAME"'],
    [
      'a variable in one',
      { commonAnnotations: { note: ['a-$', '{ARGOCD_APP_NAME}'].join('') }, commonAnnotationsEnvsubst: true },
      '"note":"a-shop_web"',
    ],
    [
      'a patch',
      { patches: [{ patch: '- {op: add, path: /spec/paused, value: true}', target: { kind: 'Deployment' } }] },
      '"paused":true',
    ],
    ['a component that is missing', { components: ['../none'] }, 'accumulating components'],
    ['a missing one that may be', { components: ['../none'], ignoreMissingComponents: true }, '"name":"web"'],
  ])('%s', (_reason, override, expected) => {
    expect(text(APP, override, { variables: { ARGOCD_APP_NAME: 'shop_web' } })).toContain(expected);
  });
});

describe('options of the installation', () => {
  const outside = { 'app/kustomization.yaml': 'resources: [../shared/web.yaml]\n', 'shared/web.yaml': DEPLOYMENT };

  test('files outside are refused, unless the options allow them', () => {
    expect(text(outside, {})).toContain(
      "security; file '<path to cached source>/shared/web.yaml' is not in or below '<path to cached source>/app'",
    );
    const options = { '': '--load-restrictor LoadRestrictionsNone' };
    expect(text(outside, {}, { options })).toContain('"name":"web"');
  });

  test('a named version has options of its own', () => {
    const options = { '': '', 'v5.0.0': '--load-restrictor=LoadRestrictionsNone' };
    expect(text(outside, { version: 'v5.0.0' }, { options })).toContain('"name":"web"');
  });

  test('charts need --enable-helm, and see what the Application says', () => {
    const files = {
      'app/kustomization.yaml': 'helmCharts: [{name: mini, releaseName: r}]\n',
      'app/charts/mini/Chart.yaml': 'apiVersion: v2\nname: mini\nversion: 1.0.0\n',
      'app/charts/mini/values.yaml': '{}',
      'app/charts/mini/templates/a.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "{{ .Release.Name }}"}\ndata: {v: "{{ .Capabilities.KubeVersion.Minor }}"}\n',
    };
    expect(text(files, {})).toContain('must specify --enable-helm');
    const options = { '': '--enable-helm' };
    expect(text(files, { kubeVersion: '1.29.0' }, { options })).toContain('"v":"29"');
  });

  test('functions that are programs are refused', () => {
    for (const flag of ['--enable-exec', '--network', '--as-current-user']) {
      for (const written of [flag, `${flag}=true`, `${flag}=1`, `--enable-helm ${flag} --reorder none`]) {
        expect(text(APP, {}, { options: { '': written } })).toContain(`${flag} is refused`);
      }
      expect(text(APP, {}, { options: { '': `${flag}=false` } })).not.toContain('is refused');
    }
  });

  test.each([
    '--enable-alpha-plugins',
    '--helm-command=touch',
    '--mount type=bind,source=/',
    '--env HOME',
    '--network-name=host',
  ])('a flag for programs changes nothing, because none is run: %s', (flag) => {
    expect(text(APP, {}, { options: { '': flag } })).toBe(text(APP, {}, {}));
  });
});

describe('faults name the file and the field', () => {
  test.each<[files: TestWorld['files'], override: Override, expected: string]>([
    [{ 'app/kustomization.yaml': 'resurces: [a]\n' }, {}, 'app/kustomization.yaml'],
    [{ 'app/kustomization.yaml': 'resources: [a.yaml]\n' }, {}, 'app/kustomization.yaml: resources[0]'],
    [
      { 'app/kustomization.yaml': 'resources: [../b]\n', 'b/kustomization.yaml': 'patches: [{path: p.yaml}]\n' },
      {},
      'b/kustomization.yaml: patches[0].path',
    ],
    [
      { 'app/kustomization.yaml': 'secretGenerator: [{name: a, files: [none]}]\n' },
      {},
      'app/kustomization.yaml: secretGenerator[0]',
    ],
    [{ 'app/kustomization.yaml': 'transformers: [t.yaml]\n' }, {}, 'app/kustomization.yaml: transformers[0]'],
    [{ 'app/kustomization.yaml': 'openapi: {path: none}\n' }, {}, 'app/kustomization.yaml: openapi'],
    [
      { 'app/kustomization.yaml': 'replacements: [{path: none}]\n' },
      {},
      'app/kustomization.yaml: replacements[0].path',
    ],
    [APP, { components: ['../none'] }, 'spec.source.kustomize.components[0]'],
    [APP, { patches: [{ path: 'none' }] }, 'spec.source.kustomize.patches[0].path'],
  ])('%j %j', (files, override, expected) => {
    const message = text(files, override);
    expect(message.endsWith(` (at ${expected})`) ? expected : message).toBe(expected);
    expect(message).not.toContain('/tmp');
  });
});

describe('hostile paths', () => {
  test.each<[reason: string, files: TestWorld['files'], expected: string]>([
    [
      'a base above the repository',
      { 'app/kustomization.yaml': 'resources: [../../x]\n' },
      'no such file or directory',
    ],
    [
      'a file above the repository',
      { 'app/kustomization.yaml': 'configMapGenerator: [{name: a, files: [../../../etc/passwd]}]\n' },
      'no such file or directory',
    ],
    [
      'an absolute file',
      { 'app/kustomization.yaml': 'configMapGenerator: [{name: a, files: [/etc/passwd]}]\n' },
      'no such file or directory',
    ],
    [
      'a link out of the repository',
      { 'app/kustomization.yaml': 'resources: [l.yaml]\n', 'app/l.yaml': { link: '../../../etc/passwd' } },
      'repository contains out-of-bounds symlinks. file: app/l.yaml',
    ],
    [
      'bases in a circle',
      { 'app/kustomization.yaml': 'resources: [../b]\n', 'b/kustomization.yaml': 'resources: [../app]\n' },
      'cycle detected',
    ],
    ['an option as URL', { 'app/kustomization.yaml': 'resources: ["--upload-pack=x"]\n' }, 'no such file or directory'],
  ])('%s', (_reason, files, expected) => {
    expect(text(files, {})).toContain(expected);
  });
});

test('a folder of many files is learned in a few rounds', () => {
  const names = Array.from({ length: 200 }, (_, index) => `d${index}.yaml`);
  const files: Record<string, string> = { 'app/kustomization.yaml': `resources: [${names.join(', ')}]\n` };
  for (const name of names) files[`app/${name}`] = DEPLOYMENT.replace('name: web', `name: web-${name.slice(0, -5)}`);
  const { outcome, rounds } = render({ files }, request({}));
  expect(outcome.kind === 'done' ? outcome.manifests.length : outcome).toBe(200);
  expect(rounds).toBeLessThan(8);
});
