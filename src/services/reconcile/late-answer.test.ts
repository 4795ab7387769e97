import { afterEach, expect, test } from 'vitest';
import type { KubePort } from '../../ports/kube.ts';
import {
  application,
  configMap,
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

/** Somebody asks for a sync right after the first status was written, and is heard of before the answer to that write. */
function overtaken(place: ReconcileEnvironment): KubePort {
  let isFirst = true;
  return {
    ...place.api,
    async patch(address, ...rest) {
      const answer = await place.api.patch(address, ...rest);
      if (!isFirst || address.type.plural !== 'applications') return answer;
      isFirst = false;
      await place.merge('Application', 'app', { operation: { sync: {} } }, 'argocd');
      for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      return answer;
    },
  };
}

test('an answer that comes after a later version does not make it forgotten', async () => {
  const place = await reconcileEnvironment();
  environment = place;
  controller = await place.startController(overtaken(place));
  place.manifests.commit(REPOSITORY, [configMap('a')]);
  await place.apply(application());
  for (let turn = 0; turn < 20; turn += 1) await place.settle();
  expect((await place.app()).status?.operationState?.phase).toBe('Succeeded');
});
