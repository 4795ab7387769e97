/** `app wait`, `app sync --preview-changes` and `app diff` of what cannot be rendered, as whole command lines on a server. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../../base/json-value.ts';
import { type ApiEnvironment, apiEnvironment } from '../../../testkit/api-environment.ts';
import { type CommandLine, commandLine } from '../../../testkit/command-line.ts';

const MAP = { version: 'v1', kind: 'ConfigMap', namespace: 'argocd' };
const APPLICATIONS = { group: 'argoproj.io', version: 'v1alpha1', plural: 'applications', namespaced: true };

let api: ApiEnvironment;
let argocd: CommandLine;
beforeAll(async () => {
  api = await apiEnvironment();
  argocd = await commandLine({ api, user: 'admin' });
  await store('web', {
    sync: { status: 'OutOfSync' },
    health: { status: 'Healthy' },
    resources: [
      { ...MAP, name: 'good', status: 'Synced', health: { status: 'Healthy' } },
      { ...MAP, name: 'bad', status: 'OutOfSync', health: { status: 'Healthy' } },
    ],
  });
  await store('same', { sync: { status: 'Synced' }, health: { status: 'Healthy' } });
  const conditions = [{ type: 'ComparisonError', message: 'helm: no chart\nand more' }];
  await store('broken', { sync: { status: 'Unknown' }, conditions });
  const live = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'good', namespace: 'argocd' } };
  const one = { group: '', kind: 'ConfigMap', namespace: 'argocd', name: 'good' };
  const gone = { ...one, normalizedLiveState: JSON.stringify(live), liveState: JSON.stringify(live), modified: true };
  for (const name of ['web', 'broken']) api.view.set({ namespace: 'argocd', name }, { resources: [gone] });
  api.view.set({ namespace: 'argocd', name: 'same' }, { resources: [] });
});
afterAll(async () => {
  expect(api.defects).toEqual([]);
  await api[Symbol.asyncDispose]();
});

async function store(name: string, status: JsonObject): Promise<void> {
  await api.store({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd', labels: { tier: name } },
    spec: {
      project: 'default',
      source: { repoURL: 'https://git.test/app', path: '.' },
      destination: { server: 'https://kubernetes.default.svc' },
    },
    status,
  });
}

const stored = async (name: string) => await api.kube.get({ type: APPLICATIONS, namespace: 'argocd', name });

test('only what is chosen is waited for', async () => {
  const waited = await argocd('app', 'wait', 'web', '--sync', '--resource', ':ConfigMap:good', '--timeout', '9');
  expect([waited.exit, waited.stderr]).toEqual([0, '']);
});

test('those that labels choose, in a form for programs and nothing else', async () => {
  const waited = await argocd('app', 'wait', '-l', 'tier=same', '-o', 'json', '--timeout', '9');
  expect([waited.exit, JSON.parse(waited.stdout).metadata.name]).toEqual([0, 'same']);
  expect(await argocd('app', 'wait', '-l', 'tier=none')).toEqual({ exit: 0, stdout: '', stderr: '' });
});

test('a form that is none is refused before anything is asked', async () => {
  const refused = { exit: 20, stdout: '', stderr: 'unknown output format: zzz\n' };
  expect(await argocd('app', 'wait', 'web', '-o', 'zzz')).toEqual(refused);
});

test('what hydration means where nothing is hydrated', async () => {
  const waited = await argocd('app', 'wait', 'same', '--hydrated', '--timeout', '1');
  const reason = 'nothing is hydrated, because the application has no spec.sourceHydrator';
  expect([waited.exit, waited.stderr]).toEqual([20, `Warning: ${reason}.\ntimed out: ${reason}\n`]);
});

const TITLE = (name: string) =>
  `====== Previewing differences between live and desired state of application ${name} ======\n`;

test('a preview without differences ends the command, and nothing is synced', async () => {
  const told = await argocd('app', 'sync', 'same', 'web', '--preview-changes', '--assumeYes', '--async');
  const stdout = `${TITLE('same')}====== No Differences found ======\n`;
  expect(told).toEqual({ exit: 0, stdout, stderr: '' });
  expect([(await stored('same'))?.['operation'], (await stored('web'))?.['operation']]).toEqual([undefined, undefined]);
});

test('a preview with differences shows them, and goes on where yes is assumed', async () => {
  const told = await argocd('app', 'sync', 'argocd/web', '--preview-changes', '--assumeYes', '--async');
  expect([told.exit, told.stderr, told.stdout.startsWith(TITLE('argocd/web'))]).toEqual([0, '', true]);
  expect(told.stdout).toContain('===== /ConfigMap argocd/good ======');
  expect((await stored('web'))?.['operation']).toBeDefined();
});

test('what cannot be rendered is told beside what looks like a removal', async () => {
  const told = await argocd('app', 'diff', 'broken');
  expect([told.exit, told.stdout.includes('===== /ConfigMap argocd/good ======')]).toEqual([1, true]);
  expect(told.stderr).toBe(
    'Warning: the target of broken could not be rendered, so nothing shown as removed is about to be: helm: no chart\n',
  );
  expect((await argocd('app', 'diff', 'web')).stderr).toBe('');
});
