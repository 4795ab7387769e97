import { expect, test } from 'vitest';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { ADMIN, createKubelite } from '../index.ts';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

test('a Table is made of an object and its status, but not of what has no rows', () => {
  const kubelite = createKubelite({ clock: new FakeClock() });
  const authorization = [`Bearer ${kubelite.issueToken(ADMIN)}`];
  const ask = (method: string, url: string, body = ''): number => {
    const headers = { authorization, accept: [TABLE], 'content-type': ['application/json'] };
    return kubelite.handle({ method, url, headers, body: Buffer.from(body) }).status;
  };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a' },
    spec: { containers: [{ name: 'a', image: 'a' }] },
  };
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } };
  ask('POST', '/api/v1/namespaces/default/serviceaccounts', JSON.stringify(account));
  expect(ask('POST', '/api/v1/namespaces/default/pods', JSON.stringify(pod))).toBe(201);
  const at = '/api/v1/namespaces/default/pods/a';
  expect([at, `${at}/status`, `${at}/resize`, `${at}/ephemeralcontainers`].map((url) => ask('GET', url))).toEqual([
    200, 200, 406, 406,
  ]);
});
