import { expect, test } from 'vitest';
import type { ApplicationSourceHelm } from '../../../api/application/fields.ts';
import { changedHelm, isEmptyHelm, withHelmParameters } from './change-helm.ts';
import type { GivenFlags } from './given-flags.ts';

const change = (given: GivenFlags, before?: ApplicationSourceHelm, valuesText?: string) =>
  changedHelm(before, { given, valuesText });

test.each<[string, GivenFlags, ApplicationSourceHelm | undefined, ApplicationSourceHelm | undefined]>([
  ['nothing given, nothing there', {}, undefined, undefined],
  ['what is there stays', {}, { releaseName: 'a' }, { releaseName: 'a' }],
  [
    'texts',
    { 'release-name': 'r', 'helm-version': 'v3', 'helm-namespace': 'n', 'helm-kube-version': '1.30' },
    undefined,
    { releaseName: 'r', version: 'v3', namespace: 'n', kubeVersion: '1.30' },
  ],
  ['an empty text changes nothing', { 'release-name': '' }, { releaseName: 'a' }, { releaseName: 'a' }],
  [
    'switches, off where they say so',
    { 'helm-skip-crds': true, 'helm-skip-tests': false, 'helm-pass-credentials': true },
    { skipTests: true },
    { skipCrds: true, skipTests: false, passCredentials: true },
  ],
  [
    'lists take the place of those before',
    { values: ['b'], 'helm-api-versions': ['v1/A'] },
    { valueFiles: ['a'], apiVersions: ['v1/B'] },
    { valueFiles: ['b'], apiVersions: ['v1/A'] },
  ],
  [
    'a parameter takes the place of its name, files too',
    { 'helm-set': ['a=2', 'c=3'], 'helm-set-file': ['f=x,y'] },
    { parameters: [{ name: 'a', value: '1' }], fileParameters: [{ name: 'f', path: 'w' }] },
    {
      parameters: [
        { name: 'a', value: '2' },
        { name: 'c', value: '3' },
      ],
      fileParameters: [{ name: 'f', path: 'x\\,y' }],
    },
  ],
])('%s', (_reason, given, before, after) => {
  expect(change(given, before)).toEqual(after);
});

test('values of a file stand in the place of the text', () => {
  expect(change({}, { values: 'b: 2' }, 'a: 1\n')).toEqual({ values: '', valuesObject: { a: 1 } });
  expect(() => change({}, undefined, '- 1\n')).toThrow('the file of --values-literal-file holds no mapping');
});

test('a comma that has a backslash keeps it, and what has no name is refused', () => {
  const set = (text: string) => withHelmParameters(undefined, [text], { forceString: true });
  expect(set('a=1\\,2,3')).toEqual([{ name: 'a', value: '1\\,2\\,3', forceString: true }]);
  expect(set('a=b=c')).toEqual([{ name: 'a', value: 'b=c', forceString: true }]);
  expect(() => set('a')).toThrow('expected helm parameter of the form param=value but received: a');
});

test('what the API leaves out is nothing', () => {
  expect(isEmptyHelm({ releaseName: '', skipCrds: false, valueFiles: [] })).toBe(true);
  expect(isEmptyHelm({ skipCrds: true })).toBe(false);
});
