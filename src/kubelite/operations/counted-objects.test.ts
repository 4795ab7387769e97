import { expect, test } from 'vitest';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { ADMIN, createKubelite } from '../index.ts';

function startCluster() {
  const clock = new FakeClock();
  const kubelite = createKubelite({ clock, controllers: { nodes: 1 } });
  const token = kubelite.issueToken(ADMIN);
  const ask = (method: string, path: string, body?: object) => {
    const answer = kubelite.handle({
      method,
      url: `/api/v1/namespaces/default/${path}`,
      headers: { authorization: [`Bearer ${token}`] },
      body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
    });
    if (answer.kind !== 'full') throw new Error('a stream');
    clock.advanceSync(0);
    return { status: answer.status, body: JSON.parse(answer.body.toString()) };
  };
  return { ask };
}

test('a quota tells what is used and refuses what exceeds it', () => {
  const { ask } = startCluster();
  const hard = { 'count/configmaps': '2', secrets: '0', 'services.nodeports': '1' };
  ask('POST', 'resourcequotas', { metadata: { name: 'quota' }, spec: { hard } });
  const used = () => ask('GET', 'resourcequotas/quota').body.status.used;
  // Every namespace has its root certificate.
  expect(used()).toEqual({ 'count/configmaps': '1', secrets: '0', 'services.nodeports': '0' });
  expect(ask('POST', 'configmaps', { metadata: { name: 'a' } }).status).toBe(201);
  const refused = ask('POST', 'configmaps', { metadata: { name: 'b' } });
  expect(refused.status).toBe(403);
  expect(refused.body.message).toBe(
    'configmaps "b" is forbidden: exceeded quota: quota, requested: count/configmaps=1, used: count/configmaps=2, limited: count/configmaps=2',
  );
  expect(ask('POST', 'secrets', { metadata: { name: 's' } }).status).toBe(403);
  const spec = { type: 'NodePort', ports: [1, 2].map((port) => ({ name: `p${port}`, port })) };
  expect(ask('POST', 'services', { metadata: { name: 'web' }, spec }).status).toBe(403);
  ask('DELETE', 'configmaps/a');
  expect(used()).toMatchObject({ 'count/configmaps': '1' });
  expect(ask('POST', 'configmaps', { metadata: { name: 'b' } }).status).toBe(201);
});
