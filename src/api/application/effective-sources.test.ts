import { expect, test } from 'vitest';
import { effectiveSources, isSourceList } from './effective-sources.ts';

const ONE = { repoURL: 'https://git/one', path: 'a' };
const LIST = [{ repoURL: 'https://git/two', path: 'b' }];
const DRY = { repoURL: 'https://git/dry', path: 'chart', targetRevision: 'main' };
const HYDRATOR = { drySource: DRY, syncSource: { targetBranch: 'env/prod', path: 'out' } };

test.each([
  ['one', { source: ONE }, [ONE], false],
  ['none', {}, [], false],
  ['a list of one', { sources: LIST }, LIST, true],
  ['a list beats the one', { source: ONE, sources: LIST }, LIST, true],
  ['an empty list is none', { source: ONE, sources: [] }, [ONE], false],
  [
    'what a hydrator writes beats both',
    { source: ONE, sources: LIST, sourceHydrator: HYDRATOR },
    [{ repoURL: 'https://git/dry', path: 'out', targetRevision: 'env/prod' }],
    false,
  ],
  [
    'it may write elsewhere',
    { sourceHydrator: { ...HYDRATOR, syncSource: { ...HYDRATOR.syncSource, repoURL: 'https://git/wet' } } },
    [{ repoURL: 'https://git/wet', path: 'out', targetRevision: 'env/prod' }],
    false,
  ],
])('%s', (_reason, spec, sources, isList) => {
  expect(effectiveSources(spec)).toEqual(sources);
  expect(isSourceList(spec)).toBe(isList);
});
