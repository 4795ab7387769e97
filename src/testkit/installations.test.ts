import { createReflector } from '../adapters/reflector/reflector.ts';
import { customResourceDefinitions } from '../api/crd/definitions.ts';
import { Secret } from '../base/secret.ts';
import type { KubeObject } from '../kube/object/kube-object.ts';
import { createInstallation, ensureDefaults } from '../services/installation/index.ts';
import { type InstallationContent, installationContract } from './contracts/installation.contract.ts';
import { FakeClock } from './fake-clock.ts';
import { type InstallationSketch, memoryInstallation } from './memory-installation.ts';
import { memoryKube } from './memory-kube.ts';
import { memoryLog } from './memory-log.ts';
import { openProject } from './reconcile-environment.ts';

installationContract('set by hand', async () => {
  let sketch: InstallationSketch = {};
  const port = memoryInstallation(sketch);
  return {
    port,
    async add(content) {
      sketch = { ...sketch, ...sketchOf(content) };
      port.set(sketch);
    },
  };
});

function sketchOf({ projects, repositories, clusters, secret, ...texts }: InstallationContent): InstallationSketch {
  const remotes = (repositories ?? []).map(({ url, password }) => {
    const credentials = { kind: 'basic', username: 'git', password: new Secret(password) } as const;
    return [url, { url, credentials }] as const;
  });
  const record = {
    namespaces: [],
    clusterResources: false,
    project: '',
    labels: {},
    annotations: {},
    config: undefined,
  };
  return {
    ...texts,
    ...(secret ? { secret: new Map(Object.entries(secret).map(([key, text]) => [key, new Secret(text)])) } : {}),
    ...(projects ? { projects: projects.map(openProject) } : {}),
    ...(repositories ? { remotes: Object.fromEntries(remotes) } : {}),
    ...(clusters ? { clusters: clusters.map((cluster) => ({ ...record, ...cluster })) } : {}),
  };
}

const core = (plural: string, namespaced = true) => ({ group: '', version: 'v1', plural, namespaced });
const MAPS = core('configmaps');
const SECRETS = core('secrets');
const PROJECTS = { group: 'argoproj.io', version: 'v1alpha1', plural: 'appprojects', namespaced: true };
const CRDS = { group: 'apiextensions.k8s.io', version: 'v1', plural: 'customresourcedefinitions', namespaced: false };

installationContract('kept from a namespace', async () => {
  const clock = new FakeClock();
  const kube = memoryKube({ clock });
  await kube.create(core('namespaces', false), { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'argocd' } });
  for (const definition of customResourceDefinitions()) await kube.create(CRDS, definition);
  await clock.advance(1000);
  const hashPassword = async () => 'hash';
  await ensureDefaults({ kube, namespace: 'argocd', clock, randomText: (length) => 'x'.repeat(length), hashPassword });
  const reflector = createReflector({ clock, random: () => 0.5 });
  const port = createInstallation({ kube, namespace: 'argocd', reflector, log: memoryLog() });
  await port.start();
  const merge = (type: typeof MAPS, name: string, patch: object) =>
    kube.patch({ type, namespace: 'argocd', name }, 'merge', JSON.stringify(patch));
  return {
    port,
    async add({ cm, rbac, secret, projects = [], repositories = [], clusters = [] }) {
      if (cm) await merge(MAPS, 'argocd-cm', { data: cm });
      if (rbac) await merge(MAPS, 'argocd-rbac-cm', { data: rbac });
      if (secret) await merge(SECRETS, 'argocd-secret', { stringData: secret });
      for (const name of projects) await kube.create(PROJECTS, openProject(name) as unknown as KubeObject);
      for (const [at, data] of repositories.entries()) await kube.create(SECRETS, labelled('repository', at, data));
      for (const [at, data] of clusters.entries()) await kube.create(SECRETS, labelled('cluster', at, data));
      await clock.advance(10);
    },
  };
});

function labelled(type: string, number: number, stringData: Readonly<Record<string, string>>): KubeObject {
  const labels = { 'argocd.argoproj.io/secret-type': type };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: `${type}-${number}`, namespace: 'argocd', labels },
    stringData,
  };
}
