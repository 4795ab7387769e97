import { expect, test } from 'vitest';
import { FakeClock } from '../testkit/fake-clock.ts';
import { ADMIN, createKubelite, type KubeliteOptions, type KubeliteUser } from './index.ts';

function startCluster(options: Partial<KubeliteOptions> = {}) {
  const clock = new FakeClock();
  const lines: string[] = [];
  const kubelite = createKubelite({ clock, audit: (line) => lines.push(line), ...options });
  const ask = (
    method: string,
    url: string,
    request: { readonly body?: object; readonly token?: string; readonly headers?: Record<string, string[]> } = {},
  ) => {
    const { body, token = kubelite.issueToken(ADMIN), headers = {} } = request;
    const answer = kubelite.handle({
      method,
      url,
      headers: { ...(token !== '' && { authorization: [`Bearer ${token}`] }), 'user-agent': ['test/1'], ...headers },
      body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
    });
    if (answer.kind !== 'full') return { status: answer.status, body: undefined };
    const text = answer.body.toString();
    return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text };
  };
  return { clock, kubelite, ask, audit: () => lines.map((line) => JSON.parse(line)) };
}

const SOMEBODY: KubeliteUser = { name: 'somebody', groups: ['team'] };
const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

test('without credentials: health and version only', () => {
  const { ask } = startCluster();
  expect(
    ['/healthz', '/livez', '/readyz', '/version', '/api/v1/namespaces', '/apis'].map(
      (path) => ask('GET', path, { token: '' }).status,
    ),
  ).toEqual([200, 200, 200, 200, 401, 401]);
});

test('whoever is known may do everything, unless roles decide', () => {
  const trial = startCluster();
  expect(trial.ask('GET', CONFIG_MAPS, { token: trial.kubelite.issueToken(SOMEBODY) }).status).toBe(200);
  const strict = startCluster({ authorization: 'rbac' });
  const token = strict.kubelite.issueToken(SOMEBODY);
  expect(strict.ask('GET', CONFIG_MAPS, { token }).body.message).toBe(
    'configmaps is forbidden: User "somebody" cannot list resource "configmaps" in API group "" in the namespace "default"',
  );
});

test('a binding of a role gives what the role says, in its namespace', () => {
  const { ask, kubelite } = startCluster({ authorization: 'rbac' });
  const roles = '/apis/rbac.authorization.k8s.io/v1/namespaces/default';
  const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list'] }];
  expect(ask('POST', `${roles}/roles`, { body: { metadata: { name: 'reader' }, rules } }).status).toBe(201);
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' };
  const subjects = [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'team' }];
  expect(ask('POST', `${roles}/rolebindings`, { body: { metadata: { name: 'r' }, roleRef, subjects } }).status).toBe(
    201,
  );
  const token = kubelite.issueToken(SOMEBODY);
  expect(ask('GET', CONFIG_MAPS, { token }).status).toBe(200);
  expect(ask('POST', CONFIG_MAPS, { token, body: { metadata: { name: 'a' } } }).status).toBe(403);
  expect(ask('GET', '/api/v1/namespaces/kube-system/configmaps', { token }).status).toBe(403);
});

test('a token of a service account holds until it is over or the account is gone', () => {
  const { ask, clock } = startCluster();
  const accounts = '/api/v1/namespaces/default/serviceaccounts';
  ask('POST', accounts, { body: { metadata: { name: 'bob' } } });
  const issue = (): string =>
    ask('POST', `${accounts}/bob/token`, { body: { spec: { expirationSeconds: 600 } } }).body.status.token;
  const review = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
  const token = issue();
  expect(ask('POST', review, { token, body: {} }).body.status.userInfo).toMatchObject({
    username: 'system:serviceaccount:default:bob',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'],
  });
  const [header, claims] = token.split('.');
  expect(ask('GET', CONFIG_MAPS, { token: `${header}.${claims}.AAAA` }).status).toBe(401);
  // Clocks may differ by a minute, as a server grants.
  clock.advanceSync(660_000);
  expect(ask('GET', CONFIG_MAPS, { token }).status).toBe(200);
  clock.advanceSync(1000);
  expect(ask('GET', CONFIG_MAPS, { token }).status).toBe(401);
  const next = issue();
  ask('DELETE', `${accounts}/bob`);
  expect(ask('GET', CONFIG_MAPS, { token: next }).status).toBe(401);
});

test('an impersonated user counts, and the audit log names both', () => {
  const { ask, audit } = startCluster({ authorization: 'rbac' });
  const headers = { 'impersonate-user': ['jane'], 'impersonate-group': ['team', 'others'] };
  expect(ask('GET', CONFIG_MAPS, { headers }).status).toBe(403);
  expect(audit().at(-1)).toMatchObject({
    user: { username: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] },
    impersonatedUser: { username: 'jane', groups: ['team', 'others', 'system:authenticated'] },
    verb: 'list',
    responseStatus: { code: 403 },
  });
});

test('the audit log tells who did what, where, and how it ended', () => {
  const { ask, audit } = startCluster();
  ask('POST', `${CONFIG_MAPS}?dryRun=All`, { body: { metadata: { generateName: 'a-' } } });
  ask('PATCH', '/apis/apps/v1/namespaces/default/deployments/x/status', {
    body: {},
    headers: { 'content-type': ['application/merge-patch+json'] },
  });
  const [created, patched] = audit();
  expect(created).toMatchObject({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    stage: 'ResponseComplete',
    requestURI: `${CONFIG_MAPS}?dryRun=All`,
    verb: 'create',
    userAgent: 'test/1',
    objectRef: { resource: 'configmaps', namespace: 'default', apiVersion: 'v1' },
    responseStatus: { code: 201 },
  });
  expect(created.objectRef.name).toMatch(/^a-\w{5}$/);
  expect(patched).toMatchObject({
    verb: 'patch',
    objectRef: {
      resource: 'deployments',
      namespace: 'default',
      name: 'x',
      apiGroup: 'apps',
      apiVersion: 'v1',
      subresource: 'status',
    },
    responseStatus: { code: 404 },
  });
});

test('the audit log names what was to be created and was refused', () => {
  const { ask, audit } = startCluster();
  ask('POST', CONFIG_MAPS, { body: { metadata: { name: 'Not_Valid' } } });
  expect(audit()[0]).toMatchObject({
    objectRef: { resource: 'configmaps', namespace: 'default', name: 'Not_Valid' },
    responseStatus: { code: 422 },
  });
});

test('a watch is in the audit log when it starts and when it ends', () => {
  const { kubelite, audit } = startCluster();
  const headers = { authorization: [`Bearer ${kubelite.issueToken(ADMIN)}`] };
  const answer = kubelite.handle({ method: 'GET', url: `${CONFIG_MAPS}?watch=1`, headers, body: Buffer.alloc(0) });
  if (answer.kind !== 'stream') throw new Error('no stream');
  const stop = answer.start({ write: () => true, end: () => undefined });
  stop();
  expect(audit().map(({ verb, stage }) => `${verb} ${stage}`)).toEqual([
    'watch ResponseStarted',
    'watch ResponseComplete',
  ]);
});
