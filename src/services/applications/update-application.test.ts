/** Updates beside other writers, replaced and merged. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Application } from '../../api/application/fields.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { type ApiEnvironment, apiEnvironment } from '../../testkit/api-environment.ts';
import { APPLICATIONS } from './index.ts';
import { updateApplication } from './update-application.ts';

const APP: KubeObject = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'web', namespace: 'argocd', labels: { a: '1' }, annotations: { keep: 'no' } },
  spec: { project: 'default', source: { repoURL: 'r', path: '.' }, destination: { namespace: 'n' } },
};
const ADDRESS = { type: APPLICATIONS, namespace: 'argocd', name: 'web' };

let place: ApiEnvironment;
beforeEach(async () => {
  place = await apiEnvironment();
  await place.store(APP);
});
afterEach(() => place[Symbol.asyncDispose]());

const applications = { observe: () => undefined } as unknown as Parameters<typeof updateApplication>[0]['applications'];

test('what somebody else writes meanwhile is not lost', async () => {
  const { kube } = place;
  const read = await kube.get(ADDRESS);
  let others = 2;
  const racing = {
    ...kube,
    update: async (...args: Parameters<typeof kube.update>) => {
      if (others-- > 0)
        await kube.patch(
          ADDRESS,
          'merge',
          JSON.stringify({ status: { reconciledAt: `2024-05-01T10:00:0${others}Z` } }),
        );
      return await kube.update(...args);
    },
  };
  const wish = {
    ...(read as unknown as Application),
    spec: { destination: {}, project: '', source: { repoURL: 'new' } },
  };
  await updateApplication({ kube: racing, applications }, wish, { wish, merge: false });
  expect(await kube.get(ADDRESS)).toMatchObject({
    spec: { project: 'default', source: { repoURL: 'new' } },
    status: { reconciledAt: '2024-05-01T10:00:00Z' },
  });
});

test.each([
  ['replaced', false, { b: '2' }, undefined],
  ['merged', true, { a: '1', b: '2' }, { keep: 'no' }],
])('labels and annotations are %s', async (_reason, merge, labels, annotations) => {
  const wish = {
    metadata: { name: 'web', namespace: 'argocd', labels: { b: '2' } },
    spec: { destination: {}, project: 'p' },
  };
  const app = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', ...wish };
  const written = await updateApplication({ kube: place.kube, applications }, app, { wish, merge });
  expect([written.metadata.labels, written.metadata.annotations]).toEqual([labels, annotations]);
});
