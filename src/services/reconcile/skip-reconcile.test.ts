import { expect, test } from 'vitest';
import type { ClusterRecord } from '../../ports/settings.ts';
import {
  application,
  configMap,
  openProject,
  REPOSITORY,
  reconcileEnvironment,
  SERVER,
} from '../../testkit/reconcile-environment.ts';
import { isSkipMark } from './skip-reconcile.ts';

const SKIP = 'argocd.argoproj.io/skip-reconcile';

test.each([
  ['true', true],
  ['True', true],
  ['1', true],
  ['t', true],
  ['false', false],
  ['yes', false],
  ['', false],
])('%j', (text, skips) => {
  expect(isSkipMark({ [SKIP]: text })).toBe(skips);
});

function inCluster(annotations: Readonly<Record<string, string>>): ClusterRecord {
  const none = { namespaces: [], clusterResources: false, project: '', labels: {}, config: undefined };
  return { server: SERVER, name: 'in-cluster', annotations, ...none };
}

test('an Application with the mark gets no status, and is looked at once the mark is false', async () => {
  const place = await reconcileEnvironment();
  place.manifests.commit(REPOSITORY, [configMap('a')]);
  const controller = await place.startController();
  await place.apply(application({ syncPolicy: { automated: {} } }, { annotations: { [SKIP]: '1' } }));
  await place.clock.advance(1000);
  expect((await place.app()).status).toBeUndefined();
  await place.merge('Application', 'app', { metadata: { annotations: { [SKIP]: 'false' } } }, 'argocd');
  await place.clock.advance(1000);
  expect((await place.app()).status?.sync?.status).toBe('Synced');
  await controller.stop();
  await place.close();
});

test('a cluster with the mark: its Applications stay as they are, until it goes', async () => {
  const place = await reconcileEnvironment();
  const projects = [openProject('default')];
  place.installation.set({ projects, clusters: [inCluster({ [SKIP]: 'true' })] });
  place.manifests.commit(REPOSITORY, [configMap('a')]);
  const controller = await place.startController();
  await place.apply(application({ syncPolicy: { automated: {} } }));
  await place.clock.advance(1000);
  expect((await place.app()).status).toBeUndefined();
  place.installation.set({ projects, clusters: [inCluster({})] });
  await place.clock.advance(1000);
  const before = await place.app();
  expect(before.status?.sync?.status).toBe('Synced');
  place.installation.set({ projects, clusters: [inCluster({ [SKIP]: 'true' })] });
  place.manifests.commit(REPOSITORY, [configMap('b')]);
  place.manifests.notice(REPOSITORY);
  await place.clock.advance(10_000);
  expect(await place.app()).toEqual(before);
  await controller.stop();
  await place.close();
});
