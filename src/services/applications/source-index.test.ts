/** The index of sources: the same answers as looking through all, whatever happens to Applications. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repositoryPlace } from '../../base/repository-place.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ObjectCache, ObjectCacheChange } from '../../ports/object-cache.ts';
import { openSourceIndex } from './source-index.ts';

function cacheOf(initial: readonly KubeObject[]) {
  const objects = new Map(initial.map((object) => [object.metadata.name ?? '', object]));
  const listeners = new Set<(change: ObjectCacheChange) => void>();
  const cache = {
    list: () => [...objects.values()],
    subscribe(listener: (change: ObjectCacheChange) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as ObjectCache;
  const change = (type: ObjectCacheChange['type'], object: KubeObject): void => {
    const name = object.metadata.name ?? '';
    if (type === 'DELETED') objects.delete(name);
    else objects.set(name, object);
    for (const listener of listeners) listener({ type, object, before: undefined });
  };
  return { cache, change, objects };
}

function application(name: string, spec: object, annotations: Readonly<Record<string, string>> = {}): KubeObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd', annotations },
    spec,
  } as KubeObject;
}

const source = (repoURL: string, more: object = {}) => ({ repoURL, path: 'apps/web', ...more });

test('every source where its repository is, with the paths that count', () => {
  const paths = { 'argocd.argoproj.io/manifest-generate-paths': '.;../shared;/base/x.yaml;../../../..;' };
  const { cache } = cacheOf([
    application('one', { source: source('git@git.test:team/app.git', { targetRevision: 'main' }) }, paths),
    application('two', {
      sources: [source('https://git.test/team/app'), source('registry.test/charts', { chart: 'web' })],
    }),
    application('dry', {
      sourceHydrator: {
        drySource: { repoURL: 'https://git.test/dry', path: 'a', targetRevision: 'x' },
        syncSource: { targetBranch: 'env/prod', path: 'out' },
      },
    }),
  ]);
  const index = openSourceIndex(cache);
  expect([...index.at('git.test/team/app')].map(({ repoURL, paths: counted }) => [repoURL, counted])).toEqual([
    ['git@git.test:team/app.git', ['apps/web', 'apps/shared', 'base/x.yaml', '']],
    ['https://git.test/team/app', []],
  ]);
  expect([...index.at('registry.test/charts/web')]).toHaveLength(1);
  expect([...index.at('registry.test/charts')]).toHaveLength(1);
  // What a hydrator writes is synced, and what it reads is to be hydrated.
  expect([...index.at('git.test/dry')].map((it) => [it.targetRevision, it.paths])).toEqual([
    ['env/prod', ['out']],
    ['x', []],
  ]);
  expect([...index.at('git.test')]).toEqual([]);
});

const REPOSITORIES = ['https://a.test/x', 'https://b.test/x.git', 'git@a.test:x'];
const step = fc.record({
  name: fc.constantFrom('one', 'two', 'three'),
  repositories: fc.array(fc.constantFrom(...REPOSITORIES), { maxLength: 3 }),
  isThere: fc.boolean(),
});

test('after whatever changes it holds what is there', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const { cache, change, objects } = cacheOf([]);
      const index = openSourceIndex(cache);
      for (const { name, repositories, isThere } of steps) {
        const app = application(name, { sources: repositories.map((url) => source(url)) });
        change(isThere ? 'MODIFIED' : 'DELETED', app);
      }
      for (const place of ['a.test/x', 'b.test/x']) {
        const all = [...objects.values()].flatMap(({ spec }) => (spec as { sources: { repoURL: string }[] }).sources);
        const wanted = all.map(({ repoURL }) => repoURL).filter((url) => repositoryPlace(url) === place);
        expect([...index.at(place)].map(({ repoURL }) => repoURL).sort()).toEqual(wanted.sort());
      }
    }),
    { numRuns: 200 },
  );
});

test('one push among ten thousand Applications looks at those of its repository only', () => {
  const apps = Array.from({ length: 10_000 }, (_, at) =>
    application(`app-${at}`, { source: source(`https://git.test/r${at % 1000}`) }),
  );
  const index = openSourceIndex(cacheOf(apps).cache);
  const began = performance.now();
  let found = 0;
  for (let at = 0; at < 1000; at += 1) found += [...index.at(`git.test/r${at}`)].length;
  expect(found).toBe(10_000);
  expect((performance.now() - began) / 1000).toBeLessThan(1);
});
