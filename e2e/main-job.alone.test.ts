/** The main job as a user sees it: a pushed commit runs, drift is healed or shown, a broken manifest hurts nothing. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findKubectl, type Product, startProduct, until } from './product.ts';

const hasKubectl = findKubectl() !== undefined;

describe.skipIf(!hasKubectl)('the sample application', () => {
  let product: Product;
  let clone: string;

  beforeAll(async () => {
    product = await startProduct();
    clone = mkdtempSync(join(product.folder, 'clone-'));
    await product.git(product.folder, 'clone', product.ready.sampleRepository, clone);
    await untilApp((app) => app.sync === 'Synced' && app.health === 'Healthy');
  });

  afterAll(async () => {
    await product?.[Symbol.asyncDispose]();
  });

  interface AppState {
    readonly sync: string;
    readonly health: string;
    readonly revision: string;
    readonly conditions: readonly { readonly type: string; readonly message: string }[];
    readonly resources: readonly {
      readonly name: string;
      readonly status: string;
      readonly requiresPruning?: boolean;
    }[];
  }

  async function appState(name = 'guestbook'): Promise<AppState> {
    const app = JSON.parse(await product.kubectl('get', 'application', '-n', 'argocd', name, '-o', 'json'));
    const { sync = {}, health = {}, conditions = [], resources = [] } = app.status ?? {};
    return { sync: sync.status, revision: sync.revision, health: health.status, conditions, resources };
  }

  async function untilApp(holds: (app: AppState) => boolean, name?: string): Promise<void> {
    await until(
      async () => holds(await appState(name)),
      async () =>
        `the application did not get there: ${JSON.stringify(await appState(name), null, 1)}\n${product.output()}`,
    );
  }

  function edit(file: string, change: (text: string) => string): void {
    const path = join(clone, file);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  }

  async function push(message: string): Promise<string> {
    await product.git(clone, 'add', '-A');
    await product.git(clone, 'commit', '-m', message);
    await product.git(clone, 'push', 'origin', 'HEAD:main');
    return (await product.git(clone, 'rev-parse', 'HEAD')).trim();
  }

  const replicas = (): Promise<string> =>
    product.kubectl('get', 'deployment', '-n', 'guestbook', 'guestbook', '-o', 'jsonpath={.spec.replicas}');

  test('a pushed commit is applied within about a second', async () => {
    edit('guestbook/deployment.yaml', (text) => text.replace('replicas: 2', 'replicas: 3'));
    const revision = await push('Scale to 3');
    const pushed = Date.now();
    await until(async () => (await replicas()) === '3', replicas, { seconds: 10 });
    expect(Date.now() - pushed).toBeLessThan(3000);
    await untilApp((app) => app.revision === revision && app.sync === 'Synced' && app.health === 'Healthy');
  });

  test('a scaled deployment is healed', async () => {
    await product.kubectl('scale', 'deployment', '-n', 'guestbook', 'guestbook', '--replicas', '7');
    await until(async () => (await replicas()) === '3', replicas);
  });

  test('a deleted object comes back', async () => {
    await product.kubectl('delete', 'configmap', '-n', 'guestbook', 'guestbook');
    const get = () => product.kubectl('get', 'configmap', '-n', 'guestbook', '--ignore-not-found', 'guestbook');
    await until(async () => (await get()) !== '', get);
  });

  test('a removed file is pruned', async () => {
    rmSync(join(clone, 'guestbook/service.yaml'));
    await push('Remove the service');
    const get = () => product.kubectl('get', 'service', '-n', 'guestbook', '--ignore-not-found', 'guestbook');
    await until(async () => (await get()) === '', get);
  });

  test('a broken manifest gives a condition that names file and line, and the last good state stays', async () => {
    const before = (await appState()).resources.length;
    writeFileSync(
      join(clone, 'guestbook/broken.yaml'),
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n   bad: indent\n',
    );
    await push('Break it');
    await untilApp((app) => app.conditions.some(({ type }) => type === 'ComparisonError'));
    const { conditions } = await appState();
    expect(conditions[0]?.message).toMatch(/broken\.yaml/);
    expect(conditions[0]?.message).toMatch(/line 5/);
    expect(await replicas()).toBe('3');
    expect(before).toBeGreaterThan(0);
    rmSync(join(clone, 'guestbook/broken.yaml'));
    await push('Mend it');
    await untilApp((app) => app.conditions.length === 0 && app.sync === 'Synced');
  });

  test('without self-heal drift is shown as a difference, and a removed file as requiring pruning', async () => {
    const { sampleRepository } = product.ready;
    const repoURL = sampleRepository.replace(/\/\/[^@]*@/, '//');
    writeFileSync(
      join(product.folder, 'manual.yaml'),
      `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: manual, namespace: argocd}
spec:
  project: default
  source: {repoURL: '${repoURL}', path: manual, targetRevision: main}
  destination: {name: in-cluster, namespace: manual}
  syncPolicy: {syncOptions: [CreateNamespace=true]}
`,
    );
    const map = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  a: b\n`;
    await product.git(clone, 'init', '-q');
    const { mkdirSync } = await import('node:fs');
    mkdirSync(join(clone, 'manual'));
    for (const name of ['one', 'two']) writeFileSync(join(clone, `manual/${name}.yaml`), map(name));
    await push('Add a manual application');
    await product.kubectl('apply', '-f', join(product.folder, 'manual.yaml'));
    await untilApp((app) => app.sync === 'OutOfSync', 'manual');
    const server = new URL(product.ready.url).host;
    expect(
      await product.argocd('login', server, '--plaintext', '--username', 'admin', '--password', product.ready.password),
    ).toMatchObject({
      code: 0,
      stdout: `'admin:login' logged in successfully\nContext '${server}' updated\n`,
    });
    expect((await product.argocd('app', 'sync', 'manual', '--timeout', '30')).code).toBe(0);
    expect((await product.argocd('app', 'diff', 'manual')).code).toBe(0);

    await product.kubectl(
      'patch',
      'configmap',
      '-n',
      'manual',
      'one',
      '--type',
      'merge',
      '-p',
      '{"data":{"a":"changed"}}',
    );
    rmSync(join(clone, 'manual/two.yaml'));
    await push('Remove one of two');
    await untilApp(
      (app) =>
        app.resources.some(({ name, status }) => name === 'one' && status === 'OutOfSync') &&
        app.resources.some(({ name, requiresPruning }) => name === 'two' && requiresPruning === true),
      'manual',
    );
    const diff = await product.argocd('app', 'diff', 'manual');
    expect(diff.code).toBe(1);
    expect(diff.stdout).toContain('===== /ConfigMap manual/one ======\n');
    expect(diff.stdout).toContain('<   a: changed\n---\n>   a: b\n');
  });

  test('a certificate that nobody signed is asked about before a password is sent', async () => {
    const server = new URL(product.ready.url).host;
    const login = ['login', server, '--username', 'admin', '--password', product.ready.password, '--name', 'tls'];
    const refused = await product.argocd(...login);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('WARNING: server certificate had error');
    expect((await product.argocd(...login, '--insecure')).code).toBe(0);
    expect((await product.argocd('app', 'list', '-o', 'name', '--argocd-context', 'tls')).stdout).toContain(
      'argocd/ferry-calm\nargocd/ferry-storm\nargocd/guestbook\nargocd/harbour\n',
    );
    expect(
      (await product.argocd('login', server, '--plaintext', '--username', 'admin', '--password', 'wrong')).stderr,
    ).toContain('rpc error: code = Unauthenticated desc = Invalid username or password');
    await product.argocd('login', server, '--plaintext', '--username', 'admin', '--password', product.ready.password);
  });

  test('the command line lists, shows, waits and deletes', async () => {
    const list = await product.argocd('app', 'list');
    expect(list.stdout.split('\n')[0]).toMatch(
      /^NAME +CLUSTER +NAMESPACE +PROJECT +STATUS +HEALTH +SYNCPOLICY +CONDITIONS +REPO +PATH +TARGET$/,
    );
    expect((await product.argocd('app', 'list', '-o', 'name')).stdout).toBe(
      'argocd/ferry-calm\nargocd/ferry-storm\nargocd/guestbook\nargocd/harbour\nargocd/manual\n',
    );
    expect((await product.argocd('app', 'get', 'guestbook')).stdout).toContain(
      'Sync Policy:        Automated (Prune)\n',
    );
    expect((await product.argocd('app', 'wait', 'guestbook', '--timeout', '20')).code).toBe(0);
    expect((await product.argocd('app', 'get', 'nothing')).stderr).toContain(
      'code = PermissionDenied desc = permission denied',
    );
    expect(await product.argocd('app', 'delete', 'manual', '--yes', '--wait')).toMatchObject({ code: 0 });
    const left = await product.kubectl('get', 'configmaps', '-n', 'manual', '-o', 'name');
    expect(left.split('\n').filter((name) => name !== '' && !name.includes('kube-root-ca.crt'))).toEqual([]);
  });
});
