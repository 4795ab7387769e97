import { expect, test } from 'vitest';
import { hydratedSource } from './effective-sources.ts';
import { generatePaths } from './generate-paths.ts';

test.each([
  ['no annotation: every file counts', undefined, 'apps/a', []],
  ['the source itself', '.', 'apps/a', ['apps/a']],
  ['a file and a folder of it', 'a.yaml;sub/', 'apps/a', ['apps/a/a.yaml', 'apps/a/sub']],
  ['beside it', '../shared', 'apps/a', ['apps/shared']],
  ['from the root', '/shared;/', 'apps/a', ['shared', '']],
  ['a pattern', '/apps/*/values.yaml', 'apps/a', ['apps/*/values.yaml']],
  ['blanks around separators, and nothing between them', ' . ; /shared ;; ', 'apps/a', ['apps/a', 'shared']],
  ['never out of the repository', '../../../x', 'apps/a', ['x']],
  ['of a source without a path', 'values.yaml', undefined, ['values.yaml']],
])('%s', (_reason, written, path, expected) => {
  const annotations = written === undefined ? {} : { 'argocd.argoproj.io/manifest-generate-paths': written };
  const source = { repoURL: 'https://git/app', ...(path === undefined ? {} : { path }) };
  expect(generatePaths({ metadata: { name: 'a', annotations } }, source)).toEqual(expected);
});

test('what a hydrator writes lies in its folder; the annotation is about what it reads', () => {
  const drySource = { repoURL: 'https://git/app', path: 'chart', targetRevision: 'main' };
  const sourceHydrator = { drySource, syncSource: { targetBranch: 'env/prod', path: 'out/prod' } };
  const app = {
    metadata: { name: 'a', annotations: { 'argocd.argoproj.io/manifest-generate-paths': '.' } },
    spec: { sourceHydrator },
  };
  expect(generatePaths(app, hydratedSource(sourceHydrator))).toEqual(['out/prod']);
  expect(generatePaths(app, drySource)).toEqual(['chart']);
});
