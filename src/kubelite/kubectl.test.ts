import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../adapters/system-clock/system-clock.ts';
import { ADMIN, createKubelite } from './index.ts';

/** Real kubectl: named by the environment, on the path, or fetched by `tools/kubectl`. */
const kubectlPath = [
  process.env['KUBECTL'],
  join(homedir(), '.cache/tiphys-tools/kubectl'),
  ...(process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'kubectl')),
].find((path) => path !== undefined && existsSync(path));

const folder = mkdtempSync(join(tmpdir(), 'kubelite-kubectl-'));
const kubelite = createKubelite({ clock: systemClock, controllers: true });
const run = promisify(execFile);

beforeAll(async () => {
  await kubelite.listen();
  writeFileSync(join(folder, 'kubeconfig'), kubelite.kubeconfig(ADMIN), { mode: 0o600 });
});

afterAll(async () => {
  await kubelite.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

async function kubectl(...args: readonly string[]): Promise<Outcome> {
  const env = { HOME: folder, PATH: '/usr/bin:/bin', KUBECONFIG: join(folder, 'kubeconfig') };
  try {
    const { stdout, stderr } = await run(kubectlPath ?? '', [...args], { env });
    return { code: 0, out: stdout, error: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, error: stderr };
  }
}

function file(name: string, content: string | object): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function configMap(name: string, data: object): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data };
}

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'main', image: 'nginx:1' }] },
    },
  },
};

const absent = kubectlPath === undefined;

test.skipIf(absent)('create sends protobuf, get reads it back', async () => {
  expect(await kubectl('create', 'configmap', 'made', '--from-literal=a=b')).toMatchObject({ code: 0 });
  expect((await kubectl('get', 'cm', 'made', '-o', 'jsonpath={.data.a}')).out).toBe('b');
  expect((await kubectl('create', 'configmap', 'made')).error).toBe(
    'error: failed to create configmap: configmaps "made" already exists\n',
  );
});

test.skipIf(absent)('apply creates, changes and then has nothing to do', async () => {
  const path = file('applied.json', configMap('applied', { a: '1', b: '2' }));
  expect((await kubectl('apply', '-f', path)).out).toBe('configmap/applied created\n');
  file('applied.json', configMap('applied', { a: '2' }));
  const diff = await kubectl('diff', '-f', path);
  expect({ code: diff.code, lines: diff.out.split('\n').filter((line) => /^[-+] /.test(line)) }).toEqual({
    code: 1,
    lines: ['-  a: "1"', '-  b: "2"', '+  a: "2"'],
  });
  expect((await kubectl('apply', '-f', path)).out).toBe('configmap/applied configured\n');
  expect((await kubectl('apply', '-f', path)).out).toBe('configmap/applied unchanged\n');
  expect((await kubectl('get', 'cm', 'applied', '-o', 'jsonpath={.data}')).out).toBe('{"a":"2"}');
});

test.skipIf(absent)('a List is applied and checked item by item', async () => {
  const items = ['one', 'two'].map((name) => configMap(`list-${name}`, { a: name }));
  const list = file('list.json', { apiVersion: 'v1', kind: 'List', items });
  expect(await kubectl('apply', '-f', list)).toEqual({
    code: 0,
    out: 'configmap/list-one created\nconfigmap/list-two created\n',
    error: '',
  });
});

test.skipIf(absent)('apply on the server side knows owners', async () => {
  const path = file('owned.json', configMap('owned', { a: '1' }));
  expect((await kubectl('apply', '--server-side', '-f', path)).out).toBe('configmap/owned serverside-applied\n');
  file('owned.json', configMap('owned', { a: '2' }));
  const refused = await kubectl('apply', '--server-side', '--field-manager=other', '-f', path);
  expect(refused.error).toContain('Apply failed with 1 conflict: conflict with "kubectl": .data.a');
  const forced = await kubectl('apply', '--server-side', '--field-manager=other', '--force-conflicts', '-f', path);
  expect(forced.code).toBe(0);
});

test.skipIf(absent)('a deployment is rolled out, scaled, changed and deleted', async () => {
  const path = file('web.json', deployment);
  expect((await kubectl('apply', '-f', path)).code).toBe(0);
  expect((await kubectl('rollout', 'status', 'deployment/web', '--timeout=20s')).out).toContain(
    'successfully rolled out',
  );
  expect((await kubectl('scale', 'deployment/web', '--replicas=3')).out).toBe('deployment.apps/web scaled\n');
  expect((await kubectl('set', 'image', 'deployment/web', 'main=nginx:2')).code).toBe(0);
  expect((await kubectl('label', 'deployment/web', 'a=b')).out).toBe('deployment.apps/web labeled\n');
  const patch = '{"spec":{"template":{"spec":{"containers":[{"name":"main","env":[{"name":"A","value":"1"}]}]}}}}';
  expect((await kubectl('patch', 'deployment/web', '-p', patch)).code).toBe(0);
  expect((await kubectl('wait', 'deployment/web', '--for=condition=Available', '--timeout=20s')).code).toBe(0);
  const shown = await kubectl('get', 'deployment/web', '-o', 'jsonpath={.spec.template.spec.containers[0].image}');
  expect(shown.out).toBe('nginx:2');
  expect((await kubectl('logs', 'deployment/web', '--tail=1')).code).toBe(0);
  expect((await kubectl('delete', 'deployment/web')).out).toMatch(/^deployment.apps "web" deleted/);
  expect((await kubectl('get', 'deployment/web')).error).toBe(
    'Error from server (NotFound): deployments.apps "web" not found\n',
  );
});

test.skipIf(absent)('a custom resource is usable at once and goes with its definition', async () => {
  const schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.org' },
    spec: {
      group: 'example.org',
      scope: 'Namespaced',
      names: { plural: 'widgets', kind: 'Widget' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
    },
  };
  const widget = { apiVersion: 'example.org/v1', kind: 'Widget', metadata: { name: 'one' }, spec: { size: 1 } };
  expect((await kubectl('create', '-f', file('definition.json', definition))).code).toBe(0);
  expect((await kubectl('wait', 'crd/widgets.example.org', '--for=condition=Established')).code).toBe(0);
  expect((await kubectl('apply', '-f', file('widget.json', widget))).out).toBe('widget.example.org/one created\n');
  expect((await kubectl('patch', 'widget', 'one', '--type=merge', '-p', '{"spec":{"size":2}}')).code).toBe(0);
  expect((await kubectl('get', 'widget', 'one', '-o', 'jsonpath={.spec.size}')).out).toBe('2');
  expect((await kubectl('explain', 'widget')).out).toContain('KIND:       Widget');
  expect((await kubectl('delete', 'crd', 'widgets.example.org')).code).toBe(0);
  expect((await kubectl('get', 'widgets')).code).toBe(1);
});

test.skipIf(absent)('a namespace takes its objects along', async () => {
  expect((await kubectl('create', 'namespace', 'going')).out).toBe('namespace/going created\n');
  expect((await kubectl('-n', 'going', 'create', 'secret', 'generic', 's', '--from-literal=a=b')).code).toBe(0);
  expect((await kubectl('delete', 'namespace', 'going', '--timeout=20s')).code).toBe(0);
  expect((await kubectl('get', 'namespace', 'going')).code).toBe(1);
});

test.skipIf(absent)('who and what: whoami, can-i, create token, api-resources, explain, version', async () => {
  expect((await kubectl('auth', 'whoami')).out).toContain('kubernetes-admin');
  expect((await kubectl('auth', 'can-i', 'create', 'pods')).out).toBe('yes\n');
  expect((await kubectl('create', 'token', 'default')).out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/m);
  expect((await kubectl('api-resources', '--api-group=apps', '-o', 'name')).out.split('\n')).toEqual([
    'controllerrevisions.apps',
    'daemonsets.apps',
    'deployments.apps',
    'replicasets.apps',
    'statefulsets.apps',
    '',
  ]);
  expect((await kubectl('explain', 'deployment.spec.replicas')).out).toContain('FIELD: replicas <integer>');
  expect((await kubectl('version')).out).toContain('Server Version: v1.35.4');
});

test.skipIf(absent)('unknown fields are refused and dry runs store nothing', async () => {
  const odd = file('odd.json', { ...configMap('odd', {}), odd: 1 });
  expect((await kubectl('create', '-f', odd)).error).toContain('strict decoding error: unknown field "odd"');
  const dry = file('dry.json', configMap('dry', {}));
  expect((await kubectl('apply', '--dry-run=server', '-f', dry)).out).toBe('configmap/dry created (server dry run)\n');
  expect((await kubectl('get', 'cm', 'dry')).code).toBe(1);
});
