/** What `app unset` takes away: each case one line of flags over one source. */
import { expect, test } from 'vitest';
import { unsetSource } from './unset-source.ts';

const PARAMETERS = [
  { name: 'a', value: '1' },
  { name: 'b', value: '2' },
];

test.each([
  [
    'a parameter',
    { helm: { parameters: PARAMETERS } },
    { parameter: ['a'] },
    { helm: { parameters: [PARAMETERS[1]] } },
  ],
  ['the last one', { helm: { parameters: PARAMETERS } }, { parameter: ['a', 'b'] }, {}],
  [
    'values of the application',
    { helm: { valuesObject: { x: 1 }, releaseName: 'r' } },
    { 'values-literal': true },
    { helm: { releaseName: 'r' } },
  ],
  [
    'an image by its name',
    { kustomize: { images: ['node:1', 'a=b:2'] } },
    { 'kustomize-image': ['a'] },
    { kustomize: { images: ['node:1'] } },
  ],
  [
    'prefix and replicas',
    { kustomize: { namePrefix: 'p', replicas: [{ name: 'w', count: 1 }] } },
    { nameprefix: true, 'kustomize-replica': ['w'] },
    {},
  ],
  [
    'a variable of a plugin',
    { plugin: { name: 'x', env: [{ name: 'A', value: 'b' }] } },
    { 'plugin-env': ['A'] },
    { plugin: { name: 'x', env: [] } },
  ],
  ['the name for value files', { ref: 'v' }, { ref: true }, {}],
])('%s', (_reason, source, given, expected) => {
  expect(unsetSource({ repoURL: 'r', ...source }, given)).toEqual({
    kind: 'changed',
    source: { repoURL: 'r', ...expected },
  });
});

test.each([
  ['a parameter that is not there', { helm: { parameters: PARAMETERS } }, { parameter: ['c'] }, 'unchanged'],
  ['a prefix that is not there', { kustomize: { nameSuffix: 's' } }, { nameprefix: true }, 'unchanged'],
  ['a source without options', {}, { parameter: ['a'] }, 'unchanged'],
  ['nothing', { helm: { parameters: PARAMETERS } }, {}, 'nothing-asked'],
  ['flags of another tool', { helm: { parameters: PARAMETERS } }, { nameprefix: true }, 'nothing-asked'],
])('%s', (_reason, source, given, kind) => {
  expect(unsetSource({ repoURL: 'r', ...source }, given)).toEqual({ kind });
});
