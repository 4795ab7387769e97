/** Applications whose manifests a plugin prints: a command that is configured here, and a sidecar at a socket. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GitEnvironment, gitEnvironment } from '../src/testkit/git-environment.ts';
import type { TestRepository } from '../src/testkit/git-repository.ts';
import { startSidecar, type TestSidecar } from '../src/testkit/plugin-sidecar.ts';
import { type TemporaryFolder, temporaryFolder } from '../src/testkit/temporary-folder.ts';
import { findKubectl, type Product, startProduct, until } from './product.ts';

const hasKubectl = findKubectl() !== undefined;
const SCRIPT = [
  'test ! -e broken || { echo "token=hunter22 is rejected" >&2; exit 3; }',
  'test ! -e blank || exit 0',
  'printf "apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: %s}\\ndata: {value: \\"%s\\", tag: \\"%s\\"}\\n" "$ARGOCD_APP_NAME" "$ARGOCD_ENV_VALUE" "$PARAM_TAG"',
].join('\n');

function plugin(name: string): object {
  const spec = { generate: { command: ['sh', '-c', SCRIPT] } };
  return { apiVersion: 'argoproj.io/v1alpha1', kind: 'ConfigManagementPlugin', metadata: { name }, spec };
}

describe.skipIf(!hasKubectl)('config management plugins', () => {
  let product: Product;
  let folders: TemporaryFolder;
  let sidecar: TestSidecar;
  let git: GitEnvironment;
  let repository: TestRepository;

  beforeAll(async () => {
    folders = await temporaryFolder();
    const [commands, sockets] = [join(folders.path, 'commands'), mkdtempSync(join(tmpdir(), 's-'))];
    mkdirSync(commands);
    writeFileSync(join(commands, 'local.yaml'), JSON.stringify(plugin('local')));
    sidecar = await startSidecar(join(sockets, 'beside.sock'), plugin('beside'));
    git = await gitEnvironment();
    repository = await git.createTestRepository('app');
    await repository.commit({ files: { 'plugin/input': 'x' } });
    product = await startProduct(['--no-sample', '--plugins', commands, '--plugin-sockets', sockets]);
  });

  afterAll(async () => {
    await product?.[Symbol.asyncDispose]();
    await sidecar?.[Symbol.asyncDispose]();
    await git?.[Symbol.asyncDispose]();
    await folders?.[Symbol.asyncDispose]();
  });

  async function apply(name: string, source: object): Promise<void> {
    const file = join(product.folder, 'application.json');
    const repoURL = repository.url;
    const object = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name, namespace: 'argocd' },
      spec: {
        project: 'default',
        source: { repoURL, path: 'plugin', targetRevision: 'main', ...source },
        destination: { server: 'https://kubernetes.default.svc', namespace: name },
        syncPolicy: { automated: { prune: true, enabled: true }, syncOptions: ['CreateNamespace=true'] },
      },
    };
    writeFileSync(file, JSON.stringify(object));
    await product.kubectl('apply', '-f', file);
  }

  const get = (kind: string, namespace: string, name: string, path: string): Promise<string> =>
    product.kubectl('get', kind, '-n', namespace, name, '--ignore-not-found', '-o', `jsonpath={${path}}`);
  const condition = (name: string) => get('application', 'argocd', name, '.status.conditions[*].message');
  const refresh = (name: string) =>
    product.kubectl(
      'annotate',
      'application',
      '-n',
      'argocd',
      name,
      'argocd.argoproj.io/refresh=normal',
      '--overwrite',
    );

  test.each(['local', 'beside'])('what the plugin %s prints is synced', async (name) => {
    await apply(name, {
      plugin: {
        name,
        env: [{ name: 'VALUE', value: '$ARGOCD_APP_NAMESPACE' }],
        parameters: [{ name: 'tag', string: 'v1' }],
      },
    });
    const data = () => get('configmap', name, name, '.data');
    await until(
      async () => (await data()) !== '',
      () => condition(name),
    );
    expect(JSON.parse(await data())).toEqual({ value: name, tag: 'v1' });
    expect(await get('application', 'argocd', name, '.status.sourceType')).toBe('Plugin');
  });

  test('a plugin that fails says why, without what is secret, and what runs stays', async () => {
    await repository.commit({ files: { 'plugin/broken': '' } });
    await refresh('local');
    await until(
      async () => (await condition('local')).includes('exit status 3'),
      () => condition('local'),
    );
    expect(await condition('local')).toContain('exit status 3: token=[secret] is rejected');
    expect(await condition('local')).not.toContain('hunter22');
    expect(await get('configmap', 'local', 'local', '.metadata.name')).toBe('local');
  });

  test('a plugin that prints nothing prunes nothing', async () => {
    await repository.commit({ files: { 'plugin/broken': null, 'plugin/blank': '' } });
    await refresh('local');
    await until(
      async () => (await condition('local')).includes('auto-sync will wipe out all resources'),
      () => condition('local'),
    );
    await product.kubectl(
      ...['patch', 'application', '-n', 'argocd', 'local', '--type', 'merge', '-p'],
      JSON.stringify({ operation: { sync: { prune: true } } }),
    );
    const message = () => get('application', 'argocd', 'local', '.status.operationState.message');
    await until(async () => (await message()).startsWith('a config management plugin printed no manifests'), message);
    expect(await get('configmap', 'local', 'local', '.metadata.name')).toBe('local');
  });

  test('a plugin that nobody has', async () => {
    await apply('nobody', { plugin: { name: 'nobody' } });
    await until(
      async () => (await condition('nobody')) !== '',
      () => condition('nobody'),
    );
    expect(await condition('nobody')).toBe(
      'Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = CMP processing failed for application "nobody": could not find cmp-server plugin with name "nobody" supporting the given repository',
    );
  });
});
