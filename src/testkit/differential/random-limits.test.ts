import { expect, test } from 'vitest';
import { randomLimits } from './random-limits.ts';

test('the same number gives the same bounds and objects, another number others', () => {
  expect(randomLimits(7)).toEqual(randomLimits(7));
  expect(randomLimits(8).objects).not.toEqual(randomLimits(7).objects);
});

test('every kind of bound and object comes up, each with a name of its own', () => {
  const all = Array.from({ length: 40 }, (_, seed) => randomLimits(seed));
  const kinds = new Set(all.flatMap(({ bounds, objects }) => [...bounds, ...objects]).map((one) => one['kind']));
  expect([...kinds].toSorted()).toEqual([
    'ConfigMap',
    'Deployment',
    'LimitRange',
    'PersistentVolumeClaim',
    'Pod',
    'ResourceQuota',
    'Service',
  ]);
  for (const { objects } of all) expect(new Set(objects.map((one) => JSON.stringify(one['metadata']))).size).toBe(12);
});
