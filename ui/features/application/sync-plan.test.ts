import { expect, test } from 'vitest';
import type { ResourceStatus } from '../../../src/api/application/fields.ts';
import { syncPlan } from './sync-plan.ts';

function resource(name: string, more: Partial<ResourceStatus> = {}): ResourceStatus {
  return { kind: 'ConfigMap', name, status: 'OutOfSync', ...more };
}

const cases: readonly { name: string; resources: ResourceStatus[]; prune: boolean; texts: string[] }[] = [
  {
    name: 'nothing differs',
    resources: [resource('a', { status: 'Synced' })],
    prune: true,
    texts: ['Nothing differs: every resource is applied again and stays as it is.'],
  },
  {
    name: 'create, apply and remove',
    resources: [
      resource('a', { health: { status: 'Missing' } }),
      resource('b'),
      resource('c', { requiresPruning: true }),
    ],
    prune: true,
    texts: ['create ConfigMap a', 'apply ConfigMap b', 'remove ConfigMap c'],
  },
  {
    name: 'removing is off',
    resources: [resource('c', { requiresPruning: true })],
    prune: false,
    texts: ['leave ConfigMap c: removing is off'],
  },
];

test.each(cases)('$name', ({ resources, prune, texts }) => {
  expect(syncPlan(resources, prune).map(({ text }) => text)).toEqual(texts);
});

test('a long plan is cut', () => {
  const many = Array.from({ length: 20 }, (_, index) => resource(`r${index}`));
  expect(syncPlan(many, false).at(-1)?.text).toBe('… and 8 more');
});
