import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repositoryPlace } from '../../base/repository-place.ts';
import { Secret } from '../../base/secret.ts';
import type { PushEvent, WebhookReading } from './push-event.ts';
import { readWebhook } from './read-webhook.ts';

const SECRET = new Secret('shared');
const bitbucketServer = {
  repository: {
    links: {
      clone: [
        { href: 'ssh://git@stash.test:7999/team/app.git', name: 'ssh' },
        { href: 'https://stash.test/scm/team/app.git', name: 'http' },
      ],
    },
  },
  changes: [{ ref: { id: 'refs/heads/main', displayId: 'main', type: 'BRANCH' }, type: 'UPDATE' }],
};
const azure = {
  eventType: 'git.push',
  resource: {
    refUpdates: [{ name: 'refs/heads/main' }, { name: 'refs/tags/v1' }],
    repository: { remoteUrl: 'https://dev.azure.com/team/_git/app', defaultBranch: 'refs/heads/main' },
  },
};
const harbor = {
  type: 'PUSH_ARTIFACT',
  event_data: {
    resources: [
      { digest: 'sha256:1', tag: '' },
      { tag: '1.2.0', resource_url: 'harbor.test:8443/team/charts:1.2.0' },
    ],
    repository: { name: 'charts', namespace: 'team', repo_full_name: 'team/charts' },
  },
};
const packageEvent = (action: string, type: string) => ({
  action,
  package: {
    name: 'charts',
    package_type: type,
    owner: { login: 'team' },
    package_version: { container_metadata: { tag: { name: '1.2.0' } } },
  },
});
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
const wrong = (setting: string): WebhookReading => ({
  kind: 'refused',
  message: `Webhook processing failed: the signature does not fit webhook.${setting.includes('.') ? setting : `${setting}.secret`}`,
});
const pushed = (...pushes: readonly Partial<PushEvent>[]): WebhookReading => ({
  kind: 'events',
  events: pushes.map((push) => ({ kind: 'push', urls, revision: 'main', touchesHead: true, files: [], ...push })),
});
const published = (repository: string, tag: string): WebhookReading => ({
  kind: 'events',
  events: [{ kind: 'artifact', repository, tag }],
});

const cases: readonly {
  readonly name: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: object | string;
  readonly secret?: Secret;
  readonly query?: string;
  readonly reading: WebhookReading;
}[] = [
  {
    name: 'GitHub, the default branch, no secret set',
    headers: { 'x-github-event': 'push' },
    body: github,
    reading: pushed({ urls, revision: 'main', touchesHead: true }),
  },
  {
    name: 'GitHub, signed, a branch with a slash',
    headers: {
      'x-github-event': 'push',
      'x-hub-signature-256': `sha256=${signature(JSON.stringify({ ...github, ref: 'refs/heads/fix/one' }))}`,
    },
    body: { ...github, ref: 'refs/heads/fix/one' },
    secret: SECRET,
    reading: pushed({ urls, revision: 'fix/one', touchesHead: false }),
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
    reading: pushed({ urls: ['https://gitlab.test/g/a'], revision: 'v1', touchesHead: false }),
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
    reading: pushed({ urls, revision: 'main', touchesHead: true }),
  },
  {
    name: 'a host that names no default branch',
    headers: { 'x-github-event': 'push' },
    body: { ref: 'refs/heads/x', repository: { html_url: 'https://h.test/a' } },
    reading: pushed({ urls: ['https://h.test/a'], revision: 'x', touchesHead: true }),
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
    reading: { kind: 'refused', message: 'Webhook processing failed: the payload is no JSON' },
  },
  { name: 'a list', headers: { 'x-github-event': 'push' }, body: [], reading: { kind: 'ignored' } },
  {
    name: 'GitHub tells which files were touched',
    headers: { 'x-github-event': 'push' },
    body: { ...github, commits: [{ added: ['a'], modified: ['b', 'a'] }, { removed: ['c'] }] },
    reading: pushed({ files: ['a', 'b', 'c'] }),
  },
  {
    name: 'a forced push may have undone more than it tells',
    headers: { 'x-github-event': 'push' },
    body: { ...github, forced: true, commits: [{ added: ['a'] }] },
    reading: pushed({}),
  },
  {
    name: 'GitLab tells of twenty commits at most',
    headers: { 'x-gitlab-event': 'Push Hook' },
    body: {
      ref: 'refs/heads/main',
      before: '1'.repeat(40),
      project: { web_url: 'https://gitlab.test/g/a' },
      total_commits_count: 21,
      commits: Array.from({ length: 20 }, () => ({ added: ['a'] })),
    },
    reading: pushed({ urls: ['https://gitlab.test/g/a'] }),
  },
  {
    name: 'GitLab tells of all',
    headers: { 'x-gitlab-event': 'Push Hook' },
    body: {
      ref: 'refs/heads/main',
      before: '1'.repeat(40),
      project: { web_url: 'https://gitlab.test/g/a' },
      total_commits_count: 1,
      commits: [{ added: ['a'] }],
    },
    reading: pushed({ urls: ['https://gitlab.test/g/a'], files: ['a'] }),
  },
  {
    name: 'Gitea and Forgejo, by the headers of Gogs',
    headers: {
      'x-gitea-event': 'push',
      'x-gogs-event': 'push',
      'x-github-event': 'push',
      'x-gitea-signature': 'x',
      'x-gogs-signature': signature(JSON.stringify(github)),
    },
    body: github,
    secret: SECRET,
    reading: pushed({}),
  },
  {
    name: 'Bitbucket, two branches and a tag that went',
    headers: { 'x-event-key': 'repo:push', 'x-hook-uuid': 'shared' },
    body: {
      repository: { links: { html: { href: 'https://bitbucket.org/team/app' } } },
      push: {
        changes: [
          { new: { type: 'branch', name: 'main' } },
          { new: { type: 'branch', name: 'fix/one' } },
          { new: null, old: { type: 'tag', name: 'v1' } },
        ],
      },
    },
    secret: SECRET,
    reading: pushed(
      ...['main', 'fix/one', 'v1'].map((revision) => ({ urls: ['https://bitbucket.org/team/app'], revision })),
    ),
  },
  {
    name: 'Bitbucket, of another hook',
    headers: { 'x-event-key': 'repo:push', 'x-hook-uuid': '{other}' },
    body: {},
    secret: SECRET,
    reading: wrong('bitbucket.uuid'),
  },
  {
    name: 'Bitbucket, a comment',
    headers: { 'x-event-key': 'repo:commit_comment_created', 'x-hook-uuid': 'x' },
    body: { repository: { links: { html: { href: 'https://bitbucket.org/team/app' } } } },
    reading: { kind: 'ignored' },
  },
  {
    name: 'Bitbucket Server, signed',
    headers: {
      'x-event-key': 'repo:refs_changed',
      'x-hub-signature': `sha256=${signature(JSON.stringify(bitbucketServer))}`,
    },
    body: bitbucketServer,
    secret: SECRET,
    reading: pushed({ urls: ['ssh://git@stash.test:7999/team/app.git', 'https://stash.test/scm/team/app.git'] }),
  },
  {
    name: 'Bitbucket Server, not signed',
    headers: { 'x-event-key': 'repo:refs_changed' },
    body: bitbucketServer,
    secret: SECRET,
    reading: wrong('bitbucketserver'),
  },
  {
    name: 'Bitbucket Server, a test of the connection',
    headers: { 'x-event-key': 'diagnostics:ping' },
    body: { test: true },
    reading: { kind: 'ignored' },
  },
  {
    name: 'Azure DevOps, by user and password',
    headers: { 'x-vss-activityid': 'a', authorization: `Basic ${Buffer.from('shared:shared').toString('base64')}` },
    body: azure,
    secret: SECRET,
    reading: pushed(
      { urls: ['https://dev.azure.com/team/_git/app'], revision: 'main', touchesHead: true },
      { urls: ['https://dev.azure.com/team/_git/app'], revision: 'v1', touchesHead: false },
    ),
  },
  {
    name: 'Azure DevOps, another password',
    headers: { 'x-vss-activityid': 'a', authorization: `Basic ${Buffer.from('shared:other').toString('base64')}` },
    body: azure,
    secret: SECRET,
    reading: wrong('azuredevops.password'),
  },
  {
    name: 'Azure DevOps, nobody',
    headers: { 'x-vss-activityid': 'a' },
    body: azure,
    secret: SECRET,
    reading: wrong('azuredevops.password'),
  },
  {
    name: 'GitHub, a tag, which a branch may be called like',
    headers: { 'x-github-event': 'push' },
    body: { ...github, ref: 'refs/tags/main', created: true, base_ref: 'refs/heads/main', commits: [] },
    reading: pushed({ revision: 'main', touchesHead: true }),
  },
  {
    name: 'GitHub, a branch that was deleted',
    headers: { 'x-github-event': 'push' },
    body: { ...github, ref: 'refs/heads/old', after: '0'.repeat(40), deleted: true, head_commit: null, commits: [] },
    reading: pushed({ revision: 'old', touchesHead: false }),
  },
  {
    name: 'GitHub, after the default branch became another one',
    headers: { 'x-github-event': 'push' },
    body: {
      ...github,
      ref: 'refs/heads/trunk',
      repository: { ...github.repository, default_branch: 'trunk', master_branch: 'main' },
    },
    reading: pushed({ revision: 'trunk', touchesHead: true }),
  },
  {
    name: 'GitLab, a branch that was deleted',
    headers: { 'x-gitlab-event': 'Push Hook' },
    body: {
      ...{ object_kind: 'push', ref: 'refs/heads/old', before: '1'.repeat(40), after: '0'.repeat(40) },
      ...{ checkout_sha: null, commits: [], total_commits_count: 0 },
      project: { web_url: 'https://gitlab.test/g/a', default_branch: 'main' },
    },
    reading: pushed({ urls: ['https://gitlab.test/g/a'], revision: 'old', touchesHead: false }),
  },
  {
    name: 'GitLab, a push as a whole installation tells it',
    headers: { 'x-gitlab-event': 'System Hook', 'x-gitlab-token': 'shared' },
    body: {
      ...{ event_name: 'push', ref: 'refs/heads/main', before: '1'.repeat(40), total_commits_count: 1 },
      commits: [{ added: [], modified: ['a'], removed: [] }],
      project: {
        web_url: 'https://gitlab.test/g/a',
        git_ssh_url: 'git@gitlab.test:g/a.git',
        git_http_url: 'https://gitlab.test/g/a.git',
        default_branch: 'main',
      },
    },
    secret: SECRET,
    reading: pushed({
      urls: ['https://gitlab.test/g/a', 'https://gitlab.test/g/a.git', 'git@gitlab.test:g/a.git'],
      files: ['a'],
    }),
  },
  {
    name: 'Bitbucket, nothing changed that is told',
    headers: { 'x-event-key': 'repo:push', 'x-hook-uuid': 'x' },
    body: { repository: { links: { html: { href: 'https://bitbucket.org/team/app' } } }, push: { changes: [] } },
    reading: { kind: 'ignored' },
  },
  {
    name: 'Bitbucket Server, a tag and a branch that was deleted',
    headers: { 'x-event-key': 'repo:refs_changed' },
    body: {
      ...bitbucketServer,
      changes: [
        { ref: { id: 'refs/tags/v1', displayId: 'v1', type: 'TAG' }, type: 'ADD' },
        { ref: { id: 'refs/heads/fix/one', displayId: 'fix/one', type: 'BRANCH' }, type: 'DELETE' },
      ],
    },
    reading: pushed(
      ...['v1', 'fix/one'].map((revision) => ({
        ...{ urls: ['ssh://git@stash.test:7999/team/app.git', 'https://stash.test/scm/team/app.git'], revision },
      })),
    ),
  },
  {
    name: 'Azure DevOps, a branch that was deleted, no secret set',
    headers: { 'x-vss-activityid': 'a' },
    body: {
      ...azure,
      resource: {
        ...azure.resource,
        refUpdates: [{ name: 'refs/heads/old', oldObjectId: '1'.repeat(40), newObjectId: '0'.repeat(40) }],
      },
    },
    reading: pushed({ urls: ['https://dev.azure.com/team/_git/app'], revision: 'old', touchesHead: false }),
  },
  {
    name: 'Azure DevOps, something other than a push',
    headers: { 'x-vss-activityid': 'a' },
    body: { ...azure, eventType: 'git.pullrequest.created' },
    reading: { kind: 'ignored' },
  },
  {
    name: 'Gogs, signed by somebody else',
    headers: { 'x-gogs-event': 'push', 'x-gogs-signature': signature(JSON.stringify(github), 'x') },
    body: github,
    secret: SECRET,
    reading: wrong('gogs'),
  },
  {
    name: 'Gogs, a branch that was made',
    headers: { 'x-gogs-event': 'create' },
    body: { ref: 'new', ref_type: 'branch', repository: github.repository },
    reading: { kind: 'ignored' },
  },
  {
    name: 'Harbor, something was pulled',
    headers: { authorization: 'shared' },
    body: { ...harbor, type: 'PULL_ARTIFACT' },
    secret: SECRET,
    reading: { kind: 'ignored' },
  },
  {
    name: 'Harbor with another header is nobody',
    headers: { authorization: 'sharex' },
    body: harbor,
    secret: SECRET,
    reading: { kind: 'refused', message: 'Unknown webhook event' },
  },
  {
    name: "GitHub's registry, signed by somebody else",
    headers: { 'x-github-event': 'package', 'x-hub-signature-256': `sha256=${signature('{}')}` },
    body: packageEvent('published', 'CONTAINER'),
    secret: SECRET,
    reading: wrong('github'),
  },
  {
    name: "GitHub's registry",
    headers: { 'x-github-event': 'package' },
    body: packageEvent('published', 'CONTAINER'),
    reading: published('ghcr.io/team/charts', '1.2.0'),
  },
  {
    name: "GitHub's registry, something was deleted",
    headers: { 'x-github-event': 'package' },
    body: packageEvent('deleted', 'CONTAINER'),
    reading: { kind: 'ignored' },
  },
  {
    name: "GitHub's registry, a package of another kind",
    headers: { 'x-github-event': 'package' },
    body: packageEvent('published', 'npm'),
    reading: { kind: 'ignored' },
  },
  {
    name: 'Harbor, by the header that was agreed on',
    headers: { authorization: 'shared' },
    body: harbor,
    secret: SECRET,
    reading: published('harbor.test:8443/team/charts', '1.2.0'),
  },
  {
    name: 'Harbor without a secret is nobody',
    headers: { authorization: 'shared' },
    body: harbor,
    reading: { kind: 'refused', message: 'Unknown webhook event' },
  },
  {
    name: 'Docker Hub, by the address',
    headers: {},
    query: 'type=dockerhub&secret=shared',
    body: { push_data: { tag: '1.27' }, repository: { repo_name: 'nginx' } },
    secret: SECRET,
    reading: published('docker.io/library/nginx', '1.27'),
  },
  {
    name: 'Docker Hub with another secret',
    headers: {},
    query: 'type=dockerhub&secret=other',
    body: { push_data: { tag: '1' }, repository: { namespace: 'team', name: 'app' } },
    secret: SECRET,
    reading: wrong('dockerhub'),
  },
];

test.each(cases)('$name', ({ headers, body, secret, query = '', reading }) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  // Harbor is asked first: only its own cases set the secret by which it is known.
  const secretOf = (key: string) => (key === 'harbor.secret' && !('authorization' in headers) ? undefined : secret);
  expect(readWebhook({ headers, query: new URLSearchParams(query), body: text, secretOf })).toEqual(reading);
});

const KINDS: readonly (readonly [string, IncomingHttpHeaders, string])[] = [
  ['gogs', { 'x-gogs-event': 'push' }, ''],
  ['github', { 'x-github-event': 'push' }, ''],
  ['github package', { 'x-github-event': 'package' }, ''],
  ['gitlab', { 'x-gitlab-event': 'Push Hook' }, ''],
  ['bitbucket', { 'x-hook-uuid': 'u', 'x-event-key': 'repo:push' }, ''],
  ['bitbucket server', { 'x-event-key': 'repo:refs_changed' }, ''],
  ['azure devops', { 'x-vss-activityid': 'a' }, ''],
  ['harbor', { authorization: 'shared' }, ''],
  ['docker hub', {}, 'type=dockerhub'],
];

/** Words of real payloads, so that random ones get deep into the readers. */
const WORDS = [
  ...['ref', 'repository', 'project', 'commits', 'added', 'changes', 'push', 'new', 'old', 'name', 'links', 'clone'],
  ...['html', 'href', 'id', 'html_url', 'web_url', 'remoteUrl', 'resource', 'refUpdates', 'eventType', 'type', 'tag'],
  ...[
    'event_data',
    'resources',
    'resource_url',
    'push_data',
    'package',
    'package_version',
    'action',
    '__proto__',
    'constructor',
  ],
];
const payload = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom(null, true, 0, '', 'refs/heads/main', 'git.push', 'PUSH_ARTIFACT', 'published', 'https://h.test/a'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(fc.constantFrom(...WORDS), tie('value')), { maxLength: 6 }).map(textOfMembers),
  ),
}));

/** Also names that objects of this language treat specially. */
function textOfMembers(members: readonly (readonly [string, unknown])[]): unknown {
  return JSON.parse(`{${members.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`);
}

test.each(KINDS)('whatever %s sends is read or refused, and never thrown', (_name, headers, query) => {
  fc.assert(
    fc.property(payload.value, (value) => {
      const secretOf = (key: string) => (key === 'harbor.secret' && headers['authorization'] ? SECRET : undefined);
      const request = { headers, query: new URLSearchParams(query), body: JSON.stringify(value), secretOf };
      expect(['events', 'ignored']).toContain(readWebhook(request).kind);
    }),
    { numRuns: 300 },
  );
});

/** A real payload of each kind, so that every value that a reader looks at is there to be replaced. */
const REAL: Readonly<Record<string, object>> = {
  gogs: { ...github, commits: [{ added: ['a'], modified: ['b'], removed: ['c'] }], total_commits: 1 },
  github: { ...github, commits: [{ added: ['a'], modified: ['b'], removed: ['c'] }], forced: false, created: false },
  'github package': packageEvent('published', 'container'),
  gitlab: {
    ref: 'refs/heads/main',
    before: '1',
    project: { web_url: 'https://h/a', git_http_url: 'https://h/a.git', git_ssh_url: 'x', default_branch: 'main' },
    commits: [{ added: ['a'], modified: ['b'], removed: ['c'] }],
    total_commits_count: 1,
  },
  bitbucket: {
    repository: { links: { html: { href: 'https://h/a' } } },
    push: { changes: [{ new: { name: 'main' }, old: { name: 'old' } }] },
  },
  'bitbucket server': bitbucketServer,
  'azure devops': azure,
  harbor,
  'docker hub': { push_data: { tag: '1' }, repository: { repo_name: 'a/b', namespace: 'a', name: 'b' } },
};

const ODD: readonly unknown[] = [null, true, 0, 1e300, '', 'x', [], {}, [null], [[]], [{}], [0], { length: 3 }];

/** The value with each of its parts replaced, one at a time. */
function replaced(value: unknown, by: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [by];
  const inner = Object.entries(value).flatMap(([key, part]) =>
    replaced(part, by).map((other) =>
      Array.isArray(value) ? value.map((one, at) => (String(at) === key ? other : one)) : { ...value, [key]: other },
    ),
  );
  return [by, ...inner];
}

test.each(KINDS)(
  'whatever stands in the place of a value in a payload of %s is read, and never thrown',
  (name, headers, query) => {
    const secretOf = (key: string) => (key === 'harbor.secret' && headers['authorization'] ? SECRET : undefined);
    const kindOf = (value: unknown) =>
      readWebhook({ headers, query: new URLSearchParams(query), body: JSON.stringify(value), secretOf }).kind;
    expect(kindOf(REAL[name])).toBe('events');
    for (const odd of ODD)
      for (const value of replaced(REAL[name], odd)) expect(['events', 'ignored']).toContain(kindOf(value));
  },
);

test('files are told only where each commit tells its own', () => {
  const commit = { added: ['a'] };
  const filesOf = (...commits: readonly unknown[]) => {
    const body = JSON.stringify({ ...github, commits });
    const request = {
      headers: { 'x-github-event': 'push' },
      query: new URLSearchParams(),
      body,
      secretOf: () => undefined,
    };
    const reading = readWebhook(request);
    return reading.kind === 'events' && reading.events.map((event) => event.kind === 'push' && event.files);
  };
  expect(filesOf(commit)).toEqual([['a']]);
  for (const odd of [null, 1, 'x', [], { added: [1] }]) expect(filesOf(commit, odd)).toEqual([[]]);
});

const refused = (message: string): WebhookReading => ({
  kind: 'refused',
  message: `Webhook processing failed: ${message}`,
});

test.each<[string, string, WebhookReading]>([
  ['nested a thousand deep', `${'['.repeat(1000)}${']'.repeat(1000)}`, { kind: 'ignored' }],
  ['nested deeper', `${'['.repeat(1001)}${']'.repeat(1001)}`, refused('the payload is no JSON')],
  ['of too many values', `[${'[],'.repeat(200_000)}1]`, refused('the payload has more than 250000 values')],
  ['cut', '{"ref": "refs/heads/main"', refused('the payload is no JSON')],
  ['a form', `payload=${encodeURIComponent(JSON.stringify(github))}`, refused('the payload is no JSON')],
  [
    'with a member twice',
    `{"ref": "refs/heads/x", ${JSON.stringify({ ...github, ref: 'refs/heads/main' }).slice(1)}`,
    pushed({}),
  ],
  [
    'with members that objects have by themselves',
    `{"__proto__": {"ref": "refs/heads/main"}, "repository": ${JSON.stringify(github.repository)}}`,
    { kind: 'ignored' },
  ],
  ['with a number beyond all', `${JSON.stringify(github).slice(0, -1)}, "total_commits": 1e999}`, pushed({})],
])('a payload %s', (_reason, body, reading) => {
  const headers = { 'x-github-event': 'push' };
  expect(readWebhook({ headers, query: new URLSearchParams(), body, secretOf: () => undefined })).toEqual(reading);
});

test.each([
  ['of SHA-1 alone', { 'x-hub-signature': `sha1=${createHmac('sha1', 'shared').update('{}').digest('hex')}` }],
  [
    'of SHA-1 in the place of SHA-256',
    { 'x-hub-signature-256': createHmac('sha1', 'shared').update('{}').digest('hex') },
  ],
  ['in Base64', { 'x-hub-signature-256': `sha256=${createHmac('sha256', 'shared').update('{}').digest('base64')}` }],
  ['cut', { 'x-hub-signature-256': `sha256=${signature('{}').slice(0, -2)}` }],
  ['with more behind it', { 'x-hub-signature-256': `sha256=${signature('{}')}00` }],
  ['twice', { 'x-hub-signature-256': `sha256=${signature('{}')}, sha256=${signature('{}')}` }],
  ['of another body', { 'x-hub-signature-256': `sha256=${signature('{} ')}` }],
  ['of no secret', { 'x-hub-signature-256': `sha256=${signature('{}', '')}` }],
])('a signature %s proves nothing', (_reason, more) => {
  const request = {
    headers: { 'x-github-event': 'push', ...more },
    query: new URLSearchParams(),
    body: '{}',
    secretOf: () => SECRET,
  };
  expect(readWebhook(request)).toEqual(wrong('github'));
});

test('addresses are compared in linear time', () => {
  const began = performance.now();
  for (const url of [
    '/'.repeat(200_000),
    `${'/'.repeat(200_000)}x`,
    `https://${'a@'.repeat(100_000)}`,
    `${'a:'.repeat(100_000)}/x`,
  ])
    repositoryPlace(url);
  expect(performance.now() - began).toBeLessThan(500);
});
