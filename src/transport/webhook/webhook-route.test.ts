import { afterEach, expect, test } from 'vitest';
import { repositoryPlace } from '../../base/repository-place.ts';
import { Secret } from '../../base/secret.ts';
import { type Listening, listen } from '../http/listener.ts';
import { type WebhookDependencies, webhookRoute } from './webhook-route.ts';

const REPOSITORY = 'https://git.test/team/app.git';
const body = JSON.stringify({ ref: 'refs/heads/main', repository: { html_url: 'https://git.test/team/app' } });
const CHARTS = 'oci://registry-1.docker.io/team/charts';
const SOURCES = [
  { repoURL: REPOSITORY, targetRevision: 'main' },
  { repoURL: REPOSITORY, targetRevision: 'HEAD' },
  { repoURL: 'https://git.test/other', targetRevision: 'main' },
  { repoURL: 'https://git.test/mono', targetRevision: 'main', paths: ['apps/web'] },
  { repoURL: CHARTS, targetRevision: '1.x' },
];
const open: Listening[] = [];

afterEach(async () => {
  for (const listening of open.splice(0)) await listening.close();
});

type SourcesAt = WebhookDependencies['sourcesAt'];
const sourcesOf: SourcesAt = (place) => SOURCES.filter(({ repoURL }) => repositoryPlace(repoURL) === place);

async function serve(secret?: Secret, limit = 1000, sourcesAt = sourcesOf) {
  const noticed: string[] = [];
  const route = webhookRoute({
    secretOf: () => secret,
    limit: () => limit,
    parallel: () => 50,
    monotonic: () => 0,
    sourcesAt,
    notice: (url) => noticed.push(url),
  });
  const listening = await listen({
    host: '127.0.0.1',
    port: 0,
    onRequest: (request, response) => {
      const url = new URL(request.url ?? '/', 'http://host');
      if (!route(request, response, url)) response.writeHead(404).end('not ours');
    },
  });
  open.push(listening);
  const url = `http://127.0.0.1:${listening.port}/api/webhook`;
  const post = async (text: string, headers: Record<string, string> = { 'x-github-event': 'push' }) => {
    const answer = await fetch(url, { method: 'POST', body: text, headers });
    return [answer.status, await answer.text()];
  };
  return { noticed, url, post };
}

test('a repository is noticed once, whatever many sources it has', async () => {
  const { noticed, post } = await serve();
  expect(await post(body)).toEqual([200, '']);
  expect(noticed).toEqual([REPOSITORY]);
});

test('what is not proven is refused and has no effect', async () => {
  const { noticed, post } = await serve(new Secret('s'));
  const message = 'Webhook processing failed: the signature does not fit webhook.github.secret\n';
  expect(await post(body)).toEqual([400, message]);
  expect(noticed).toEqual([]);
});

test('what is too large is refused before it is read to its end', async () => {
  const { noticed, post } = await serve();
  const message = 'Webhook processing failed: the request body is larger than 1000 bytes\n';
  expect(await post(body.padEnd(5000))).toEqual([413, message]);
  expect(noticed).toEqual([]);
});

test('only POST, and no other path', async () => {
  const { url } = await serve();
  expect((await fetch(url)).status).toBe(405);
  expect(await (await fetch(`${url}/x`)).text()).toBe('not ours');
});

test('only a push that touches the paths is a reason to ask', async () => {
  const { noticed, post } = await serve();
  const push = (path: string) =>
    JSON.stringify({
      ref: 'refs/heads/main',
      repository: { html_url: 'https://git.test/mono', default_branch: 'main' },
      commits: [{ modified: [path] }],
    });
  await post(push('apps/other/a.yaml'));
  expect(noticed).toEqual([]);
  await post(push('apps/web/a.yaml'));
  expect(noticed).toEqual(['https://git.test/mono']);
});

test('Bitbucket tells no files and is not asked for them: its push concerns whatever paths there are', async () => {
  const asked: string[] = [];
  const diffstat = await listen({
    host: '127.0.0.1',
    port: 0,
    onRequest: (request, response) => {
      asked.push(request.url ?? '');
      response.end('{"values": [{"new": {"path": "README.md"}}]}');
    },
  });
  open.push(diffstat);
  const here = `http://127.0.0.1:${diffstat.port}`;
  const { noticed, post } = await serve(undefined, 10_000);
  // As Bitbucket sends it, with its own addresses led here.
  const pushed = {
    repository: {
      full_name: 'mono',
      links: { html: { href: 'https://git.test/mono' }, self: { href: `${here}/2.0/repositories/mono` } },
    },
    push: {
      changes: [
        {
          new: { type: 'branch', name: 'main', target: { hash: 'b'.repeat(40) } },
          old: { type: 'branch', name: 'main', target: { hash: 'a'.repeat(40) } },
          links: { diff: { href: `${here}/diff` }, html: { href: here }, commits: { href: `${here}/commits` } },
        },
      ],
    },
  };
  const headers = { 'x-hook-uuid': '{7f0f4f4e}', 'x-event-key': 'repo:push' };
  expect(await post(JSON.stringify(pushed), headers)).toEqual([200, '']);
  expect(noticed).toEqual(['https://git.test/mono']);
  expect(asked).toEqual([]);
});

test('an artifact of Docker Hub, whatever the registry is called', async () => {
  const { noticed, url } = await serve();
  const pushed = { push_data: { tag: '1.4.0' }, repository: { repo_name: 'team/charts' } };
  await fetch(`${url}?type=dockerhub`, { method: 'POST', body: JSON.stringify(pushed) });
  expect(noticed).toEqual([CHARTS]);
});

test('a message of more refs than can be compared concerns whatever is watched of its repository', async () => {
  const { noticed, post } = await serve(undefined, 100_000);
  const push = (count: number) =>
    JSON.stringify({
      eventType: 'git.push',
      resource: {
        repository: { remoteUrl: REPOSITORY, defaultBranch: 'refs/heads/x' },
        refUpdates: Array.from({ length: count }, (_, index) => ({ name: `refs/heads/b${index}` })),
      },
    });
  await post(push(32), { 'x-vss-activityid': 'a' });
  expect(noticed).toEqual([]);
  await post(push(1000), { 'x-vss-activityid': 'a' });
  expect(noticed).toEqual([REPOSITORY]);
});

test('a message is compared with each source once, in time that does not grow with the product of both', async () => {
  const many = Array.from({ length: 5000 }, (_, index) => ({
    repoURL: `${REPOSITORY}?${index}`,
    targetRevision: `<${index + 2}.0.0`,
    paths: [`apps/${index}`, `apps/*/${index}.yaml`],
  }));
  const asked: string[] = [];
  const { noticed, post } = await serve(undefined, 50_000_000, (place) => {
    asked.push(place);
    return many;
  });
  const commits = [{ modified: Array.from({ length: 20_000 }, (_, index) => `other/${index}/values.yaml`) }];
  const repository = { html_url: 'https://git.test/team/app', clone_url: 'https://git.test/team/app.git' };
  const began = performance.now();
  expect(await post(JSON.stringify({ ref: 'refs/tags/v1.0.0', repository, commits }))).toEqual([200, '']);
  expect(performance.now() - began).toBeLessThan(5000);
  expect([asked, noticed]).toEqual([['git.test/team/app'], []]);
});

test('a message of nobody is answered as it was recorded', async () => {
  const { post } = await serve();
  expect(await post('{}', {})).toEqual([400, 'Unknown webhook event\n']);
});
