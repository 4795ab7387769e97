/** Charts as a user has them: in the sample repository, and in a chart repository behind a password with a chart to depend on. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { httpServer, type TestHttpServer } from '../src/testkit/http-server.ts';
import { repositoryFiles, type TestChart } from '../src/testkit/memory-helm-repo.ts';
import { packChart } from '../src/testkit/pack-tar.ts';
import { findKubectl, type Product, startProduct, until } from './product.ts';

const hasKubectl = findKubectl() !== undefined;
const PASSWORD = 'CANARY-charts';
const AUTHORIZATION = `Basic ${Buffer.from(`reader:${PASSWORD}`).toString('base64')}`;
const TEMPLATE = `apiVersion: v1
kind: ConfigMap
metadata: {name: '{{ .Chart.Name }}'}
data: {version: '{{ .Chart.Version }}', lib: '{{ with .Subcharts.lib }}{{ .Chart.Version }}{{ end }}'}
`;

describe.skipIf(!hasKubectl)('Helm', () => {
  let product: Product;
  let clone: string;
  let server: TestHttpServer;
  const charts: TestChart[] = [];

  beforeAll(async () => {
    server = await httpServer((request, response) => {
      if (request.headers['authorization'] !== AUTHORIZATION) return void response.writeHead(401).end();
      const content = repositoryFiles(charts).get(request.url);
      return void (content === undefined ? response.writeHead(404).end() : response.end(content));
    });
    product = await startProduct();
    clone = mkdtempSync(join(product.folder, 'clone-'));
    await product.git(product.folder, 'clone', product.ready.sampleRepository, clone);
  });

  afterAll(async () => {
    await product?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });

  const get = (kind: string, namespace: string, name: string, path: string): Promise<string> =>
    product.kubectl('get', kind, '-n', namespace, name, '--ignore-not-found', '-o', `jsonpath={${path}}`);

  async function push(file: string, change: (text: string) => string): Promise<void> {
    const path = join(clone, file);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
    await product.git(clone, 'commit', '-am', 'Change the chart');
    await product.git(clone, 'push', 'origin', 'HEAD:main');
  }

  async function apply(object: object): Promise<void> {
    const file = join(product.folder, 'object.json');
    writeFileSync(file, JSON.stringify(object));
    await product.kubectl('apply', '-f', file);
  }

  test('the chart of the sample repository runs with the values of its file, and follows a push', async () => {
    const lamp = () => get('configmap', 'harbour', 'harbour-lamp', '.data.colour');
    await until(async () => (await lamp()) === 'green', lamp);
    expect(await get('deployment', 'harbour', 'harbour', '.spec.replicas')).toBe('2');
    await push('harbour/values-production.yaml', (text) => text.replace('green', 'red'));
    await until(async () => (await lamp()) === 'red', lamp, { seconds: 10 });
    expect(await get('application', 'argocd', 'harbour', '.status.sourceType')).toBe('Helm');
  });

  test('a broken template gives a condition with template, line and value, and the last good state stays', async () => {
    const condition = () => get('application', 'argocd', 'harbour', '.status.conditions[0].message');
    await push('harbour/templates/lamp.yaml', (text) => `${text}  missing: {{ .Values.no.such.value }}\n`);
    await until(async () => (await condition()) !== '', condition);
    expect(await condition()).toMatch(/harbour\/templates\/lamp\.yaml:11:\d+.*\.Values\.no\.such\.value/s);
    expect(await get('configmap', 'harbour', 'harbour-lamp', '.data.colour')).toBe('red');
    await push('harbour/templates/lamp.yaml', (text) => text.replace(/ {2}missing.*\n/, ''));
    await until(async () => (await condition()) === '', condition);
  });

  test('a chart of a repository with a password, its dependency, and the next version in range', async () => {
    const dependency = `dependencies:\n- {name: lib, version: '>=1.0.0', repository: ${server.url}}\n`;
    const web = (version: string): TestChart => {
      const chart = `apiVersion: v2\nname: web\nversion: ${version}\n${dependency}`;
      const archive = packChart('web', version, { 'Chart.yaml': chart, 'templates/show.yaml': TEMPLATE });
      return { name: 'web', version, archive };
    };
    charts.push(web('1.0.0'), { name: 'lib', version: '1.4.0', archive: packChart('lib', '1.4.0') });
    const application = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'web', namespace: 'argocd' },
      spec: {
        project: 'default',
        source: { repoURL: server.url, chart: 'web', targetRevision: '^1.0.0' },
        destination: { server: 'https://kubernetes.default.svc', namespace: 'web' },
        syncPolicy: { automated: {}, syncOptions: ['CreateNamespace=true'] },
      },
    };
    await apply(application);
    const condition = () => get('application', 'argocd', 'web', '.status.conditions[0].message');
    await until(async () => (await condition()).includes('authentication required'), condition);
    expect(await condition()).not.toContain(PASSWORD);
    await apply({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'repo', namespace: 'argocd', labels: { 'argocd.argoproj.io/secret-type': 'repository' } },
      stringData: { url: server.url, type: 'helm', username: 'reader', password: PASSWORD },
    });
    const refresh = () =>
      product.kubectl(
        'annotate',
        'application',
        '-n',
        'argocd',
        'web',
        '--overwrite',
        'argocd.argoproj.io/refresh=normal',
      );
    const data = () => get('configmap', 'web', 'web', '.data');
    await until(
      async () => (await data()) === '{"lib":"1.4.0","version":"1.0.0"}',
      async () => `${await data()} ${await condition()}`,
    );
    expect(await get('application', 'argocd', 'web', '.status.sync.revision')).toBe('1.0.0');
    charts.push(web('1.1.0'));
    await refresh();
    await until(
      async () => (await data()) === '{"lib":"1.4.0","version":"1.1.0"}',
      async () => `${await data()} ${await condition()}`,
    );
  });
});
