/** Several sources of which one fails (features A5), as recorded of the real Argo CD. */
import { expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { application, configMap, REPOSITORY, reconcileEnvironment } from '../../testkit/reconcile-environment.ts';

const OTHER = 'https://git.test/other';

test('no revisions while one cannot be had, in the status and in what a sync leaves; all again when it can', async () => {
  const place = await reconcileEnvironment();
  const controller = await place.startController();
  place.manifests.commit(REPOSITORY, [configMap('a')]);
  place.manifests.commit(OTHER, [configMap('b')]);
  place.manifests.fail(OTHER, new AppError({ code: 'render.invalid-manifest', kind: 'user', message: 'broken' }));
  const sources = [REPOSITORY, OTHER].map((repoURL) => ({ repoURL, path: '.', targetRevision: 'main' }));
  await place.apply(application({ source: null, sources }));
  await place.settle();
  const failed = (await place.app()).status;
  expect([failed?.sync?.status, failed?.sync?.revision, failed?.sync?.revisions]).toEqual([
    'Unknown',
    undefined,
    undefined,
  ]);
  await place.merge('Application', 'app', { operation: { sync: {} } }, 'argocd');
  await place.settle();
  const { operationState } = (await place.app()).status ?? {};
  expect(operationState?.phase).toBe('Error');
  expect(operationState?.syncResult?.revisions).toBeUndefined();
  place.manifests.fail(OTHER, undefined);
  place.manifests.notice(OTHER);
  await place.merge('Application', 'app', { operation: { sync: {} } }, 'argocd');
  await place.settle();
  const after = (await place.app()).status;
  expect(after?.sync?.revisions).toHaveLength(2);
  expect(after?.operationState?.syncResult?.revisions).toEqual(after?.sync?.revisions);
  await controller.stop();
  await place.close();
});
