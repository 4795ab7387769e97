/** F58: a running hook that somebody deletes, and that only our finalizer still holds: the operation ends and says so. */
import { expect, test } from 'vitest';
import { application, configMap, gate, REPOSITORY, reconcileEnvironment } from '../../testkit/reconcile-environment.ts';

test('F58 a running hook that is deleted ends the operation, and goes', async () => {
  const place = await reconcileEnvironment();
  try {
    const controller = await place.startController();
    place.manifests.commit(REPOSITORY, [gate('pre', { 'argocd.argoproj.io/hook': 'PreSync' }), configMap('a')]);
    await place.apply(application());
    await place.settle();
    await place.merge('Application', 'app', { operation: { sync: {} } }, 'argocd');
    for (let turn = 0; turn < 3; turn += 1) await place.clock.advance(500);
    await place.remove('Gate', 'pre');
    for (let turn = 0; turn < 5; turn += 1) await place.clock.advance(500);
    expect((await place.app()).status?.operationState).toMatchObject({
      phase: 'Failed',
      message: expect.stringContaining('Gate/pre is missing, it might have been deleted'),
    });
    expect(await place.get('Gate', 'pre')).toBeUndefined();
    await controller.stop();
  } finally {
    await place.close();
  }
});
