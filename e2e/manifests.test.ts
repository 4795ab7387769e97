/** Manifests from the command line as people use them: of revisions and folders, shown, compared and synced. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findKubectl, type Product, startProduct, until } from './product.ts';

const hasKubectl = findKubectl() !== undefined;

const FILES: Readonly<Record<string, string>> = {
  'lamp/Chart.yaml': 'apiVersion: v2\nname: lamp\nversion: 1.0.0\n',
  'lamp/values.yaml': 'colour: red\n',
  'lamp/templates/all.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: lamp}
data: {colour: '{{ .Values.colour }}', served: '{{ .Capabilities.APIVersions.Has "apps/v1/Deployment" }}'}
---
apiVersion: v1
kind: Secret
metadata: {name: lamp}
stringData: {key: CANARY-lamp}
`,
};

describe.skipIf(!hasKubectl)('manifests', { timeout: 120_000 }, () => {
  let product: Product;
  let clone: string;
  let first: string;

  beforeAll(async () => {
    product = await startProduct();
    clone = mkdtempSync(join(product.folder, 'clone-'));
    await product.git(product.folder, 'clone', product.ready.sampleRepository, clone);
    for (const [path, text] of Object.entries(FILES)) write(path, text);
    first = await push('Add the lamp');
    const { url, username, password } = product.ready;
    const address = new URL(url).host;
    const session = ['--username', username, '--password', password, '--plaintext'];
    expect((await product.argocd('login', address, ...session)).code).toBe(0);
    await product.kubectl('create', 'namespace', 'lamps');
    const file = join(product.folder, 'app.json');
    const source = {
      repoURL: product.ready.sampleRepository.replace(/\/\/[^@]*@/, '//'),
      path: 'lamp',
      targetRevision: 'main',
    };
    const destination = { server: 'https://kubernetes.default.svc', namespace: 'lamps' };
    const type = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' };
    const metadata = { name: 'lamp', namespace: 'argocd' };
    writeFileSync(file, JSON.stringify({ ...type, metadata, spec: { project: 'default', source, destination } }));
    await product.kubectl('apply', '-f', file);
    await until(
      async () => (await product.argocd('app', 'get', 'lamp', '-o', 'json')).stdout.includes('"OutOfSync"'),
      () => product.output(),
    );
    const { code, stdout, stderr } = await product.argocd('app', 'sync', 'lamp');
    expect([code, stderr], stdout).toEqual([0, '']);
    write('lamp/values.yaml', 'colour: green\n');
    await push('Turn it green');
    expect((await product.argocd('app', 'get', 'lamp', '--hard-refresh')).stdout).toContain('OutOfSync');
  });

  afterAll(async () => {
    await product?.[Symbol.asyncDispose]();
  });

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    writeFileSync(join(clone, path), text);
  }

  async function push(message: string): Promise<string> {
    await product.git(clone, 'add', '-A');
    await product.git(clone, 'commit', '-m', message);
    await product.git(clone, 'push', 'origin', 'HEAD:main');
    return (await product.git(clone, 'rev-parse', 'HEAD')).trim();
  }

  const lampMap = (colour: string) => `---
apiVersion: v1
data:
  colour: ${colour}
  served: "true"
kind: ConfigMap
metadata:
  annotations:
    argocd.argoproj.io/tracking-id: lamp:/ConfigMap:lamps/lamp
  name: lamp
`;
  const lampSecret = `---
apiVersion: v1
data:
  key: ++++++++
kind: Secret
metadata:
  annotations:
    argocd.argoproj.io/tracking-id: lamp:/Secret:lamps/lamp
  name: lamp
`;
  const difference = (from: string, to: string) =>
    `\n===== /ConfigMap lamps/lamp ======\n3c3\n<   colour: ${from}\n---\n>   colour: ${to}\n`;
  const lamp = async () =>
    (await product.kubectl('get', 'configmap', '-n', 'lamps', 'lamp', '-o', 'jsonpath={.data.colour}')).trim();

  test('those of the repository, of a revision and of the cluster', async () => {
    const namespaced = '  namespace: lamps\n';
    expect((await product.argocd('app', 'manifests', 'lamp')).stdout).toBe(
      `${lampMap('green')}${namespaced}\n${lampSecret}${namespaced}\n`,
    );
    expect((await product.argocd('app', 'manifests', 'lamp', '--revision', first)).stdout).toBe(
      `${lampSecret}\n${lampMap('red')}\n`,
    );
    const live = await product.argocd('app', 'manifests', 'lamp', '--source', 'live');
    expect(live.stdout).toMatch(/colour: red[\s\S]*uid: [\s\S]*key: \+\+\+\+\+\+\+\+\n/);
    expect(live.stdout).not.toContain('CANARY');
    const unknown = await product.argocd('app', 'manifests', 'lamp', '--revision', 'nope');
    expect([unknown.code, unknown.stderr]).toEqual([
      20,
      "rpc error: code = Unknown desc = unable to resolve 'nope' to a commit SHA: revision not found\n",
    ]);
  });

  test('differences with the target, with a revision, with a folder, and of a folder that the server renders', async () => {
    expect(await product.argocd('app', 'diff', 'lamp')).toEqual({
      code: 1,
      stdout: difference('red', 'green'),
      stderr: '',
    });
    const back = await product.argocd('app', 'diff', 'lamp', '--revision', first);
    expect(back).toEqual({ code: 0, stdout: '', stderr: '' });
    write('lamp/values.yaml', 'colour: blue\n');
    const folder = join(clone, 'lamp');
    const local = ['app', 'diff', 'lamp', '--local'];
    const blue = { stdout: difference('red', 'blue'), stderr: '' };
    expect(await product.argocd(...local, folder)).toEqual({ code: 1, ...blue });
    expect(await product.argocd(...local, folder, '--local-repo-root', clone)).toEqual({ code: 1, ...blue });
    expect(await product.argocd(...local, clone, '--server-side-generate')).toEqual({ code: 1, ...blue });
    expect(await product.argocd(...local, folder, '--exit-code=false')).toEqual({ code: 0, ...blue });
    expect(await product.argocd(...local, folder, '--diff-exit-code', '7')).toEqual({ code: 7, ...blue });
    expect((await product.argocd('app', 'manifests', 'lamp', '--local', folder)).stdout).toContain('colour: blue');
  });

  test('what is new is shown with its namespace, what is gone as gone, Secrets not at all', async () => {
    const template = 'lamp/templates/all.yaml';
    write(
      template,
      'apiVersion: v1\nkind: Secret\nmetadata: {name: other}\nstringData: {key: CANARY-other}\n---\n' +
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: new}\n',
    );
    const { code, stdout } = await product.argocd('app', 'diff', 'lamp', '--local', join(clone, 'lamp'));
    expect(code).toBe(1);
    expect(stdout.match(/^=+ .* =+$/gm)).toEqual([
      '===== /ConfigMap lamps/lamp ======',
      '===== apps/Deployment lamps/new ======',
    ]);
    expect(stdout).not.toContain('CANARY');
    write(template, FILES[template] ?? '');
  });

  test('a folder is rehearsed and synced; the history keeps no revision for it', async () => {
    write('lamp/values.yaml', 'colour: violet\n');
    const local = ['app', 'sync', 'lamp', '--local', join(clone, 'lamp')];
    const rehearsed = await product.argocd(...local, '--dry-run');
    expect([rehearsed.code, rehearsed.stderr]).toEqual([0, '']);
    expect(await lamp()).toBe('red');
    const synced = await product.argocd(...local);
    expect([synced.code, synced.stderr], synced.stdout).toEqual([0, '']);
    expect(await lamp()).toBe('violet');
    const app = JSON.parse((await product.argocd('app', 'get', 'lamp', '-o', 'json')).stdout);
    expect(app.status.history.map(({ revision }: { readonly revision?: string }) => revision)).toEqual([
      first,
      undefined,
    ]);
    expect(JSON.stringify(app)).not.toContain('CANARY');
    // As Argo CD: until the next operation what was sent is what is wanted.
    expect(app.status.sync).toMatchObject({ status: 'Synced', revision: 'main' });
  });

  test('back to what was deployed before, and forward again, a resource at a time', async () => {
    expect((await product.argocd('app', 'history', 'lamp', '-o', 'id')).stdout).toBe('0\n1\n');
    expect((await product.argocd('app', 'history', 'lamp')).stdout).toContain(`main (${first.slice(0, 7)})\n`);
    const unknown = await product.argocd('app', 'rollback', 'lamp', '7');
    expect([unknown.code, unknown.stderr]).toEqual([
      20,
      "application 'lamp' does not have deployment id '7' in history\nargocd app history NAME shows what there is.\n",
    ]);
    const back = await product.argocd('app', 'rollback', 'lamp');
    expect([back.code, back.stderr], back.stdout).toEqual([0, '']);
    expect(await lamp()).toBe('red');
    const idle = await product.argocd('app', 'terminate-op', 'lamp');
    const nothing =
      'rpc error: code = InvalidArgument desc = Unable to terminate operation. No operation is in progress\n';
    expect([idle.code, idle.stderr]).toEqual([20, nothing]);
    const sync = ['app', 'sync', '-l', 'room=hall'];
    expect((await product.argocd(...sync)).stderr).toBe('No matching apps found for filter: selector room=hall\n');
    await product.kubectl('label', 'application', '-n', 'argocd', 'lamp', 'room=hall');
    await until(
      async () => (await product.argocd('app', 'list', '-l', 'room=hall', '-o', 'name')).stdout.includes('lamp'),
      () => 'the label is not seen',
    );
    expect((await product.argocd(...sync, '--resource', '!:ConfigMap:lamp')).code).toBe(0);
    expect(await lamp()).toBe('red');
    expect((await product.argocd(...sync, '--resource', ':ConfigMap:*')).code).toBe(0);
    expect(await lamp()).toBe('green');
    const told = await product.kubectl('get', 'events', '-n', 'argocd', '-o', 'jsonpath={.items[*].message}');
    expect(told).toContain('admin initiated rollback to 0');
    expect(told).toContain('admin initiated partial sync to main');
  });

  test('a folder is not synced beside auto-sync', async () => {
    const policy = JSON.stringify({ spec: { syncPolicy: { automated: {} } } });
    await product.kubectl('patch', 'application', '-n', 'argocd', 'lamp', '--type', 'merge', '-p', policy);
    const message = 'Cannot use local sync when Automatic Sync Policy is enabled except with --dry-run\n';
    await until(
      async () => (await product.argocd('app', 'sync', 'lamp', '--local', clone)).stderr === message,
      () => 'auto-sync is not seen',
    );
    const { code } = await product.argocd('app', 'sync', 'lamp', '--local', clone);
    expect(code).toBe(1);
  });
});
