import { expect, test } from 'vitest';
import { type ActionableResource, chooseResources, type ResourceChoice } from './actionable-resources.ts';

function resource(group: string, kind: string, name: string, namespace = 'n'): ActionableResource {
  return { group, version: 'v1', kind, namespace, name };
}

const RESOURCES = [
  resource('apps', 'Deployment', 'web'),
  resource('apps', 'Deployment', 'api', 'other'),
  resource('', 'Service', 'web'),
  resource('serving.example.com', 'Service', 'web'),
];

test.each<[string, Omit<ResourceChoice, 'all'>, readonly number[]]>([
  ['nothing said', {}, [0, 1, 2, 3]],
  ['a kind', { kind: 'Deployment' }, [0, 1]],
  ['a kind and a name', { kind: 'Deployment', resourceName: 'api' }, [1]],
  ['a namespace', { namespace: 'other' }, [1]],
  ['the core group', { group: '' }, [2]],
  ['another group', { group: 'serving.example.com', kind: 'Service' }, [3]],
])('%s chooses', (_what, choice, expected) => {
  expect(chooseResources(RESOURCES, { ...choice, all: true })).toEqual(expected.map((index) => RESOURCES[index]));
});

test('none, and more than may be, are told', () => {
  expect(() => chooseResources(RESOURCES, { kind: 'Pod', all: true })).toThrow('no matching resource found');
  expect(() => chooseResources(RESOURCES, { kind: 'Deployment', all: false })).toThrow(
    'multiple resources match inputs. Use the --all flag to patch multiple resources',
  );
});
