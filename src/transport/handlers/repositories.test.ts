import { expect, test } from 'vitest';
import { secretData } from '../../kube/object/secret-data.ts';
import { type ApiEnvironment, apiEnvironment, RECORDED_SETTINGS } from '../../testkit/api-environment.ts';

const SECRETS = { group: '', version: 'v1', plural: 'secrets', namespaced: true };
const CANARY = 'CANARY-31f7';

async function stored({ kube }: ApiEnvironment) {
  const { items } = await kube.list(SECRETS, { namespace: 'argocd', labelSelector: 'argocd.argoproj.io/secret-type' });
  return items.map((object) => {
    return Object.fromEntries([...secretData(object)].map(([key, value]) => [key, value.reveal()]));
  });
}

function post(api: ApiEnvironment, path: string, body: object, user = 'admin') {
  return api.ask('POST', path, { user, body: JSON.stringify(body) });
}

test('a repository is tested, stored, listed without its secrets, and removed (H1, H4)', async () => {
  await using api = await apiEnvironment();
  const repo = api.git.repository('app').url;
  const fields = { repo, username: 'git', password: CANARY, enableLfs: true, depth: 3, githubAppID: 0 };
  const made = await post(api, '/api/v1/repositories', fields);
  expect([made.status, JSON.parse(made.body).connectionState.status]).toEqual([200, '']);
  expect(await stored(api)).toEqual([{ url: repo, username: 'git', password: CANARY, enableLfs: 'true', depth: '3' }]);
  const listed = await api.ask('GET', '/api/v1/repositories', { user: 'admin' });
  const [item] = JSON.parse(listed.body).items;
  expect(item).toEqual({
    repo,
    type: 'git',
    username: 'git',
    enableLfs: true,
    depth: 3,
    connectionState: { status: 'Successful', message: '', attemptedAt: expect.stringMatching(/Z$/) },
  });
  const got = await api.ask('GET', `/api/v1/repositories/${encodeURIComponent(repo)}`, { user: 'admin' });
  expect(JSON.parse(got.body)).toEqual(item);
  expect(made.body + listed.body + got.body).not.toContain(CANARY);
  const removed = await api.ask('DELETE', `/api/v1/repositories/${encodeURIComponent(repo)}`, { user: 'admin' });
  expect([removed.status, await stored(api)]).toEqual([200, []]);
});

test('one that does not answer is not stored; one that stops answering says so', async () => {
  await using api = await apiEnvironment();
  const { url: repo } = api.git.repository('app');
  api.git.break('app', 'git.authentication');
  const refused = await post(api, '/api/v1/repositories', { repo });
  expect([refused.status === 200, await stored(api)]).toEqual([false, []]);
  const tested = await api.ask('POST', `/api/v1/repositories/${encodeURIComponent(repo)}/validate`, {
    user: 'admin',
    body: JSON.stringify(repo),
  });
  expect(tested.status).not.toBe(200);
  api.git.break('app', undefined);
  await post(api, '/api/v1/repositories', { repo });
  api.git.break('app', 'git.unreachable');
  const listed = await api.ask('GET', '/api/v1/repositories?forceRefresh=true', { user: 'admin' });
  expect(JSON.parse(listed.body).items[0].connectionState).toMatchObject({
    status: 'Failed',
    message: expect.stringMatching(/^Unable to connect to repository: /),
  });
});

test('they are told by project and address, those of no project first (recorded: repo/list/life)', async () => {
  await using api = await apiEnvironment();
  const [a, b] = [api.git.repository('a').url, api.git.repository('b').url];
  for (const repo of [{ repo: b }, { repo: a, project: 'default' }, { repo: a }])
    await post(api, '/api/v1/repositories', repo);
  const { body } = await api.ask('GET', '/api/v1/repositories', { user: 'admin' });
  const told = JSON.parse(body).items.map(({ repo, project = '' }: { repo: string; project?: string }) => [
    project,
    repo,
  ]);
  expect(told).toEqual([
    ['', a],
    ['', b],
    ['default', a],
  ]);
});

test('another one of the same URL only by upsert or update, and then no old secret stays behind (row 129)', async () => {
  await using api = await apiEnvironment();
  const { url: repo } = api.git.repository('app');
  const type = 'git';
  await post(api, '/api/v1/repositories', { repo, type, username: 'git', password: CANARY });
  const same = await post(api, '/api/v1/repositories', { repo, type, username: 'git', password: CANARY });
  expect(same.status).toBe(200);
  const other = await post(api, '/api/v1/repositories', { repo, type, username: 'other' });
  expect([other.status, JSON.parse(other.body).message]).toEqual([
    400,
    'existing repository spec is different; use upsert flag to force update; difference in keys "Username,Password"',
  ]);
  expect((await post(api, '/api/v1/repositories?upsert=true', { repo, username: 'other' })).status).toBe(200);
  expect(await stored(api)).toEqual([{ url: repo, username: 'other' }]);
  const put = (url: string, body: object, user = 'admin') =>
    api.ask('PUT', `/api/v1/repositories/${encodeURIComponent(url)}`, { user, body: JSON.stringify(body) });
  await post(api, '/api/v1/repositories?upsert=true', { repo, username: 'git', password: CANARY });
  expect((await put(repo, { repo, name: 'x', username: 'new' })).status).toBe(200);
  expect(await stored(api)).toEqual([{ url: repo, name: 'x', username: 'new' }]);
  // The URL in the path decides: nobody changes one repository into another.
  expect((await put('https://nope', { repo, password: 'y' })).status).toBe(404);
  expect((await put(repo, { repo, password: 'y' }, 'bob')).status).toBe(403);
  expect(await stored(api)).toEqual([{ url: repo, name: 'x', username: 'new' }]);
});

test('templates of credentials: made, listed without secrets, removed (H2)', async () => {
  await using api = await apiEnvironment();
  const url = 'https://git.example.com/team';
  await post(api, '/api/v1/repocreds', { url, username: 'git', password: CANARY });
  const listed = await api.ask('GET', '/api/v1/repocreds', { user: 'admin' });
  expect(JSON.parse(listed.body).items).toEqual([{ url, username: 'git' }]);
  const removed = await api.ask('DELETE', `/api/v1/repocreds/${encodeURIComponent(url)}`, { user: 'admin' });
  expect([removed.status, await stored(api)]).toEqual([200, []]);
});

test('who may not sees nothing, makes nothing, connects to nothing (row 87); unknown and forbidden ones look alike', async () => {
  await using api = await apiEnvironment();
  const { url: repo } = api.git.repository('app');
  await post(api, '/api/v1/repositories', { repo });
  const before = api.git.requests('ls-refs');
  const path = `/api/v1/repositories/${encodeURIComponent(repo)}`;
  const listed = await api.ask('GET', '/api/v1/repositories', { user: 'bob' });
  expect(JSON.parse(listed.body).items ?? []).toEqual([]);
  const answers = [
    await api.ask('GET', path, { user: 'bob' }),
    await api.ask('GET', `${path}x`, { user: 'bob' }),
    await api.ask('GET', `${path}/refs`, { user: 'bob' }),
    await api.ask('DELETE', path, { user: 'bob' }),
    await post(api, '/api/v1/repositories', { repo: 'https://git.example.com/other' }, 'bob'),
    await api.ask('POST', `${path}/validate`, { user: 'bob', body: JSON.stringify(repo) }),
    await post(api, '/api/v1/repocreds', { url: repo, password: 'x' }, 'bob'),
    await api.ask('DELETE', `/api/v1/repocreds/${encodeURIComponent(repo)}`, { user: 'bob' }),
  ];
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403));
  expect(answers[1]?.body).toBe(answers[0]?.body);
  expect([api.git.requests('ls-refs'), (await stored(api)).length]).toEqual([before, 1]);
});

test('repositories and templates for writing: only where the hydrator is on, under rules of their own', async () => {
  await using api = await apiEnvironment();
  const { url: repo } = api.git.repository('app');
  const path = '/api/v1/write-repositories';
  expect((await post(api, path, { repo })).status).toBe(501);
  api.installation.set({ ...RECORDED_SETTINGS, commandParameters: { 'hydrator.enabled': 'true' } });
  expect((await post(api, path, { repo }, 'bob')).status).toBe(403);
  expect((await post(api, path, { repo, username: 'git', password: CANARY })).status).toBe(200);
  expect((await post(api, '/api/v1/write-repocreds', { url: repo, password: CANARY })).status).toBe(200);
  const read = async (where: string, user = 'admin') => (await api.ask('GET', where, { user })).body;
  expect(JSON.parse(await read(path)).items).toEqual([
    { repo, username: 'git', type: 'git', connectionState: { status: '', message: '', attemptedAt: null } },
  ]);
  expect(JSON.parse(await read('/api/v1/write-repocreds')).items).toEqual([{ url: repo }]);
  expect(JSON.parse(await read(path, 'bob')).items).toBeNull();
  // They are no repositories to read from.
  expect(JSON.parse(await read('/api/v1/repositories')).items).toBeNull();
  expect((await read(path)) + (await read('/api/v1/write-repocreds'))).not.toContain(CANARY);
});
