import { expect, test } from 'vitest';
import type { Application } from '../../api/application/fields.ts';
import { sourceAt } from './source-at.ts';

const source = (name: string) => ({ repoURL: `https://git.example.com/${name}`, path: '.' });
const several = { sources: [source('first'), source('second')] };
const past = {
  history: [
    { id: 0, source: source('zero'), revision: '' },
    { id: 4, sources: [source('old'), source('older')], source: source('none'), revision: '' },
    { id: 5, revision: '' },
  ],
};

function app(spec: object, status?: object): Application {
  const metadata = { name: 'web', namespace: 'argocd' };
  return { metadata, spec: { project: 'default', destination: {}, ...spec }, status } as Application;
}

const WHAT = 'error getting app source by source index and version ID: ';

test.each([
  ['of one source', app({ source: source('only') }), {}, 'only'],
  ['the first of several', app(several), {}, 'first'],
  ['another one of several', app(several), { sourceIndex: 1 }, 'second'],
  ['an entry of the history that is called 0', app(several, past), { versionId: 0 }, 'zero'],
  ['the first of an entry', app(several, past), { versionId: 4 }, 'old'],
  ['another one of an entry', app(several, past), { versionId: 4, sourceIndex: 1 }, 'older'],
])('%s', (_name, given, place, expected) => {
  expect(sourceAt(given, place)).toEqual(source(expected));
});

test.each([
  ['beyond the only one', app({ source: source('only') }), { sourceIndex: 1 }, 'because there is only 1 source'],
  ['beyond several', app(several), { sourceIndex: 2 }, 'because there are only 2 sources'],
  ['before the first', app(several), { sourceIndex: -1 }, 'because there are only 2 sources'],
  ['an entry of nothing', app(several, past), { versionId: 5 }, 'because there are only 0 sources'],
  ['no history', app(several), { versionId: 3 }, 'version ID 3 not found because the app has no history'],
  ['no such entry', app(several, past), { versionId: 3 }, 'revision history not found for version ID 3'],
])('%s is told', (_name, given, place, words) => {
  expect(() => sourceAt(given, place)).toThrow(WHAT);
  expect(() => sourceAt(given, place)).toThrow(words);
});
