/** What changes while a controller looks at a cluster for the first time is not missed. */
import { afterEach, expect, test } from 'vitest';
import type { ManifestService } from '../../ports/manifest-service.ts';
import {
  application,
  configMap,
  gate,
  REPOSITORY,
  type ReconcileEnvironment,
  type RunningController,
  reconcileEnvironment,
} from '../../testkit/reconcile-environment.ts';

let environment: ReconcileEnvironment | undefined;
let controller: RunningController | undefined;

afterEach(async () => {
  await controller?.stop();
  await environment?.close();
});

/** Manifests that arrive when the hook has completed and everybody who follows the cluster has heard of it. */
function withEvent(place: ReconcileEnvironment, call: number): ManifestService {
  const { manifests } = place;
  let calls = 0;
  return {
    resolve: (...order) => manifests.resolve(...order),
    stand: (...order) => manifests.stand(...order),
    revisionMetadata: (...order) => manifests.revisionMetadata(...order),
    notice: (repoUrl) => manifests.notice(repoUrl),
    onMoved: (listener) => manifests.onMoved(listener),
    keep: (...order) => manifests.keep(...order),
    release: (operation) => manifests.release(operation),
    async render(...request) {
      calls += 1;
      const result = await manifests.render(...request);
      if (calls === call) {
        await place.merge('Gate', 'pre', { status: { health: 'Healthy' } });
        for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      }
      return result;
    },
  };
}

// The operation renders before it looks at the cluster, the comparison of the same pass after.
test.each([1, 2])('a hook that completes at rendering %i after a start is not waited for for ever', async (call) => {
  const place = await reconcileEnvironment();
  environment = place;
  controller = await place.startController();
  place.manifests.commit(REPOSITORY, [gate('pre', { 'argocd.argoproj.io/hook': 'PreSync' }), configMap('a')]);
  await place.apply(application());
  await place.settle();
  await place.merge('Application', 'app', { operation: { sync: {} } }, 'argocd');
  await place.settle();
  expect((await place.app()).status?.operationState?.message).toContain('waiting for completion of hook');
  await controller.stop();
  controller = await place.startController(undefined, undefined, withEvent(place, call));
  for (let turn = 0; turn < 20; turn += 1) await place.settle();
  expect((await place.app()).status?.operationState?.phase).toBe('Succeeded');
  expect(await place.get('ConfigMap', 'a')).toBeDefined();
});
