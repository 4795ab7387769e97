/**
 * Two real processes for one control plane: one leads. The leader is stopped for longer than its Lease in the midst of a sync,
 * goes on, and the other is killed in the midst of the next.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiClient, apiClient } from './api-client.ts';
import { HOOKS, type HookedSync, OBJECTS, openHookedSync } from './hooked-sync.ts';
import { until } from './product.ts';
import { buildProgram, type Program, startProgram } from './program.ts';

const USUAL = { phase: 'Succeeded', message: 'successfully synced (no more tasks)', objects: OBJECTS, history: 1 };
const LEASE = '/apis/coordination.k8s.io/v1/namespaces/argocd/leases/tiphys-application-controller';
const LEASE_SECONDS = 30;
const WRITES = ['create', 'update', 'patch', 'delete', 'deletecollection'];

const folder = mkdtempSync(join(tmpdir(), 'tiphys-two-'));
const audit = join(folder, 'audit.log');
const programs: Program[] = [];
let api: ApiClient;
let sync: HookedSync;
let one: Program;
let two: Program;

beforeAll(async () => {
  await buildProgram();
  const kubeconfig = join(folder, 'cluster/kubeconfig');
  const cluster = start(['kubelite', '--data', join(folder, 'cluster'), '--audit', audit]);
  await until(() => existsSync(kubeconfig), cluster.output, { child: cluster.child });
  api = apiClient(kubeconfig);
  sync = await openHookedSync({
    folder,
    audit,
    api: () => api,
    output: () => programs.map((program) => program.output()).join('\n'),
  });
  one = await startProduct('one');
  two = await startProduct('two');
}, 60_000);

afterAll(async () => {
  for (const program of programs.reverse()) {
    program.child.kill('SIGCONT');
    await program.kill('SIGTERM');
  }
  sync?.close();
  api?.close();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

function start(args: readonly string[]): Program {
  const program = startProgram(args);
  programs.push(program);
  return program;
}

/** The product as a user of its own, so that the cluster's log tells its requests from the other's. */
async function startProduct(name: string): Promise<Program> {
  const [kubeconfig, ready] = [join(folder, `${name}.kubeconfig`), join(folder, `${name}.ready`)];
  writeFileSync(kubeconfig, JSON.stringify(await userConfig(name)), { mode: 0o600 });
  const data = ['--data', join(folder, name), '--ready-file', ready];
  const program = start([
    'up',
    '--kubeconfig',
    kubeconfig,
    '--manage',
    '--no-sample',
    '--port',
    '0',
    '--verbose',
    ...data,
  ]);
  await until(() => existsSync(ready), program.output, { child: program.child });
  return program;
}

async function userConfig(name: string): Promise<object> {
  const accounts = '/api/v1/namespaces/default/serviceaccounts';
  const metadata = { name, namespace: 'default' };
  await api.send('POST', accounts, { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
  await api.send('POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', ...metadata }],
  });
  const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 7_200 } };
  const { status } = (await api.send('POST', `${accounts}/${name}/token`, request)).body;
  const admin = JSON.parse(readFileSync(join(folder, 'cluster/kubeconfig'), 'utf8'));
  return { ...admin, users: [{ name: admin.users[0].name, user: { token: status.token } }] };
}

/** Requests of a product that change something, from a moment on. */
function writesOf(name: string, since: number): readonly string[] {
  return readFileSync(audit, 'utf8')
    .split('\n')
    .filter((line) => line.includes(`"system:serviceaccount:default:${name}"`))
    .map((line) => JSON.parse(line))
    .filter(({ verb, requestURI }) => WRITES.includes(verb) && !requestURI.includes('dryRun=All'))
    .filter(({ requestReceivedTimestamp }) => Date.parse(requestReceivedTimestamp) >= since)
    .map(({ verb, requestURI }) => `${verb} ${requestURI}`);
}

/** Number of the process that leads. */
async function leader(): Promise<number> {
  const { spec } = (await api.send('GET', LEASE)).body;
  return Number(spec.holderIdentity.split('_').at(-3));
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function untilEnded(name: string, seconds: number): Promise<void> {
  const ended = async () => {
    const { operation, status = {} } = await sync.application(name);
    return (
      operation === undefined && status.operationState?.finishedAt !== undefined && status.sync?.status === 'Synced'
    );
  };
  await until(ended, () => `${name} did not end`, { seconds });
  await sync.untilEnded(name);
}

test('one of two acts, and hooks run once', async () => {
  const began = Date.now();
  expect(await leader()).toBe(one.child.pid);
  expect([one, two].map(({ output }) => output().includes('Another controller leads'))).toEqual([false, true]);
  await sync.create('calm');
  await sync.ask('calm');
  await sync.untilEnded('calm');
  expect(await sync.outcomeOf('calm')).toMatchObject({ ...USUAL, hooks: HOOKS });
  expect(writesOf('two', began)).toEqual([]);
}, 40_000);

test('a leader that is stopped in the midst of a sync is followed, and writes nothing when it goes on', async () => {
  await sync.create('stopped');
  await sync.ask('stopped');
  await until(
    async () => (await sync.application('stopped')).status?.operationState?.syncResult?.resources !== undefined,
    () => 'the sync did not begin',
  );
  one.child.kill('SIGSTOP');
  const stoppedAt = performance.now();
  expect((await sync.application('stopped')).operation).toBeDefined();
  await untilEnded('stopped', 3 * LEASE_SECONDS);
  const taken = (performance.now() - stoppedAt) / 1000;
  expect(await leader()).toBe(two.child.pid);
  expect(await sync.outcomeOf('stopped')).toMatchObject({ ...USUAL, hooks: HOOKS });
  expect(taken).toBeGreaterThan(LEASE_SECONDS / 2);
  const wokenAt = Date.now();
  one.child.kill('SIGCONT');
  await pause(5_000);
  expect(writesOf('one', wokenAt)).toEqual([]);
  expect(await sync.outcomeOf('stopped')).toMatchObject({ ...USUAL, hooks: HOOKS });
  process.stdout.write(`a sync whose leader was stopped was ended by the other after ${taken.toFixed(1)} s\n`);
}, 150_000);

test('a leader that is killed in the midst of a sync is followed within the time of its Lease', async () => {
  await sync.create('killed');
  await sync.ask('killed');
  await pause(300);
  await two.kill('SIGKILL');
  const killedAt = performance.now();
  await untilEnded('killed', LEASE_SECONDS);
  const taken = (performance.now() - killedAt) / 1000;
  expect(await leader()).toBe(one.child.pid);
  expect(await sync.outcomeOf('killed')).toMatchObject({ ...USUAL, hooks: HOOKS });
  process.stdout.write(`a sync whose leader was killed was ended by the other after ${taken.toFixed(1)} s\n`);
}, 60_000);

test('a controller that is started again after a kill leads at once', async () => {
  await one.kill('SIGKILL');
  const began = performance.now();
  const again = await startProduct('three');
  expect(await leader()).toBe(again.child.pid);
  process.stdout.write(`ready and leading ${Math.round(performance.now() - began)} ms after its start\n`);
}, 30_000);
