import { afterEach, expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import {
  application,
  openProject,
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

test('what was refused is said on while no window is open, and no longer than it is so', async () => {
  const place = await reconcileEnvironment();
  environment = place;
  controller = await place.startController();
  const broken: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'missing' } };
  const sha = place.manifests.commit(REPOSITORY, [broken]);
  await place.apply(application({ syncPolicy: { automated: {}, retry: { limit: 0 } } }));
  await place.settle();
  const refresh = async () => {
    const annotations = { 'argocd.argoproj.io/refresh': 'normal' };
    await place.merge('Application', 'app', { metadata: { annotations } }, 'argocd');
    await place.clock.advance(1_000);
    return (await place.app()).status?.conditions?.map(({ type, message }) => `${type} ${message}`) ?? [];
  };
  const refused = [expect.stringContaining(`SyncError Failed last sync attempt to [${sha}]: `)];
  expect(await refresh()).toEqual(refused);
  const project = openProject('default');
  const syncWindows = [{ kind: 'deny', schedule: '* * * * *', duration: '1h', applications: ['*'] }];
  place.installation.set({ projects: [{ ...project, spec: { ...project.spec, syncWindows } }] });
  await place.clock.advance(1_000);
  expect(await refresh()).toEqual(refused);
  place.installation.set({ projects: [project] });
  await place.merge('Application', 'app', { spec: { syncPolicy: { automated: null } } }, 'argocd');
  await place.clock.advance(1_000);
  expect(await refresh()).toEqual([]);
});
