/** What flags make of a specification: each case one line of `app set`. */
import { expect, test } from 'vitest';
import type { ApplicationSpec } from '../../../api/application/fields.ts';
import { changedSpecification } from './change-specification.ts';
import type { GivenFlags } from './given-flags.ts';

const BEFORE: ApplicationSpec = { destination: { server: 's' }, project: 'p', source: { repoURL: 'r' } };

function changed(given: GivenFlags, before: Partial<ApplicationSpec> = {}, sourceType?: string): ApplicationSpec {
  return changedSpecification({ ...BEFORE, ...before }, { given, valuesText: undefined, position: 0, sourceType });
}

function sourceOf(given: GivenFlags, source: object = {}): unknown {
  return changed(given, { source: { repoURL: 'r', ...source } }).source;
}

test.each([
  ['nothing given', {}, {}],
  [
    'a comma in a value is a comma',
    { 'helm-set': ['a=b,c'] },
    { helm: { parameters: [{ name: 'a', value: 'b\\,c' }] } },
  ],
  [
    'texts come after other parameters',
    { 'helm-set-string': ['s=1'], 'helm-set': ['a=b'] },
    {
      helm: {
        parameters: [
          { name: 'a', value: 'b' },
          { name: 's', value: '1', forceString: true },
        ],
      },
    },
  ],
  ['values files replace those before', { values: ['v'] }, { helm: { valueFiles: ['v'] } }],
  [
    'a label alone makes a kustomization',
    { 'kustomize-common-label': ['a=b'] },
    { kustomize: { commonLabels: { a: 'b' } } },
  ],
  [
    'code before texts, as their flags are named',
    { 'jsonnet-tla-str': ['d=e'], 'jsonnet-tla-code': ['f=2'] },
    {
      directory: {
        jsonnet: {
          tlas: [
            { name: 'f', value: '2', code: true },
            { name: 'd', value: 'e' },
          ],
        },
      },
    },
  ],
  [
    'a folder',
    { 'directory-recurse': true, 'directory-include': '*.yaml' },
    { directory: { recurse: true, include: '*.yaml' } },
  ],
  [
    'a plugin with variables',
    { 'config-management-plugin': 'x', 'plugin-env': ['A=b'] },
    { plugin: { name: 'x', env: [{ name: 'A', value: 'b' }] } },
  ],
  ['an empty text empties', { path: '' }, { path: '' }],
])('of a source: %s', (_reason, given, expected) => {
  expect(sourceOf(given)).toEqual({ repoURL: 'r', ...expected });
});

test.each([
  ['the same image is replaced', { images: ['node:1', 'a=b:1'] }, 'node:2', ['node:2', 'a=b:1']],
  ['by its name before =', { images: ['a=b:1'] }, 'a=c:2', ['a=c:2']],
  ['another one is added', { images: ['node:1'] }, 'nodes@sha256:0', ['node:1', 'nodes@sha256:0']],
])('images: %s', (_reason, kustomize, image, images) => {
  expect(sourceOf({ 'kustomize-image': [image] }, { kustomize })).toEqual({ repoURL: 'r', kustomize: { images } });
});

test('a switch that was the only option leaves none', () => {
  expect(sourceOf({ 'helm-skip-crds': false }, { helm: { skipCrds: true } })).toEqual({ repoURL: 'r' });
});

test.each([
  ['automated', { 'sync-policy': 'auto' }, {}, { automated: {} }],
  ['it begins anew', { 'sync-policy': 'automated' }, { automated: { prune: true } }, { automated: {} }],
  ['manual takes it away', { 'sync-policy': 'manual' }, { automated: {} }, undefined],
  [
    'what is said of automation before it is on',
    { 'auto-prune': true },
    undefined,
    { automated: { enabled: false, prune: true } },
  ],
  [
    'one option more, once',
    { 'sync-option': ['A=1', 'B=2'] },
    { syncOptions: ['A=1'] },
    { syncOptions: ['A=1', 'B=2'] },
  ],
  ['one option less', { 'sync-option': ['!A=1'] }, { syncOptions: ['A=1'] }, undefined],
  [
    'retry',
    { 'sync-retry-limit': '3', 'sync-retry-backoff-max-duration': '5m' },
    undefined,
    { retry: { limit: 3, backoff: { duration: '5s', factor: 2, maxDuration: '5m0s' } } },
  ],
  ['no retry', { 'sync-retry-limit': '0' }, { retry: { limit: 3 } }, undefined],
])('of the sync policy: %s', (_reason, given, before, expected) => {
  expect(changed(given, before === undefined ? {} : { syncPolicy: before }).syncPolicy).toEqual(expected);
});

test('destination, project and history', () => {
  const given = { 'dest-name': 'c', 'dest-namespace': 'n', project: 'q', 'revision-history-limit': '0' };
  expect(changed(given)).toEqual({
    ...BEFORE,
    destination: { server: 's', name: 'c', namespace: 'n' },
    project: 'q',
    revisionHistoryLimit: 0,
  });
});

test('flags of the hydrator leave the source alone', () => {
  const given = { 'dry-source-repo': 'd', 'sync-source-branch': 'b', 'hydrate-to-branch': 'h', path: 'p' };
  expect(changed(given)).toEqual({
    ...BEFORE,
    sourceHydrator: {
      drySource: { repoURL: 'd', targetRevision: '', path: '' },
      syncSource: { targetBranch: 'b', path: '' },
      hydrateTo: { targetBranch: 'h' },
    },
  });
});

test.each([
  [
    'a parameter of what is no chart',
    { parameter: ['a=b'] },
    'Parameters can only be set against Helm applications',
    'Kustomize',
  ],
  [
    'a parameter without value',
    { 'helm-set': ['a'] },
    'expected helm parameter of the form param=value but received: a',
    '',
  ],
  ['a count that is none', { 'kustomize-replica': ['a=x'] }, 'expected integer value for count. Received: x', ''],
  ['an unknown policy', { 'sync-policy': 'sometimes' }, 'Invalid sync-policy: sometimes', ''],
  [
    'a label without value',
    { 'kustomize-common-label': ['a'] },
    'labels should have key=value, but instead got: a',
    '',
  ],
  ['a limit below zero', { 'sync-retry-limit': '-1' }, 'Invalid sync-retry-limit [-1]', ''],
])('refused: %s', (_reason, given, message, sourceType) => {
  expect(() => changed(given, {}, sourceType)).toThrow(message);
});
