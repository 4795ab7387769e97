import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import type { WebhookReading } from './push-event.ts';
import { readWebhook } from './read-webhook.ts';

const SECRET = new Secret('shared');
const github = {
  ref: 'refs/heads/main',
  repository: {
    html_url: 'https://github.com/team/app',
    clone_url: 'https://github.com/team/app.git',
    default_branch: 'main',
  },
};
const urls = ['https://github.com/team/app', 'https://github.com/team/app.git'];
const signature = (body: string, secret = 'shared') => createHmac('sha256', secret).update(body).digest('hex');
const wrong = (host: string): WebhookReading => ({
  kind: 'refused',
  message: `the signature does not fit webhook.${host}.secret`,
});

const cases: readonly {
  readonly name: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: object | string;
  readonly secret?: Secret;
  readonly reading: WebhookReading;
}[] = [
  {
    name: 'GitHub, the default branch, no secret set',
    headers: { 'x-github-event': 'push' },
    body: github,
    reading: { kind: 'push', push: { urls, revision: 'main', touchesHead: true } },
  },
  {
    name: 'GitHub, signed, a branch with a slash',
    headers: {
      'x-github-event': 'push',
      'x-hub-signature-256': `sha256=${signature(JSON.stringify({ ...github, ref: 'refs/heads/fix/one' }))}`,
    },
    body: { ...github, ref: 'refs/heads/fix/one' },
    secret: SECRET,
    reading: { kind: 'push', push: { urls, revision: 'fix/one', touchesHead: false } },
  },
  {
    name: 'GitHub, signed by somebody else',
    headers: { 'x-github-event': 'push', 'x-hub-signature-256': `sha256=${signature(JSON.stringify(github), 'x')}` },
    body: github,
    secret: SECRET,
    reading: wrong('github'),
  },
  {
    name: 'GitHub, no signature where a secret is set',
    headers: { 'x-github-event': 'push' },
    body: github,
    secret: SECRET,
    reading: wrong('github'),
  },
  {
    name: 'a ping needs its signature, too',
    headers: { 'x-github-event': 'ping' },
    body: {},
    secret: SECRET,
    reading: wrong('github'),
  },
  { name: 'a ping', headers: { 'x-github-event': 'ping' }, body: { zen: 'x' }, reading: { kind: 'ignored' } },
  {
    name: 'GitLab, a tag, by the token',
    headers: { 'x-gitlab-event': 'Tag Push Hook', 'x-gitlab-token': 'shared' },
    body: { ref: 'refs/tags/v1', project: { web_url: 'https://gitlab.test/g/a', default_branch: 'main' } },
    secret: SECRET,
    reading: { kind: 'push', push: { urls: ['https://gitlab.test/g/a'], revision: 'v1', touchesHead: false } },
  },
  {
    name: 'GitLab, another token of the same length',
    headers: { 'x-gitlab-event': 'Push Hook', 'x-gitlab-token': 'sharex' },
    body: { ref: 'refs/heads/main', project: { web_url: 'https://gitlab.test/g/a' } },
    secret: SECRET,
    reading: wrong('gitlab'),
  },
  {
    name: 'a system hook about a member',
    headers: { 'x-gitlab-event': 'System Hook' },
    body: { event_name: 'user_add_to_team' },
    reading: { kind: 'ignored' },
  },
  {
    name: 'Gogs, which sends headers of GitHub as well',
    headers: {
      'x-gogs-event': 'push',
      'x-github-event': 'push',
      'x-gogs-signature': signature(JSON.stringify(github)),
    },
    body: github,
    secret: SECRET,
    reading: { kind: 'push', push: { urls, revision: 'main', touchesHead: true } },
  },
  {
    name: 'a host that names no default branch',
    headers: { 'x-github-event': 'push' },
    body: { ref: 'refs/heads/x', repository: { html_url: 'https://h.test/a' } },
    reading: { kind: 'push', push: { urls: ['https://h.test/a'], revision: 'x', touchesHead: true } },
  },
  {
    name: 'no header of a host',
    headers: {},
    body: github,
    reading: { kind: 'refused', message: 'Unknown webhook event' },
  },
  {
    name: 'no JSON',
    headers: { 'x-github-event': 'push' },
    body: '{"ref":',
    reading: { kind: 'refused', message: 'the payload is no JSON' },
  },
  { name: 'a list', headers: { 'x-github-event': 'push' }, body: [], reading: { kind: 'ignored' } },
];

test.each(cases)('$name', ({ headers, body, secret, reading }) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  expect(readWebhook({ headers, body: text, secretOf: () => secret })).toEqual(reading);
});
