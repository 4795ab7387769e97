import { expect, test } from 'vitest';
import type { SyncTask } from './task.ts';
import { validateTasks } from './validate.ts';

const target = { apiVersion: 'apps/v1beta9', kind: 'Deployment', metadata: { name: 'd', namespace: 'n' } };
const task = {
  key: { group: 'apps', kind: 'Deployment', namespace: 'n', name: 'd' },
  target,
  skipDryRun: false,
  status: '',
} as unknown as SyncTask;
const refused = (facts: object) =>
  validateTasks([task], () => ({ served: false, denied: undefined, ...facts }))?.outcomes.map(({ message }) => message);

test('a kind that is served in another version is told apart from one that is not there', () => {
  expect(refused({ otherVersion: 'v1' })).toEqual([
    'The Kubernetes API could not find version "v1beta9" of apps/Deployment for requested resource n/d. Version "v1" of apps/Deployment is installed on the destination cluster.',
  ]);
  expect(refused({})).toEqual([
    'The Kubernetes API could not find apps/Deployment for requested resource n/d. Make sure the "Deployment" CRD is installed on the destination cluster.',
  ]);
  expect(refused({ served: true })).toBeUndefined();
});
