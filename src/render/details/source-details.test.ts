/** What people are told of a folder before there is an Application (features H4). */
import { expect, test } from 'vitest';
import type { ApplicationSource } from '../../api/application/fields.ts';
import { type TestWorld, testInputs } from '../../testkit/render-inputs.ts';
import type { SourceRequest } from '../contract.ts';
import { containerImages, sourceDetails } from './source-details.ts';

const CHART = 'apiVersion: v2\nname: c\nversion: 1.0.0\n';

function details(files: TestWorld['files'], source: Partial<ApplicationSource> = {}) {
  const request: SourceRequest = {
    ...{ appName: 'app', project: 'default', namespace: 'n', references: undefined },
    source: { repoURL: 'https://git.test/app', path: '.', ...source },
    settings: {
      maxCombinedDirectoryManifestsSize: 0,
      valuesFileSchemes: [],
      kustomizeBuildOptions: {},
      disabledTools: [],
    },
  };
  const found = sourceDetails(request, testInputs({ files }));
  if (found.kind === 'needs') throw new Error('something is missing');
  return found.kind === 'done' ? found.value : found.error.message;
}

test.each<[string, TestWorld['files'], Partial<ApplicationSource>, string]>([
  ['manifests', { 'a.yaml': '' }, {}, 'Directory'],
  ['a kustomization', { 'kustomization.yaml': '' }, {}, 'Kustomize'],
  ['a chart', { 'Chart.yaml': CHART }, {}, 'Helm'],
  ['a chart as a folder of manifests', { 'Chart.yaml': CHART }, { directory: { recurse: true } }, 'Directory'],
  ['an override in Git', { '.argocd-source.yaml': 'directory: {recurse: true}', 'Chart.yaml': CHART }, {}, 'Directory'],
])('the tool: %s', (_reason, files, source, kind) => {
  expect(details(files, source)).toMatchObject({ kind });
});

test('of a chart every value by its path, from its own values and the chosen files', () => {
  const files = {
    'chart/Chart.yaml': CHART,
    'chart/values.yaml': 'a: {b: 1, c: true}\nlist: [x, {z: 2.50}]\nnone: null\nempty: {}\nbig: 100000000\n',
    'chart/values-prod.yaml': 'a: {b: 2}\nmore: text\n',
    'chart/other.txt': '',
    'chart/my-VALUES.yml': '',
    'chart/templates/values.yaml': '',
  };
  const helm = { valueFiles: ['values-prod.yaml'], values: 'inline: 1', fileParameters: [{ name: 'f', path: 'x' }] };
  expect(details(files, { path: 'chart', helm })).toEqual({
    kind: 'Helm',
    helm: {
      valueFiles: ['my-VALUES.yml', 'values-prod.yaml', 'values.yaml'],
      values: files['chart/values.yaml'],
      parameters: [
        { name: 'a.b', value: '2' },
        { name: 'a.c', value: 'true' },
        { name: 'big', value: '1e+08' },
        { name: 'list[0]', value: 'x' },
        { name: 'list[1].z', value: '2.5' },
        { name: 'more', value: 'text' },
        { name: 'none', value: '<nil>' },
      ],
      fileParameters: [{ name: 'f', path: 'x' }],
    },
  });
});

test('a chart without values has none; a value file that is not there is a fault', () => {
  const none = { valueFiles: [], values: '', parameters: [], fileParameters: [] };
  expect(details({ 'Chart.yaml': CHART })).toEqual({ kind: 'Helm', helm: none });
  expect(details({ 'Chart.yaml': CHART }, { helm: { valueFiles: ['none.yaml'] } })).toMatch(/none\.yaml/);
  expect(details({}, { path: '../up' })).toBe('../up: app path outside root');
});

test('images of all containers, wherever they stand', () => {
  const pod = { spec: { initContainers: [{ image: 'b:1' }], containers: [{ image: 'a:1' }, { image: 'a:1' }, {}] } };
  const job = { spec: { jobTemplate: { spec: { template: { spec: { containers: [{ image: 'c:1' }] } } } } } };
  expect(containerImages([pod, job, { containers: 'none' }])).toEqual(['a:1', 'a:1', 'b:1', 'c:1']);
});
