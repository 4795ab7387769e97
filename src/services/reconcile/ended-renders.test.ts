import { afterEach, expect, test } from 'vitest';
import type { ManifestService } from '../../ports/manifest-service.ts';
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

interface Asked {
  readonly signal: AbortSignal | undefined;
  readonly overtaken: AbortSignal | undefined;
}

/** Renders that never come to an end by themselves while `hangs`; what they are told is kept. */
function hanging(manifests: ManifestService) {
  const asked: Asked[] = [];
  const state = { hangs: true };
  const service: ManifestService = {
    ...manifests,
    resolve: (...args) => manifests.resolve(...args),
    stand: (...args) => manifests.stand(...args),
    revisionMetadata: (...args) => manifests.revisionMetadata(...args),
    notice: (repoUrl) => manifests.notice(repoUrl),
    onMoved: (listener) => manifests.onMoved(listener),
    keep: (...args) => manifests.keep(...args),
    release: (operation) => manifests.release(operation),
    render(request, signal, overtaken) {
      asked.push({ signal, overtaken });
      if (!state.hangs) return manifests.render(request, signal);
      return new Promise((_, reject) => {
        for (const one of [signal, overtaken]) one?.addEventListener('abort', () => reject(one.reason), { once: true });
      });
    },
  };
  return { service, asked, state };
}

async function started(metadata: object = {}) {
  const place = await reconcileEnvironment();
  environment = place;
  const manifests = hanging(place.manifests);
  place.manifests.commit(REPOSITORY, [configMap('a')]);
  controller = await place.startController(place.api, {}, manifests.service);
  await place.apply(application({}, metadata));
  await place.clock.advance(10);
  expect(manifests.asked).toHaveLength(1);
  return { place, ...manifests };
}

test('an Application that is gone needs no render', async () => {
  const { place, asked } = await started();
  await place.remove('Application', 'app', 'argocd');
  await place.clock.advance(10);
  expect(asked.map(({ signal }) => signal?.aborted)).toEqual([true]);
});

test('one that is being deleted goes on with that, and not with what it was rendered for', async () => {
  const { place, asked, state } = await started({ finalizers: ['resources-finalizer.argocd.argoproj.io'] });
  state.hangs = false;
  await place.remove('Application', 'app', 'argocd');
  await place.clock.advance(1_000);
  expect(asked[0]?.signal?.aborted).toBe(true);
  expect(await place.get('Application', 'app', 'argocd')).toBeUndefined();
});

test('a newer commit tells a render that it is overtaken, and what comes after it is synced to', async () => {
  const { place, asked, state } = await started();
  state.hangs = false;
  place.manifests.commit(REPOSITORY, [configMap('b')]);
  place.manifests.notice(REPOSITORY);
  await place.clock.advance(1_000);
  expect([asked[0]?.signal?.aborted, asked[0]?.overtaken?.aborted]).toEqual([false, true]);
  expect((await place.app('app')).status?.sync).toMatchObject({
    status: 'OutOfSync',
    revision: expect.stringMatching(/2$/),
  });
});

test('a controller that stops waits for no render', async () => {
  const { asked } = await started();
  await controller?.stop();
  controller = undefined;
  expect(asked.map(({ signal }) => signal?.aborted)).toEqual([true]);
});
