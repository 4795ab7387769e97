/**
 * A real SIGKILL in the midst of a sync, at twenty moments spread over its duration: the product that is started then brings
 * the operation to its end, and what was done is not done again.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBareRepository } from '../src/adapters/git-server/bare-repository.ts';
import { createGitHandler } from '../src/adapters/git-server/git-handler.ts';
import { commitTree } from '../src/apps/up/sample-commit.ts';
import { type ApiClient, apiClient } from './api-client.ts';
import { until } from './product.ts';
import { buildProgram, type Program, startProgram } from './program.ts';

const MOMENTS = 20;
const APPLICATIONS = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';

const job = (name: string, hook: string, policy: string) => `apiVersion: batch/v1
kind: Job
metadata:
  ${name}
  annotations:
    argocd.argoproj.io/hook: ${hook}
    argocd.argoproj.io/hook-delete-policy: ${policy}
spec:
  template:
    spec:
      restartPolicy: Never
      containers: [{name: work, image: busybox}]
`;

const deployment = (name: string, wave: number) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, annotations: {argocd.argoproj.io/sync-wave: "${wave}"}}
spec:
  replicas: 2
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: web, image: "nginx:1"}]}
`;

const configMap = (name: string, wave: number) => `apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}, annotations: {argocd.argoproj.io/sync-wave: "${wave}"}}
data: {a: b}
`;

const FILES = {
  'app/migrate.yaml': job('name: migrate', 'PreSync', 'HookSucceeded'),
  'app/check.yaml': job('generateName: check-', 'PreSync', 'BeforeHookCreation'),
  'app/settings.yaml': configMap('settings', 0),
  'app/back.yaml': deployment('back', 1),
  'app/front.yaml': deployment('front', 2),
  'app/flags.yaml': configMap('flags', 2),
  'app/notify.yaml': job('name: notify', 'PostSync', 'BeforeHookCreation'),
  'app/clean.yaml': job('name: clean', 'PostSync', 'HookSucceeded'),
};
const OBJECTS = ['ConfigMap/flags', 'ConfigMap/settings', 'Deployment/back', 'Deployment/front'];
const HOOKS = ['check', 'clean', 'migrate', 'notify'];

let folder: string;
let cluster: Program;
let product: Program;
let api: ApiClient;
let git: Server;
let repoURL: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tiphys-sigkill-'));
  await buildProgram();
  await commitTree(await createBareRepository(folder, 'app'), FILES);
  const handler = createGitHandler({ root: folder });
  git = createServer((request, response) => void handler(request, response)).listen(0, '127.0.0.1');
  await new Promise((resolve) => git.once('listening', resolve));
  repoURL = `http://127.0.0.1:${(git.address() as AddressInfo).port}/app.git`;
  await startCluster();
  await startAgain();
}, 60_000);

afterAll(async () => {
  await product?.kill('SIGTERM');
  await cluster?.kill('SIGTERM');
  api?.close();
  git?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The embedded API, at the address it had before. */
async function startCluster(): Promise<void> {
  const kubeconfig = join(folder, 'cluster/kubeconfig');
  rmSync(kubeconfig, { force: true });
  cluster = startProgram(['kubelite', '--data', join(folder, 'cluster'), '--audit', join(folder, 'audit.log')]);
  await until(() => existsSync(kubeconfig), cluster.output, { child: cluster.child });
  api?.close();
  api = apiClient(kubeconfig);
}

/** The product, in a state where it serves. */
async function startAgain(): Promise<void> {
  const ready = join(folder, 'ready.json');
  rmSync(ready, { force: true });
  const flags = ['--kubeconfig', join(folder, 'cluster/kubeconfig'), '--manage', '--data', join(folder, 'product')];
  product = startProgram(['up', ...flags, '--port', '0', '--ready-file', ready]);
  await until(() => existsSync(ready), product.output, { child: product.child });
}

async function application(name: string) {
  return (await api.send('GET', `${APPLICATIONS}/${name}`)).body;
}

async function create(name: string): Promise<void> {
  const { status } = await api.send('POST', APPLICATIONS, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd' },
    spec: {
      project: 'default',
      source: { repoURL, path: 'app', targetRevision: 'main' },
      destination: { server: 'https://kubernetes.default.svc', namespace: name },
      syncPolicy: { syncOptions: ['CreateNamespace=true'] },
    },
  });
  expect(status).toBe(201);
  await until(
    async () => (await application(name)).status?.sync?.status === 'OutOfSync',
    async () => JSON.stringify(await application(name), null, 1),
  );
}

async function ask(name: string): Promise<void> {
  const operation = {
    initiatedBy: { username: 'chaos' },
    sync: { syncStrategy: { hook: {} }, syncOptions: ['CreateNamespace=true'] },
  };
  expect((await api.send('PATCH', `${APPLICATIONS}/${name}`, { operation })).status).toBe(200);
}

async function untilEnded(name: string): Promise<void> {
  await until(
    async () => {
      const { operation, status = {} } = await application(name);
      const isOver = operation === undefined && status.operationState?.finishedAt !== undefined;
      return isOver && status.sync?.status === 'Synced' && status.health?.status === 'Healthy';
    },
    async () => `${name} did not get there: ${JSON.stringify(await application(name), null, 1)}\n${product.output()}`,
    { seconds: 30 },
  );
}

interface Outcome {
  readonly phase: string;
  readonly message: string;
  readonly objects: readonly string[];
  /** How often each hook was created, by the cluster's own log. */
  readonly hooks: readonly string[];
  readonly history: number;
  readonly results: readonly string[];
}

async function outcomeOf(name: string): Promise<Outcome> {
  const { status } = await application(name);
  const paths = [`/api/v1/namespaces/${name}/configmaps`, `/apis/apps/v1/namespaces/${name}/deployments`];
  const kinds = ['ConfigMap', 'Deployment'];
  const lists = await Promise.all(paths.map(async (path) => (await api.send('GET', path)).body.items));
  const objects = lists.flatMap((items, index) =>
    items.map((item: { metadata: { name: string } }) => `${kinds[index]}/${item.metadata.name}`),
  );
  // The log is gathered for a moment.
  await new Promise((resolve) => setTimeout(resolve, 40));
  return {
    phase: status.operationState.phase,
    message: status.operationState.message,
    objects: objects.filter((object: string) => !object.endsWith('/kube-root-ca.crt')).sort(),
    hooks: createdJobs(name),
    history: status.history?.length ?? 0,
    results: (status.operationState.syncResult?.resources ?? [])
      .map(
        (line: Record<string, string>) =>
          `${plainName(line['name'] ?? '', name)} ${line['status']} ${line['hookPhase']}`,
      )
      .sort(),
  };
}

/** Without what differs from sync to sync. */
function plainName(object: string, application: string): string {
  return object === application ? 'namespace' : object.replace(/^check-.*/, 'check');
}

/** Jobs that a request created in a namespace, without what was generated of their names. */
function createdJobs(namespace: string): readonly string[] {
  const events = readFileSync(join(folder, 'audit.log'), 'utf8')
    .split('\n')
    .filter((line) => line.includes(`"namespace":"${namespace}"`))
    .map((line) => JSON.parse(line));
  return events
    .filter(
      ({ objectRef, stage, responseStatus, requestURI }) =>
        objectRef.resource === 'jobs' &&
        stage === 'ResponseComplete' &&
        responseStatus.code === 201 &&
        !requestURI.includes('dryRun'),
    )
    .map(({ objectRef }) => plainName(objectRef.name, namespace))
    .sort();
}

test(`a sync that is killed at ${MOMENTS} moments ends as one that nobody disturbed`, async () => {
  await create('calm');
  const asked = performance.now();
  await ask('calm');
  await untilEnded('calm');
  const duration = performance.now() - asked;
  const calm = await outcomeOf('calm');
  expect(calm).toMatchObject({
    phase: 'Succeeded',
    message: 'successfully synced (no more tasks)',
    objects: OBJECTS,
    hooks: HOOKS,
    history: 1,
  });
  let during = 0;
  for (let moment = 0; moment < MOMENTS; moment += 1) {
    const name = `kill-${moment}`;
    await create(name);
    await ask(name);
    await new Promise((resolve) => setTimeout(resolve, (duration * moment) / MOMENTS));
    await product.kill('SIGKILL');
    if ((await application(name)).operation !== undefined) during += 1;
    await startAgain();
    await untilEnded(name);
    expect({ moment, ...(await outcomeOf(name)) }).toEqual({ moment, ...calm });
  }
  // Otherwise the moments missed the sync, and nothing was tried.
  expect(during).toBeGreaterThan(MOMENTS / 2);
  process.stdout.write(`sync of ${Math.round(duration)} ms, killed within it ${during} of ${MOMENTS} times\n`);
}, 200_000);

test('a sync whose product is killed again and again, and its cluster in between, comes to its end', async () => {
  await create('again');
  await ask('again');
  for (const [kill, pause] of [300, 150, 500, 250, 400].entries()) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (kill % 2 === 1) {
      await cluster.kill('SIGKILL');
      await startCluster();
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    await product.kill('SIGKILL');
    await startAgain();
  }
  await untilEnded('again');
  const { hooks, ...outcome } = await outcomeOf('again');
  expect(outcome).toMatchObject({ phase: 'Succeeded', objects: OBJECTS, history: 1 });
  // A killed cluster loses the last moment of its audit log, so that a hook may be missing there, but none stands twice.
  expect(hooks).toEqual([...new Set(hooks)]);
}, 60_000);
