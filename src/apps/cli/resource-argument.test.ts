import { describe, expect, test } from 'vitest';
import type { Application } from '../../api/application/fields.ts';
import { chooseResources, parseResources } from './resource-argument.ts';

const APP = {
  status: {
    resources: [
      { kind: 'Service', namespace: 'n', name: 'web' },
      { group: 'apps', kind: 'Deployment', namespace: 'n', name: 'web' },
      { group: 'apps', kind: 'Deployment', namespace: 'm', name: 'web' },
    ],
  },
} as unknown as Application;

describe('which resources are meant', () => {
  test.each([
    ['one of the core group', [':Service:web'], ['/Service/n/web']],
    ['any of a kind, in all namespaces', ['apps:Deployment:*'], ['apps/Deployment/n/web', 'apps/Deployment/m/web']],
    ['in one namespace', ['apps:Deployment:m/web'], ['apps/Deployment/m/web']],
    ['all but one', ['!*:Service:*'], ['apps/Deployment/n/web', 'apps/Deployment/m/web']],
    ['what is left out wins', ['*:*:*', '!apps:Deployment:n/web'], ['/Service/n/web', 'apps/Deployment/m/web']],
    ['an empty name is no wildcard', ['apps:Deployment:'], []],
  ])('%s', (_reason, texts, chosen) => {
    const found = chooseResources(APP, parseResources(texts));
    expect(found.map(({ group, kind, namespace, name }) => [group, kind, namespace, name].join('/'))).toEqual(chosen);
  });
});

describe('arguments that cannot be read', () => {
  test.each([
    ['two fields', 'Service:web', 'Resource should have GROUP:KIND:NAME, but instead got: Service:web'],
    ['four fields', 'a:b:c:d', 'Resource should have GROUP:KIND:NAME, but instead got: a:b:c:d'],
    [
      'two slashes',
      '!:Service:a/b/c',
      'Resource with namespace should have GROUP:KIND:NAMESPACE/NAME, but instead got: !:Service:a/b/c',
    ],
  ])('%s', (_reason, text, message) => {
    expect(() => parseResources([text])).toThrow(message);
  });
});
