/** Patches and deletions of live resources over REST: who may, what is written and told. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ApiEnvironment, apiEnvironment } from '../testkit/api-environment.ts';

const CONFIG_MAPS = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };
const ADDRESS = { type: CONFIG_MAPS, namespace: 'argocd', name: 'settings' };
const OF_MAP = 'namespace=argocd&resourceName=settings&version=v1&group=&kind=ConfigMap';
const PATCH = `/api/v1/applications/web/resource?${OF_MAP}&patchType=application%2Fmerge-patch%2Bjson`;
const DELETE = `/api/v1/applications/web/resource?${OF_MAP}`;

let place: ApiEnvironment;
beforeEach(async () => {
  place = await apiEnvironment();
  await place.store({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'web', namespace: 'argocd' },
    spec: {
      project: 'team-a',
      source: { repoURL: 'https://git.test/app', path: '.' },
      destination: { server: 'https://kubernetes.default.svc' },
    },
  });
  const metadata = { name: 'settings', namespace: 'argocd' };
  const stored = await place.kube.create(CONFIG_MAPS, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
    data: { one: '1', two: '2' },
  });
  const uid = stored.metadata.uid ?? '';
  const node = { version: 'v1', kind: 'ConfigMap', ...metadata, uid, resourceVersion: '1' };
  place.view.set({ namespace: 'argocd', name: 'web' }, { tree: { nodes: [node] } });
});
afterEach(async () => {
  expect(place.defects).toEqual([]);
  await place[Symbol.asyncDispose]();
});

function policy(lines: readonly string[], cm = {}): void {
  const { settings, projects } = place.installation.current();
  const rbac = { 'policy.csv': [...lines, 'g, alice, role:a'].join('\n') };
  place.installation.set({ ...settings, cm: { ...settings.cm, ...cm }, rbac, projects: [...projects.values()] });
}

function patch(user: string, text: string) {
  return place.ask('POST', PATCH, { user, body: JSON.stringify(text) });
}

test('a patch is written and told; the answer is what became of it', async () => {
  const answer = await patch('admin', '{"data":{"one":null,"two":"3"}}');
  expect(answer.status).toBe(200);
  const { manifest } = JSON.parse(answer.body) as { readonly manifest: string };
  expect(JSON.parse(manifest)).toMatchObject({ data: { two: '3' } });
  expect((await place.kube.get(ADDRESS))?.['data']).toEqual({ two: '3' });
  expect(place.events.events.map(({ reason, message }) => [reason, message])).toEqual([
    ['ResourceUpdated', "admin patched resource /ConfigMap 'settings'"],
  ]);
});

test('a resource is deleted, and told', async () => {
  expect((await place.ask('DELETE', DELETE, { user: 'admin' })).body).toBe('{}');
  expect(await place.kube.get(ADDRESS)).toMatchObject({ metadata: { deletionTimestamp: expect.any(String) } });
  expect(place.events.events.map(({ message }) => message)).toEqual(["admin deleted resource /ConfigMap 'settings'"]);
});

test.each([
  ['with what depends on it left alone', '&orphan=true'],
  ['at once', '&force=true'],
])('deleted %s', async (_reason, more) => {
  expect((await place.ask('DELETE', `${DELETE}${more}`, { user: 'admin' })).status).toBe(200);
});

const SEES = 'p, role:a, applications, get, team-a/*, allow';

test.each([
  ['update does not mean its resources', [SEES, 'p, role:a, applications, update, team-a/*, allow'], {}, 403],
  [
    'the resource is named',
    [SEES, 'p, role:a, applications, update//ConfigMap/argocd/settings, team-a/*, allow'],
    {},
    200,
  ],
  ['another one is named', [SEES, 'p, role:a, applications, update//ConfigMap/argocd/other, team-a/*, allow'], {}, 403],
  [
    'update means its resources where the settings say so',
    [SEES, 'p, role:a, applications, update, team-a/*, allow'],
    { 'server.rbac.disableApplicationFineGrainedRBACInheritance': 'false' },
    200,
  ],
])('who may: %s', async (_reason, lines, cm, status) => {
  policy(lines, cm);
  expect((await patch('alice', '{"data":{"two":"3"}}')).status).toBe(status);
});

test.each([
  ['an unknown kind of patch', PATCH.replace('merge-patch', 'other'), 500, 'unknown patch type'],
  ['what is not of the Application', PATCH.replace('settings', 'other'), 400, 'not found as part of application web'],
])('refused: %s', async (_reason, path, status, words) => {
  const answer = await place.ask('POST', path, { user: 'admin', body: '"{}"' });
  expect([answer.status, answer.body.includes(words)]).toEqual([status, true]);
});
