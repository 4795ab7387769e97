import { expect, test } from 'vitest';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { ADMIN, createKubelite } from '../index.ts';

const SECRETS = '/api/v1/namespaces/default/secrets';
const secret = { metadata: { name: 'a' }, stringData: { password: 'canary' } };

function startCluster() {
  const lines: string[] = [];
  const kubelite = createKubelite({ clock: new FakeClock(), audit: (line) => lines.push(line), authorization: 'rbac' });
  const ask = (method: string, url: string, options: { readonly body?: object; readonly as?: string } = {}): void => {
    const token = kubelite.issueToken(options.as === undefined ? ADMIN : { name: options.as, groups: [] });
    const headers = { authorization: [`Bearer ${token}`], 'content-type': ['application/json'] };
    kubelite.handle({ method, url, headers, body: Buffer.from(options.body ? JSON.stringify(options.body) : '') });
  };
  return { ask, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') };
}

const ALLOWED = { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': '' };

test('a refusal is told as the client was told it', () => {
  const { ask, last } = startCluster();
  ask('GET', `${SECRETS}/nope`);
  expect(last()).toMatchObject({
    responseStatus: {
      metadata: {},
      status: 'Failure',
      message: 'secrets "nope" not found',
      reason: 'NotFound',
      details: { name: 'nope', kind: 'secrets' },
      code: 404,
    },
    annotations: ALLOWED,
  });
});

test('what roles decided, and why, is noted', () => {
  const { ask, last } = startCluster();
  ask('GET', SECRETS, { as: 'bob' });
  expect(last().annotations).toEqual({ 'authorization.k8s.io/decision': 'forbid', 'authorization.k8s.io/reason': '' });
  ask('GET', '/apis', { as: 'bob' });
  expect(last().annotations).toEqual({
    'authorization.k8s.io/decision': 'allow',
    'authorization.k8s.io/reason':
      'RBAC: allowed by ClusterRoleBinding "system:discovery" of ClusterRole "system:discovery" to Group "system:authenticated"',
  });
});

test('a deletion that is answered with a Status says which object it was', () => {
  const { ask, last } = startCluster();
  ask('POST', SECRETS, { body: secret });
  expect(last().responseStatus).toEqual({ metadata: {}, code: 201 });
  ask('DELETE', `${SECRETS}/a`);
  expect(last().responseStatus).toEqual({
    metadata: {},
    status: 'Success',
    details: { name: 'a', kind: 'secrets', uid: expect.any(String) },
    code: 200,
  });
});

test('nothing of what a Secret holds is in the log', () => {
  const { ask, lines } = startCluster();
  ask('POST', SECRETS, { body: secret });
  ask('GET', `${SECRETS}/a`);
  expect(lines.join('\n')).not.toMatch(/canary|Y2FuYXJ5/);
});
