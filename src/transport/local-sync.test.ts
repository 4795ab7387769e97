/** Who may sync manifests of their own, and that nobody reads Secrets of such an operation. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KubeObject } from '../kube/object/kube-object.ts';
import { type ApiEnvironment, apiEnvironment, RECORDED_SETTINGS } from '../testkit/api-environment.ts';
import { openProject } from '../testkit/reconcile-environment.ts';

const PATH = '/api/v1/applications';
const SECRET = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { key: 'CANARY-local' } };

let place: ApiEnvironment;
beforeEach(async () => {
  place = await apiEnvironment();
});
afterEach(async () => {
  expect(place.defects).toEqual([]);
  await place[Symbol.asyncDispose]();
});

function application(spec: object = {}): KubeObject {
  const source = { repoURL: 'https://git.test/app', path: '.', targetRevision: 'main' };
  const destination = { server: 'https://kubernetes.default.svc', namespace: 'n' };
  const metadata = { name: 'web', namespace: 'argocd' };
  const type = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' };
  return { ...type, metadata, spec: { project: 'team-a', source, destination, ...spec } };
}

async function sync(user: string, request: object) {
  const { status, body } = await place.ask('POST', `${PATH}/web/sync`, { user, body: JSON.stringify(request) });
  const reply = JSON.parse(body) as { readonly message?: string; readonly operation?: { readonly sync: object } };
  return { status, message: reply.message, sync: reply.operation?.sync, body };
}

const LOCAL = { manifests: [JSON.stringify(SECRET)] };

test('it needs the permission to override', async () => {
  await place.store(application());
  expect(await sync('alice', LOCAL)).toMatchObject({
    status: 403,
    message: expect.stringMatching(/^permission denied: applications, override, team-a\/web, sub: alice/),
  });
  expect(
    (await place.kube.get({ type: APPLICATIONS, namespace: 'argocd', name: 'web' }))?.['operation'],
  ).toBeUndefined();
  expect((await sync('admin', { ...LOCAL, revision: 'next' })).sync).toEqual({
    manifests: ['{"apiVersion":"v1","data":{"key":"++++++++"},"kind":"Secret","metadata":{"name":"s"}}'],
    syncStrategy: undefined,
  });
});

const APPLICATIONS = { group: 'argoproj.io', version: 'v1alpha1', plural: 'applications', namespaced: true };

test('the controller gets what was sent; nobody else sees the values', async () => {
  await place.store(application());
  const answered = await sync('admin', LOCAL);
  const stored = await place.kube.get({ type: APPLICATIONS, namespace: 'argocd', name: 'web' });
  expect(stored?.['operation']).toMatchObject({ sync: LOCAL });
  const seen = [answered.body];
  for (const path of [`${PATH}/web`, PATH]) seen.push((await place.ask('GET', path, { user: 'alice' })).body);
  expect(seen.map((text) => text.includes('CANARY'))).toEqual([false, false, false]);
});

test('not beside auto-sync, but as a dry run', async () => {
  await place.store(application({ syncPolicy: { automated: {} } }));
  expect(await sync('admin', LOCAL)).toMatchObject({
    status: 400,
    message: 'cannot use local sync when Automatic Sync Policy is enabled unless for dry run',
  });
  expect((await sync('admin', { ...LOCAL, dryRun: true })).status).toBe(200);
});

test('not where the project wants signatures', async () => {
  const project = openProject('team-a');
  const spec = { ...project.spec, signatureKeys: [{ keyID: '4AEE18F83AFDEB23' }] };
  place.installation.set({ ...RECORDED_SETTINGS, projects: [{ ...project, spec }] });
  await place.store(application());
  expect(await sync('admin', LOCAL)).toMatchObject({
    status: 400,
    message: 'Cannot use local manifests when source integrity is enforced',
  });
});

test('another revision needs that permission where the installation wants it', async () => {
  await place.store(application());
  const cm = { ...RECORDED_SETTINGS.cm, 'application.sync.requireOverridePrivilegeForRevisionSync': 'true' };
  place.installation.set({ ...RECORDED_SETTINGS, cm });
  expect((await sync('alice', { revision: 'next' })).status).toBe(403);
  expect((await sync('alice', { revision: 'main' })).status).toBe(200);
});

test('revisions of several sources by position', async () => {
  const sources = ['one', 'two', 'three'].map((name) => ({ repoURL: `https://git.test/${name}`, path: '.' }));
  await place.store(application({ source: undefined, sources }));
  const chosen = { sourcePositions: [2], revisions: ['v2'] };
  expect(await sync('alice', { sourcePositions: [4], revisions: ['v2'] })).toMatchObject({
    status: 500,
    message: 'source position is out of range',
  });
  expect((await sync('alice', chosen)).sync).toMatchObject({ revisions: ['HEAD', 'v2', 'HEAD'] });
});
