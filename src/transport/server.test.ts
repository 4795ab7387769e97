/** The whole way of a request: HTTP, login, permission, use case, memory parts; the live view also behind a wire. */
import { get } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KubeObject } from '../kube/object/kube-object.ts';
import { APPLICATIONS } from '../services/applications/index.ts';
import { type ApiEnvironment, apiEnvironment } from '../testkit/api-environment.ts';
import { serialisedLiveView } from '../testkit/serialised.ts';
import { until } from '../testkit/until.ts';

const TREE = {
  nodes: [{ version: 'v1', kind: 'ConfigMap', namespace: 'n', name: 'a', uid: 'u', resourceVersion: '1' }],
};
const REPOSITORY = 'https://git.test/app';
const PATH = '/api/v1/applications';
const STREAM = '/api/v1/stream/applications';

function application(name: string, spec: object = {}, metadata: object = {}): KubeObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd', ...metadata },
    spec: {
      project: 'team-a',
      source: { repoURL: REPOSITORY, path: '.', targetRevision: 'main' },
      destination: { server: 'https://kubernetes.default.svc', namespace: 'n' },
      ...spec,
    },
  };
}

describe.each([
  ['in this process', undefined],
  ['behind a wire', serialisedLiveView],
])('the API with its live view %s', (_where, wrap) => {
  let place: ApiEnvironment;
  beforeEach(async () => {
    place = await apiEnvironment(wrap);
  });
  afterEach(async () => {
    expect(place.defects).toEqual([]);
    await place[Symbol.asyncDispose]();
  });

  test('login, list, get, refresh, sync, tree and stream, by the cookie that the login gave', async () => {
    await place.store(application('web'));
    place.view.set({ namespace: 'argocd', name: 'web' }, { tree: TREE });
    const credentials = JSON.stringify({ username: 'alice', password: 'alice-pass-1' });
    const session = await place.ask('POST', '/api/v1/session', { body: credentials });
    const [cookie = ''] = session.headers['set-cookie'] ?? [];
    expect([session.status, cookie.replace(/=[^;]+/, '=<token>')]).toEqual([
      200,
      'argocd.token=<token>; path=/; SameSite=lax; httpOnly',
    ]);
    const headers = { cookie: cookie.split(';')[0] ?? '' };
    const list = await place.ask('GET', `${PATH}?fields=items.metadata.name`, { headers });
    expect(list.body).toMatch(
      /^\{"metadata":\{"resourceVersion":"\d+"\}\n,"items":\[\{"metadata":\{"name":"web"\}\}\n\]\}$/,
    );
    expect(JSON.parse((await place.ask('GET', `${PATH}/web`, { headers })).body)).toMatchObject({
      metadata: { name: 'web' },
      status: { sync: { status: '' }, health: {}, summary: {} },
    });
    await expect(refreshed(place, headers)).resolves.toBe('web');
    const sync = await place.ask('POST', `${PATH}/web/sync`, { headers, body: '{"prune":true}' });
    expect(JSON.parse(sync.body)).toMatchObject({
      operation: { initiatedBy: { username: 'alice' }, sync: { prune: true } },
    });
    const again = await place.ask('POST', `${PATH}/web/sync`, { headers, body: '{}' });
    expect([again.status, again.body]).toEqual([400, failure(9, 'another operation is already in progress')]);
    const tree = await place.ask('GET', `${PATH}/web/resource-tree`, { headers });
    expect(JSON.parse(tree.body)).toEqual(TREE);
    const out = await place.ask('GET', '/auth/logout', { headers });
    expect([out.status, out.headers.location]).toEqual([303, '/']);
    const after = await place.ask('GET', PATH, { headers });
    expect([after.status, after.body]).toEqual([401, failure(16, 'no session information')]);
  });

  test('what is created, refused and deleted', async () => {
    const { metadata, spec } = application('tmp-one');
    const create = (app: object) =>
      place.ask('POST', `${PATH}?validate=false`, { user: 'alice', body: JSON.stringify(app) });
    expect((await create({ metadata, spec })).status).toBe(200);
    const other = await create({ metadata, spec: { ...(spec as object), project: 'default' } });
    expect([other.status, JSON.parse(other.body).message.replace(/iat: .*/, 'iat: T')]).toEqual([
      403,
      'permission denied: applications, create, default/tmp-one, sub: alice, iat: T',
    ]);
    const cases: readonly (readonly [object, number, string])[] = [
      [{ project: 'nope' }, 400, 'app is not allowed in project "nope", or the project does not exist'],
      [
        { destination: {} },
        400,
        'application destination spec for x is invalid: Destination server missing from app spec',
      ],
      [
        { source: { repoURL: REPOSITORY } },
        400,
        'application spec for x is invalid: InvalidSpecError: spec.source.repoURL and either spec.source.path or spec.source.chart are required',
      ],
    ];
    for (const [change, status, message] of cases) {
      const body = JSON.stringify(application('x', change));
      const answer = await place.ask('POST', PATH, { user: 'admin', body });
      expect([answer.status, answer.body]).toEqual([status, failure(3, message)]);
    }
    const gone = await place.ask('DELETE', `${PATH}/tmp-one?cascade=false`, { user: 'alice' });
    expect([gone.status, gone.body]).toEqual([200, '{}']);
  });

  test('a closed sync window refuses a person', async () => {
    const syncWindows = [{ kind: 'deny', schedule: '* * * * *', duration: '1h', applications: ['*'] }];
    const { settings, projects } = place.installation.current();
    const closed = [...projects.values()].map((project) => ({ ...project, spec: { ...project.spec, syncWindows } }));
    place.installation.set({ ...settings, projects: closed });
    await place.store(application('web'));
    const answer = await place.ask('POST', `${PATH}/web/sync`, { user: 'admin', body: '{}' });
    expect([answer.status, answer.body]).toEqual([403, failure(7, 'cannot sync: blocked by sync window')]);
  });

  test('resources: only those of the Application, and what the protocol asks for', async () => {
    await place.store(application('web'));
    const key = { namespace: 'argocd', name: 'web' };
    const before = await place.ask('GET', `${PATH}/web/managed-resources`, { user: 'admin' });
    expect([before.status, JSON.parse(before.body).code]).toEqual([500, 2]);
    place.view.set(key, {
      tree: TREE,
      resources: [{ kind: 'ConfigMap', namespace: 'n', name: 'a', liveState: 'null' }],
    });
    const managed = await place.ask('GET', `${PATH}/web/managed-resources?kind=ConfigMap`, { user: 'admin' });
    expect(JSON.parse(managed.body).items).toHaveLength(1);
    const none = await place.ask('GET', `${PATH}/web/managed-resources?kind=Pod`, { user: 'admin' });
    expect(none.body).toBe('{}');
    const events = await place.ask('GET', `${PATH}/web/events?resourceName=b&resourceNamespace=n`, { user: 'admin' });
    expect([events.status, events.body]).toEqual([400, failure(3, 'b not found as part of application web')]);
    const own = await place.ask('GET', `${PATH}/web/events?resourceName=a&resourceNamespace=n`, { user: 'admin' });
    expect([own.status, JSON.parse(own.body).items]).toEqual([200, null]);
    const resource = await place.ask('GET', `${PATH}/web/resource?resourceName=a&version=v1`, { user: 'admin' });
    expect([resource.status, resource.body]).toEqual([
      500,
      failure(13, 'grpc: error while marshaling: proto: required field \\"kind\\" not set'),
    ]);
    const branch = await place.ask('GET', `${PATH}/web/revisions/main/metadata`, { user: 'admin' });
    expect([branch.status, branch.body]).toEqual([500, failure(2, 'revision main must be resolved')]);
  });

  test('a stream begins with what is there, tells changes of what is wanted, and no others', async () => {
    await place.store(application('web'));
    const fields = 'result.type,result.application.metadata.name,result.application.metadata.labels';
    const stream = await open(place, `${STREAM}?name=web&fields=${fields}`);
    await until(() => stream.lines.length === 1);
    const at = { type: APPLICATIONS, namespace: 'argocd', name: 'web' };
    const merge = (metadata: object) => place.kube.patch(at, 'merge', JSON.stringify({ metadata }));
    await merge({ labels: { seen: 'yes' } });
    await until(() => stream.lines.length === 2);
    await merge({ annotations: { not: 'wanted' } });
    await merge({ annotations: { not: 'wanted either' } });
    await merge({ labels: { seen: 'again' } });
    await until(() => stream.lines.length === 3);
    const told = (type: string, metadata: object) => JSON.stringify({ result: { application: { metadata }, type } });
    expect(stream.lines).toEqual([
      told('ADDED', { name: 'web' }),
      told('MODIFIED', { labels: { seen: 'yes' }, name: 'web' }),
      told('MODIFIED', { labels: { seen: 'again' }, name: 'web' }),
    ]);
    stream.close();
  });

  test('a stream of the tree, as events for browsers; it leaves no watch behind', async () => {
    await place.store(application('web'));
    const stream = await open(place, `${STREAM}/web/resource-tree`, { accept: 'text/event-stream' });
    await until(() => place.view.watches === 1);
    place.view.set({ namespace: 'argocd', name: 'web' }, { tree: TREE });
    await until(() => stream.lines.length > 0);
    expect(stream.lines[0]).toBe(`data: {"result":${JSON.stringify(TREE)}}`);
    stream.close();
    await until(() => place.view.watches === 0);
  });

  test('refusals of streams come with their status', async () => {
    const bad = await place.ask('GET', `${STREAM}?selector=a%3D%3D%3Db`, { user: 'admin' });
    expect([bad.status, JSON.parse(bad.body).error.grpc_code]).toEqual([500, 2]);
    const denied = await place.ask('GET', `${STREAM}/web/resource-tree`, { user: 'bob' });
    expect([denied.status, JSON.parse(denied.body)]).toEqual([
      403,
      { error: { grpc_code: 7, http_code: 403, message: 'permission denied', http_status: 'Forbidden' } },
    ]);
  });

  test.each([
    ['GET', '/api/v1//applications', 307],
    ['GET', '/api/v1/./applications?x=1', 307],
    ['PUT', PATH, 405],
    ['HEAD', PATH, 405],
    ['GET', '/api/v1/nothing', 404],
    ['GET', `${PATH}/`, 403],
  ])('%s %s is %i', async (method, path, status) => {
    expect((await place.ask(method, path, { user: 'admin' })).status).toBe(status);
  });
});

/** Refreshes `web` in the part of the controller: takes the annotation away. */
async function refreshed(place: ApiEnvironment, headers: Readonly<Record<string, string>>): Promise<string> {
  const answer = place.ask('GET', `${PATH}/web?refresh=hard`, { headers });
  const at = { type: APPLICATIONS, namespace: 'argocd', name: 'web' };
  const annotation = 'argocd.argoproj.io/refresh';
  for (;;) {
    const app = await place.kube.get(at);
    if (app?.metadata.annotations?.[annotation] === 'hard') break;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await place.kube.patch(at, 'merge', JSON.stringify({ metadata: { annotations: { [annotation]: null } } }));
  return JSON.parse((await answer).body).metadata.name;
}

interface Stream {
  readonly lines: readonly string[];
  close(): void;
}

/** Reads lines as they come, as admin. */
async function open(place: ApiEnvironment, path: string, more: Readonly<Record<string, string>> = {}): Promise<Stream> {
  const lines: string[] = [];
  const headers = { authorization: `Bearer ${await place.login('admin')}`, ...more };
  const asked = get(place.url + path, { headers, agent: false }, (answer) => {
    let rest = '';
    answer.setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts.filter((line) => line !== ''));
    });
    answer.on('error', () => undefined);
  });
  asked.on('error', () => undefined);
  return { lines, close: () => asked.destroy() };
}

function failure(code: number, message: string): string {
  const text = message.includes('\\"') ? message : JSON.stringify(message).slice(1, -1);
  return `{"error":"${text}","code":${code},"message":"${text}"}`;
}
