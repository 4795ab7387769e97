import { expect, test } from 'vitest';
import { FakeClock } from '../testkit/fake-clock.ts';
import { ADMIN, createKubelite } from './index.ts';
import type { ApiRequest } from './requests/api-request.ts';

function startCluster() {
  const kubelite = createKubelite({ clock: new FakeClock() });
  const token = kubelite.issueToken(ADMIN);
  const ask = (method: string, url: string, body?: object | string, headers: Record<string, string> = {}) => {
    const request: ApiRequest = {
      method,
      url,
      headers: {
        authorization: [`Bearer ${token}`],
        ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      },
      body: Buffer.from(body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)),
    };
    const answer = kubelite.handle(request);
    if (answer.kind !== 'full') throw new Error('a stream');
    return { status: answer.status, body: JSON.parse(answer.body.toString()) };
  };
  return { kubelite, ask };
}

test('an object is created, read, changed, listed and deleted', () => {
  const { ask } = startCluster();
  const path = '/api/v1/namespaces/default/configmaps';
  const created = ask('POST', path, { metadata: { name: 'a' }, data: { x: '1' } });
  expect(created.status).toBe(201);
  expect(ask('GET', `${path}/a`).body).toEqual(created.body);
  const stale = ask('PUT', `${path}/a`, { metadata: { name: 'a', resourceVersion: '1' } });
  expect(stale.body.message).toBe(
    'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
  );
  const changed = ask('PUT', `${path}/a`, { ...created.body, data: { x: '2' } });
  expect(Number(changed.body.metadata.resourceVersion)).toBeGreaterThan(Number(created.body.metadata.resourceVersion));
  expect(ask('GET', path).body.items.map((item: { data: unknown }) => item.data)).toEqual([{ x: '2' }]);
  expect(ask('DELETE', `${path}/a`).body.status).toBe('Success');
  expect(ask('GET', `${path}/a`).status).toBe(404);
});

test('a write that changes nothing keeps the version', () => {
  const { ask } = startCluster();
  const path = '/api/v1/namespaces/default/configmaps';
  const created = ask('POST', path, { metadata: { name: 'a' }, data: { x: '1' } });
  const again = ask('PATCH', `${path}/a`, { data: { x: '1' } }, { 'content-type': 'application/merge-patch+json' });
  expect(again.body).toEqual(created.body);
});

test('what is empty comes back as storage keeps it', () => {
  const { ask } = startCluster();
  const path = '/api/v1/namespaces/default/limitranges';
  expect(ask('POST', path, { metadata: { name: 'l' }, spec: { limits: [] } }).body.spec).toEqual({ limits: null });
  const created = ask('GET', `${path}/l`).body;
  expect(ask('PUT', `${path}/l`, { ...created, spec: { limits: [] } }).body).toEqual(created);
});

test('a page of a list belongs to the version of its first page', () => {
  const { ask } = startCluster();
  const path = '/api/v1/namespaces/default/configmaps';
  for (const name of ['a', 'b', 'c']) ask('POST', path, { metadata: { name } });
  const first = ask('GET', `${path}?limit=2`).body;
  ask('DELETE', `${path}/c`);
  const second = ask('GET', `${path}?limit=2&continue=${first.metadata.continue}`).body;
  expect([...first.items, ...second.items].map((item) => item.metadata.name)).toEqual(['a', 'b', 'c']);
  expect(second.metadata).toEqual({ resourceVersion: first.metadata.resourceVersion });
});
