import { expect, test } from 'vitest';
import { createReflector } from '../../adapters/reflector/reflector.ts';
import { createKubelite } from '../../kubelite/index.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { faultyKube } from '../../testkit/faulty-kube.ts';
import { memoryKube } from '../../testkit/memory-kube.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import type { RespectRbac } from './dependencies.ts';
import { createLiveClusters } from './index.ts';

const RBAC = { apiVersion: 'rbac.authorization.k8s.io/v1' } as const;
const roles = { group: 'rbac.authorization.k8s.io', version: 'v1', namespaced: false } as const;
const SECRETS = 'the credentials of the cluster may not list secrets in all namespaces';

/** A cluster followed by somebody who may list everything but Secrets, and watch everything but ConfigMaps. */
async function follow(respectRbac: RespectRbac) {
  const clock = new FakeClock();
  const kubelite = createKubelite({ clock, authorization: 'rbac' });
  const admin = memoryKube({ clock, kubelite });
  const rule = (verb: string, ...resources: string[]) => ({ apiGroups: [''], resources, verbs: [verb] });
  await admin.create(
    { ...roles, plural: 'clusterroles' },
    {
      ...RBAC,
      kind: 'ClusterRole',
      metadata: { name: 'narrow' },
      rules: [rule('list', 'namespaces', 'configmaps'), rule('watch', 'namespaces', 'secrets')],
    },
  );
  await admin.create(
    { ...roles, plural: 'clusterrolebindings' },
    {
      ...RBAC,
      kind: 'ClusterRoleBinding',
      metadata: { name: 'narrow' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'narrow' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'narrow' }],
    },
  );
  const kube = faultyKube(memoryKube({ clock, kubelite, user: { name: 'narrow', groups: [] } }));
  const clusters = createLiveClusters({
    clock,
    log: memoryLog(),
    reflector: createReflector({ clock, random: () => 0.5 }),
    connect: () => ({ kube, namespaces: [], clusterResources: true }),
    factsOf: () => ({ health: undefined, images: [], info: [] }),
    isWatched: ({ kind }) => ['ConfigMap', 'Namespace', 'Secret'].includes(kind),
    respectRbac: () => respectRbac,
    trackingLabel: () => '',
    tracksByLabel: () => false,
  });
  const cluster = clusters.get('https://kubernetes.default.svc');
  await clock.advance(50);
  await cluster.ready();
  await clock.advance(120_000);
  const gaps = cluster.gaps().map(({ kind, code, message }) => [kind, code, message]);
  const asked = (resource: string) => [kube.count({ verb: 'list', resource }), kube.count({ verb: 'watch', resource })];
  return { gaps, secrets: asked('secrets'), maps: asked('configmaps'), close: () => clusters.close() };
}

test('strict asks before: what may not be followed is not tried, and stands as a gap', async () => {
  const { gaps, secrets, maps, close } = await follow('strict');
  expect(gaps).toEqual([
    ['ConfigMap', 'kube.forbidden', 'the credentials of the cluster may not watch configmaps in all namespaces'],
    ['Secret', 'kube.forbidden', SECRETS],
  ]);
  expect({ secrets, maps }).toEqual({ secrets: [0, 0], maps: [0, 0] });
  close();
});

test('normal lets the kind be after a refusal, also where only the watch is refused (a watch is tried twice)', async () => {
  const { gaps, secrets, maps, close } = await follow('normal');
  expect(gaps.map(([kind, code]) => [kind, code])).toEqual([
    ['ConfigMap', 'kube.forbidden'],
    ['Secret', 'kube.forbidden'],
  ]);
  expect({ secrets, maps }).toEqual({ secrets: [1, 0], maps: [1, 2] });
  close();
});

test('without respect it is tried again, more and more seldom', async () => {
  const { gaps, secrets, close } = await follow('');
  expect(gaps.map(([kind]) => kind)).toEqual(['ConfigMap', 'Secret']);
  expect(secrets[0]).toBeGreaterThan(2);
  expect(secrets[0]).toBeLessThan(20);
  close();
});
