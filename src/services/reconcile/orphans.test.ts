import { expect, test } from 'vitest';
import {
  application,
  configMap,
  openProject,
  REPOSITORY,
  reconcileEnvironment,
} from '../../testkit/reconcile-environment.ts';

test('what descends from an orphan is an orphan, too, and each is noticed when it comes and when it goes', async () => {
  const place = await reconcileEnvironment();
  const project = openProject('default');
  const spec = {
    ...project.spec,
    orphanedResources: { warn: true, ignore: [{ group: '', kind: 'ConfigMap', name: 'ok*' }] },
  };
  place.installation.set({ projects: [{ ...project, spec }] });
  place.manifests.commit(REPOSITORY, [configMap('a')]);
  await place.apply(application());
  const controller = await place.startController();
  const warnings = async () => {
    await place.clock.advance(5_000);
    return (await place.app()).status?.conditions?.map(({ type, message }) => `${type}: ${message}`) ?? [];
  };
  const counted = (count: number) => [`OrphanedResourceWarning: Application has ${count} orphaned resources`];
  expect(await warnings()).toEqual([]);
  await place.apply({ ...configMap('ok'), metadata: { name: 'ok-1', namespace: 'n' } });
  expect(await warnings()).toEqual([]);
  const root = await place.apply({ ...configMap('root'), metadata: { name: 'root', namespace: 'n' } });
  expect(await warnings()).toEqual(counted(1));
  const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'root', uid: root.metadata.uid ?? '' };
  await place.apply({ ...configMap('leaf'), metadata: { name: 'leaf', namespace: 'n', ownerReferences: [owner] } });
  expect(await warnings()).toEqual(counted(2));
  await place.remove('ConfigMap', 'leaf');
  await place.remove('ConfigMap', 'root');
  expect(await warnings()).toEqual([]);
  await controller.stop();
  await place.close();
});
