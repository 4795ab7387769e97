/** A cluster of somebody: looked at without a write, managed only when asked for, never by two. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customResourceDefinitions } from '../src/api/crd/definitions.ts';
import { type GitEnvironment, gitEnvironment } from '../src/testkit/git-environment.ts';
import { findKubectl, startProduct, until } from './product.ts';

const launcher = join(dirname(dirname(fileURLToPath(import.meta.url))), 'bin/tiphys');
const run = promisify(execFile);

describe.skipIf(!findKubectl())('a cluster of somebody', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tiphys-observe-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const audit = join(folder, 'audit.log');
  let cluster: ChildProcess;
  let git: GitEnvironment;

  const kubectl = async (...args: readonly string[]): Promise<string> =>
    (await run(findKubectl() ?? 'kubectl', ['--kubeconfig', kubeconfig, ...args])).stdout;

  async function apply(object: object): Promise<void> {
    const path = join(folder, 'object.json');
    writeFileSync(path, JSON.stringify(object));
    await kubectl('apply', '--server-side', '-f', path);
  }

  /** Requests that change something, but for dry runs, by everybody but kubectl and the cluster's own parts. */
  function writes(): readonly string[] {
    const lines = readFileSync(audit, 'utf8').split('\n').filter(Boolean);
    return lines
      .map((line) => JSON.parse(line) as { verb: string; requestURI: string; userAgent?: string })
      .filter(({ verb }) => ['create', 'update', 'patch', 'delete', 'deletecollection'].includes(verb))
      .filter(({ userAgent, requestURI }) => !userAgent?.startsWith('kubectl') && !requestURI.includes('dryRun=All'))
      .map(({ verb, requestURI }) => `${verb} ${requestURI}`);
  }

  beforeAll(async () => {
    cluster = spawn(launcher, ['kubelite', '--kubeconfig', kubeconfig, '--audit', audit], { stdio: 'ignore' });
    await until(
      () => existsSync(kubeconfig),
      () => 'kubelite did not start',
      { child: cluster },
    );
    git = await gitEnvironment();
    const repository = await git.createTestRepository('app');
    await repository.commit({
      files: { 'map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: map}\ndata: {a: b}\n' },
    });
    await kubectl('create', 'namespace', 'argocd');
    await kubectl('create', 'namespace', 'shop');
    for (const definition of customResourceDefinitions()) await apply(definition);
    await apply({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: { name: 'default', namespace: 'argocd' },
      spec: { sourceRepos: ['*'], destinations: [{ server: '*', namespace: '*' }] },
    });
    await apply({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'web', namespace: 'argocd' },
      spec: {
        project: 'default',
        source: { repoURL: git.server.urlOf('app'), path: '.', targetRevision: 'main' },
        destination: { server: 'https://kubernetes.default.svc', namespace: 'shop' },
        syncPolicy: { automated: { prune: true, selfHeal: true } },
      },
    });
  });

  afterAll(async () => {
    cluster?.kill('SIGTERM');
    await git?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  test('observing compares and writes nothing', async () => {
    await using product = await startProduct(['--kubeconfig', kubeconfig]);
    expect(product.output()).toContain('The cluster is only observed. Let Tiphys write to it with --manage.');
    const server = new URL(product.ready.url).host;
    await product.argocd('login', server, '--plaintext', '--username', 'admin', '--password', product.ready.password);
    await until(
      async () => (await product.argocd('app', 'get', 'web')).stdout.includes('OutOfSync from main'),
      async () => (await product.argocd('app', 'get', 'web')).stdout,
    );
    const sync = await product.argocd('app', 'sync', 'web', '--timeout', '20');
    expect(sync.code).not.toBe(0);
    expect(sync.stdout).toContain('Tiphys only observes this cluster');
    expect(writes()).toEqual([]);
    expect(await kubectl('get', 'configmap', '-n', 'shop', '--ignore-not-found', 'map')).toBe('');
  });

  test('a cluster that somebody else manages is refused, naming him', async () => {
    await kubectl('create', 'deployment', '-n', 'argocd', 'argocd-application-controller', '--image', 'example.com/x');
    await kubectl(
      'label',
      'deployment',
      '-n',
      'argocd',
      'argocd-application-controller',
      'app.kubernetes.io/name=argocd-application-controller',
    );
    const refused = await run(launcher, ['up', '--port', '0', '--kubeconfig', kubeconfig, '--manage']).catch(
      (error: { stderr: string }) => error,
    );
    expect(refused.stderr).toContain(
      'the Applications of this cluster are managed by Deployment argocd/argocd-application-controller',
    );
    expect(refused.stderr).toContain('kubectl -n argocd scale deployment argocd-application-controller --replicas 0');
    await kubectl('delete', 'deployment', '-n', 'argocd', 'argocd-application-controller');
  });

  test('managing writes', async () => {
    await using _product = await startProduct(['--kubeconfig', kubeconfig, '--manage']);
    const get = (): Promise<string> =>
      kubectl('get', 'configmap', '-n', 'shop', '--ignore-not-found', 'map', '-o', 'name');
    await until(async () => (await get()) !== '', get);
  });
});
