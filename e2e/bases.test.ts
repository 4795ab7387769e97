/** A kustomization whose component and base lie in another repository: where the project permits it, and where not. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Secret } from '../src/base/secret.ts';
import { type GitEnvironment, gitEnvironment } from '../src/testkit/git-environment.ts';
import type { TestRepository } from '../src/testkit/git-repository.ts';
import { findKubectl, type Product, startProduct, until } from './product.ts';

const hasKubectl = findKubectl() !== undefined;
const PASSWORD = 'CANARY-base';
const COMPONENT = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: from-part-\n';

function configMap(name: string, value: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {value: ${value}}\n`;
}

describe.skipIf(!hasKubectl)('bases of other repositories', () => {
  let product: Product;
  let clone: string;
  let git: GitEnvironment;
  let base: TestRepository;

  beforeAll(async () => {
    const password = new Secret(PASSWORD);
    git = await gitEnvironment({ readCredentials: () => ({ username: 'reader', password }) });
    base = await git.createTestRepository('shared');
    await base.commit({
      files: {
        'web/kustomization.yaml': 'resources: [map.yaml]\n',
        'web/map.yaml': configMap('web', 'one'),
        'part/kustomization.yaml': COMPONENT,
      },
    });
    product = await startProduct();
    clone = mkdtempSync(join(product.folder, 'clone-'));
    await product.git(product.folder, 'clone', product.ready.sampleRepository, clone);
    mkdirSync(join(clone, 'remote/prod'), { recursive: true });
    writeFileSync(
      join(clone, 'remote/prod/kustomization.yaml'),
      JSON.stringify({ resources: [`${base.url}//web?ref=main`], components: [`${base.url}//part`] }),
    );
    await product.git(clone, 'add', '-A');
    await product.git(clone, 'commit', '-m', 'Use a shared base');
    await product.git(clone, 'push', 'origin', 'HEAD:main');
  });

  afterAll(async () => {
    await product?.[Symbol.asyncDispose]();
    await git?.[Symbol.asyncDispose]();
  });

  const get = (kind: string, namespace: string, name: string, path: string): Promise<string> =>
    product.kubectl('get', kind, '-n', namespace, name, '--ignore-not-found', '-o', `jsonpath={${path}}`);
  const condition = () => get('application', 'argocd', 'remote', '.status.conditions[0].message');
  const value = () => get('configmap', 'remote', 'from-part-web', '.data.value');

  async function apply(object: object): Promise<void> {
    const file = join(product.folder, 'object.json');
    writeFileSync(file, JSON.stringify(object));
    await product.kubectl('apply', '-f', file);
  }

  function projectWith(sourceRepos: readonly string[]): object {
    return {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: { name: 'narrow', namespace: 'argocd' },
      spec: {
        sourceRepos,
        destinations: [{ server: '*', namespace: '*' }],
        clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      },
    };
  }

  const refresh = () =>
    product.kubectl(
      'annotate',
      'application',
      '-n',
      'argocd',
      'remote',
      '--overwrite',
      'argocd.argoproj.io/refresh=normal',
    );

  test('a project that does not permit the repository: the condition names both, the file and the field', async () => {
    await apply(projectWith([product.ready.sampleRepository]));
    await apply({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'remote', namespace: 'argocd' },
      spec: {
        project: 'narrow',
        source: { repoURL: product.ready.sampleRepository, path: 'remote/prod', targetRevision: 'main' },
        destination: { server: 'https://kubernetes.default.svc', namespace: 'remote' },
        syncPolicy: { automated: { selfHeal: true }, syncOptions: ['CreateNamespace=true'] },
      },
    });
    await until(async () => (await condition()).includes('is not permitted'), condition);
    expect(await condition()).toContain(`base repo ${base.url} is not permitted in project 'narrow'`);
    expect(await condition()).toContain('(at remote/prod/kustomization.yaml: resources[0])');
    expect(await get('application', 'argocd', 'remote', '.status.conditions[0].type')).toBe('ComparisonError');
  });

  test('permitted, but on this very machine, whose servers nobody has configured', async () => {
    await apply(projectWith([product.ready.sampleRepository, base.url]));
    await refresh();
    await until(async () => (await condition()).includes('addresses of the machine itself'), condition);
    expect(await condition()).toContain(`base repo ${base.url}: addresses of the machine itself are not reached`);
  });

  test('on a server that is known, but behind a password that the project has not', async () => {
    await apply({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'beside', namespace: 'argocd', labels: { 'argocd.argoproj.io/secret-type': 'repository' } },
      stringData: { url: new URL('/beside.git', base.url).href, type: 'git' },
    });
    await refresh();
    await until(async () => (await condition()).includes('failed to run'), condition);
    expect(await condition()).toContain(`git fetch --depth=1 ${base.url} main`);
  });

  test('with its credentials it is built and synced, and follows the base', async () => {
    await apply({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'shared', namespace: 'argocd', labels: { 'argocd.argoproj.io/secret-type': 'repository' } },
      stringData: { url: base.url, type: 'git', username: 'reader', password: PASSWORD },
    });
    await until(
      async () => (await value()) === 'one',
      async () => `${await value()} ${await condition()}`,
    );
    await base.commit({ files: { 'web/map.yaml': configMap('web', 'two') } });
    await refresh();
    await until(
      async () => (await value()) === 'two',
      async () => `${await value()} ${await condition()}`,
    );
    expect(await condition()).toBe('');
    expect(product.output()).not.toContain(PASSWORD);
  });

  test('what the project no longer permits is not rendered from memory', async () => {
    await apply(projectWith([product.ready.sampleRepository]));
    await refresh();
    await until(async () => (await condition()).includes('is not permitted'), condition);
    expect(await value()).toBe('two');
  });
});
