/** Actions over REST: what is offered, who may run what, what is written and told. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KubeObject } from '../kube/object/kube-object.ts';
import { APPLICATIONS } from '../services/applications/index.ts';
import { type ApiAnswerSeen, type ApiEnvironment, apiEnvironment } from '../testkit/api-environment.ts';

const CONFIG_MAPS = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };
const PATH = '/api/v1/applications/web/resource/actions';
const OF_MAP = 'namespace=argocd&resourceName=settings&version=v1&group=&kind=ConfigMap';
const OF_SELF = 'namespace=argocd&resourceName=web&version=v1alpha1&group=argoproj.io&kind=Application';

const CUSTOMIZATIONS = {
  'resource.customizations.actions.ConfigMap': `
discovery.lua: |
  actions = {}
  actions["brighten"] = {["disabled"] = obj.data == nil, ["iconClass"] = "fa fa-sun", ["displayName"] = "Brighten"}
  actions["darken"] = {["disabled"] = true}
  actions["paint"] = {["params"] = {{["name"] = "colour", ["default"] = "red"}}}
  return actions
definitions:
- name: brighten
  action.lua: |
    obj.data.bright = "yes"
    return obj
- name: darken
  action.lua: return obj
- name: paint
  action.lua: |
    obj.data.colour = actionParams["colour"]
    return obj
- name: copy
  action.lua: |
    local made = {apiVersion = "v1", kind = "ConfigMap", data = obj.data}
    made.metadata = {name = "copy", namespace = obj.metadata.namespace}
    return {{operation = "create", resource = made}}
- name: fail
  action.lua: error("out of paint", 0)
`,
};

const POLICY = [
  'p, role:team-a, applications, get, team-a/*, allow',
  'p, role:team-a, applications, action//ConfigMap/brighten, team-a/*, allow',
  'g, alice, role:team-a',
].join('\n');

let place: ApiEnvironment;

beforeEach(async () => {
  place = await apiEnvironment();
  const { settings, projects } = place.installation.current();
  place.installation.set({
    ...settings,
    cm: { ...settings.cm, ...CUSTOMIZATIONS },
    rbac: { 'policy.csv': POLICY },
    projects: [...projects.values()],
  });
  await place.store({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'web', namespace: 'argocd' },
    spec: {
      project: 'team-a',
      source: { repoURL: 'https://git.test/app', path: '.', targetRevision: 'main' },
      destination: { server: 'https://kubernetes.default.svc', namespace: 'n' },
    },
  });
  const stored = await place.kube.create(CONFIG_MAPS, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace: 'argocd' },
    data: { one: '1' },
  });
  const uid = stored.metadata.uid ?? '';
  const node = { version: 'v1', kind: 'ConfigMap', namespace: 'argocd', name: 'settings', uid, resourceVersion: '1' };
  place.view.set({ namespace: 'argocd', name: 'web' }, { tree: { nodes: [node] } });
});

afterEach(async () => {
  expect(place.defects).toEqual([]);
  await place[Symbol.asyncDispose]();
});

async function run(action: string, user: string, parameters: object[] = []): Promise<ApiAnswerSeen> {
  const body = {
    namespace: 'argocd',
    resourceName: 'settings',
    version: 'v1',
    kind: 'ConfigMap',
    action,
    resourceActionParameters: parameters,
  };
  return place.ask('POST', `${PATH}/v2`, { user, body: JSON.stringify(body) });
}

async function stored(name = 'settings'): Promise<KubeObject | undefined> {
  return place.kube.get({ type: CONFIG_MAPS, namespace: 'argocd', name });
}

test('what is offered for a resource, and for the Application itself', async () => {
  const map = await place.ask('GET', `${PATH}?${OF_MAP}`, { user: 'alice' });
  expect([map.status, JSON.parse(map.body)]).toEqual([
    200,
    {
      actions: [
        { name: 'brighten', iconClass: 'fa fa-sun', displayName: 'Brighten' },
        { name: 'darken', disabled: true },
        { name: 'paint', params: [{ name: 'colour' }] },
      ],
    },
  ]);
  const self = await place.ask('GET', `${PATH}?${OF_SELF}`, { user: 'alice' });
  expect(self.body).toBe('{"actions":[{"name":"toggle-auto-sync","displayName":"Enable Auto-Sync"}]}');
});

test('what is not of the Application has none, and says nothing of itself', async () => {
  const absent = await place.ask('GET', `${PATH}?${OF_MAP.replace('settings', 'other')}`, { user: 'alice' });
  expect([absent.status, JSON.parse(absent.body).message]).toEqual([
    400,
    'ConfigMap  other not found as part of application web',
  ]);
  const denied = await place.ask('GET', `${PATH}?${OF_MAP}`, { user: 'bob' });
  expect([denied.status, JSON.parse(denied.body).message]).toEqual([403, 'permission denied']);
});

test('an action changes its resource, and both the resource and the Application tell who did it', async () => {
  const answer = await run('brighten', 'alice');
  expect([answer.status, answer.body]).toEqual([200, '{}']);
  expect((await stored())?.['data']).toEqual({ one: '1', bright: 'yes' });
  expect(
    place.events.events.map(({ subject, reason, message }) => [subject.kind, subject.name, reason, message]),
  ).toEqual([
    ['Application', 'web', 'ResourceActionRan', 'alice ran action brighten on resource /ConfigMap/settings'],
    ['ConfigMap', 'settings', 'ResourceActionRan', 'alice ran action brighten'],
  ]);
});

test('parameters reach the script; a greyed out action runs all the same; an action makes objects', async () => {
  await run('paint', 'admin', [{ name: 'colour', value: 'blue' }]);
  expect((await run('darken', 'admin')).status).toBe(200);
  await run('copy', 'admin');
  expect((await stored('copy'))?.['data']).toEqual({ one: '1', colour: 'blue' });
});

test('before there were parameters the action was the whole body', async () => {
  const answer = await place.ask('POST', `${PATH}?${OF_MAP}`, { user: 'admin', body: '"brighten"' });
  expect([answer.status, answer.body]).toEqual([200, '{}']);
  expect((await stored())?.['data']).toEqual({ one: '1', bright: 'yes' });
});

test.each([
  [
    'another action than the policy names',
    'paint',
    'alice',
    403,
    'permission denied: applications, action//ConfigMap/paint, team-a/web, sub: alice, iat: T',
  ],
  ['nobody the policy names', 'brighten', 'bob', 403, 'permission denied'],
  ['an action that is none', 'fly', 'admin', 500, 'built-in script "ConfigMap/actions/fly" does not exist'],
  ['one that fails', 'fail', 'admin', 500, 'out of paint'],
])('%s is refused, and nothing changes', async (_what, action, user, status, message) => {
  const answer = await run(action, user);
  expect([answer.status, JSON.parse(answer.body).message.replace(/iat: .*/, 'iat: T')]).toEqual([status, message]);
  expect((await stored())?.['data']).toEqual({ one: '1' });
  expect(place.events.events).toEqual([]);
});

test('without a name it is no request', async () => {
  const body = JSON.stringify({ namespace: 'argocd', resourceName: 'settings', version: 'v1', kind: 'ConfigMap' });
  const answer = await place.ask('POST', `${PATH}/v2`, { user: 'admin', body });
  expect([answer.status, JSON.parse(answer.body).message]).toEqual([
    500,
    'grpc: error while marshaling: proto: required field "action" not set',
  ]);
});

test('auto-sync is switched on the Application itself', async () => {
  const answer = await place.ask('POST', `${PATH}?${OF_SELF}`, { user: 'admin', body: '"toggle-auto-sync"' });
  expect(answer.status).toBe(200);
  const app = await place.kube.get({ type: APPLICATIONS, namespace: 'argocd', name: 'web' });
  expect(app?.spec).toMatchObject({ project: 'team-a', syncPolicy: { automated: { enabled: true } } });
  expect(place.events.events.map(({ subject, message }) => [subject.kind, message])).toEqual([
    ['Application', 'admin ran action toggle-auto-sync'],
  ]);
});
