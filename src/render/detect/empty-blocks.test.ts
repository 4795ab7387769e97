import { expect, test } from 'vitest';
import type { ApplicationSource } from '../../api/application/fields.ts';
import { withoutEmptyBlocks } from './empty-blocks.ts';

type Blocks = Omit<ApplicationSource, 'repoURL'>;

test.each<[string, Blocks, Blocks]>([
  ['empty ones', { helm: {}, kustomize: {}, directory: {} }, {}],
  ['false and empty texts', { directory: { recurse: false, include: '' }, helm: { skipCrds: false, values: '' } }, {}],
  ['empty lists and maps', { kustomize: { images: [], commonLabels: {} }, helm: { valueFiles: [] } }, {}],
  ['Jsonnet without variables', { directory: { jsonnet: { tlas: [], libs: [] } } }, {}],
  ['manners without anything to do', { kustomize: { forceCommonLabels: true } }, {}],
  ['a plugin is found by the plugin itself', { plugin: {} }, { plugin: {} }],
  ['an object of values, even an empty one', { helm: { valuesObject: {} } }, { helm: { valuesObject: {} } }],
  ['one option', { directory: { recurse: true } }, { directory: { recurse: true } }],
  ['a filter alone', { directory: { exclude: 'x' } }, { directory: { exclude: 'x' } }],
  ['everything else', { path: 'a', ref: 'r', chart: 'c' }, { path: 'a', ref: 'r', chart: 'c' }],
])('%s', (_reason, blocks, expected) => {
  expect(withoutEmptyBlocks({ repoURL: 'r', ...blocks })).toEqual({ repoURL: 'r', ...expected });
});
