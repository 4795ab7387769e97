import { expect, test } from 'vitest';
import type { ApplicationSourceKustomize } from '../../../api/application/fields.ts';
import { changedKustomize, isEmptyKustomize, isSameImage } from './change-kustomize.ts';
import type { GivenFlags } from './given-flags.ts';

test.each<[string, GivenFlags, ApplicationSourceKustomize | undefined, ApplicationSourceKustomize | undefined]>([
  ['nothing given, nothing there', {}, undefined, undefined],
  [
    'texts',
    { nameprefix: 'a-', namesuffix: '-b', 'kustomize-version': 'v5', 'kustomize-namespace': 'n' },
    undefined,
    { namePrefix: 'a-', nameSuffix: '-b', version: 'v5', namespace: 'n' },
  ],
  [
    'what charts see',
    { 'kustomize-kube-version': '1.30', 'kustomize-api-versions': ['v1/A'] },
    undefined,
    { kubeVersion: '1.30', apiVersions: ['v1/A'] },
  ],
  [
    'an image takes the place of the one of its name',
    { 'kustomize-image': ['nginx:2', 'other=x:1'] },
    { images: ['nginx:1'] },
    { images: ['nginx:2', 'other=x:1'] },
  ],
  [
    'a count takes the place of the one of its name',
    { 'kustomize-replica': ['web=3', 'db=+1'] },
    { replicas: [{ name: 'web', count: 1 }] },
    {
      replicas: [
        { name: 'web', count: 3 },
        { name: 'db', count: 1 },
      ],
    },
  ],
  [
    'maps take the place of those before',
    { 'kustomize-common-label': ['a=b'], 'kustomize-common-annotation': ['c=d'] },
    { commonLabels: { x: 'y' } },
    { commonLabels: { a: 'b' }, commonAnnotations: { c: 'd' } },
  ],
  [
    'switches, off where they say so',
    { 'kustomize-force-common-label': true, 'ignore-missing-components': false },
    { ignoreMissingComponents: true },
    { forceCommonLabels: true, ignoreMissingComponents: false },
  ],
])('%s', (_reason, given, before, after) => {
  expect(changedKustomize(before, given)).toEqual(after);
});

test.each([
  ['web', 'parameter of the form name=count but received: web'],
  ['web=two', 'expected integer value for count. Received: two'],
])('a count that is none: %s', (text, message) => {
  expect(() => changedKustomize(undefined, { 'kustomize-replica': [text] })).toThrow(message);
});

test.each([
  ['nginx:1', 'nginx:2', true],
  ['nginx=a:1', 'nginx=b:1', true],
  ['nginx@sha256:1', 'nginx@sha256:2', true],
  ['nginx', 'nginx:2', true],
  ['host:5000/a:1', 'host:5000/b:1', true],
  ['a:1', 'b:1', false],
])('%s and %s are about one image: %s', (image, other, same) => {
  expect(isSameImage(image, other)).toBe(same);
});

test('what the API leaves out is nothing', () => {
  expect(isEmptyKustomize({ namePrefix: '', images: [] })).toBe(true);
  expect(isEmptyKustomize({ commonLabels: { a: 'b' } })).toBe(false);
});
