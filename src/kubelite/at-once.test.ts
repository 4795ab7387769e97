/** What the cluster promises about time and cost: definitions that serve at once, watchers that share their bytes. */
import { expect, test } from 'vitest';
import { FakeClock } from '../testkit/fake-clock.ts';
import { ADMIN, createKubelite } from './index.ts';

const DEFINITION = {
  metadata: { name: 'gears.at.example' },
  spec: {
    group: 'at.example',
    scope: 'Namespaced',
    names: { plural: 'gears', kind: 'Gear' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
  },
};

function startCluster() {
  const kubelite = createKubelite({ clock: new FakeClock() });
  const authorization = [`Bearer ${kubelite.issueToken(ADMIN)}`];
  const handle = (method: string, url: string, body?: object) => {
    const headers = { authorization, 'content-type': [method === 'PATCH' ? 'application/merge-patch+json' : ''] };
    return kubelite.handle({ method, url, headers, body: Buffer.from(body ? JSON.stringify(body) : '') });
  };
  const ask = (method: string, url: string, body?: object) => {
    const answer = handle(method, url, body);
    if (answer.kind !== 'full') throw new Error('a stream');
    return { status: answer.status, body: JSON.parse(answer.body.toString()) };
  };
  const watch = (url: string, write: (chunk: Uint8Array | string) => void) => {
    const answer = handle('GET', url);
    if (answer.kind !== 'stream') throw new Error('no stream');
    const taken = (chunk: Uint8Array | string): boolean => {
      write(chunk);
      return true;
    };
    return answer.start({ write: taken, end: () => undefined });
  };
  return { ask, watch };
}

test('a custom resource is usable in the turn in which its definition was created, without waiting', () => {
  const { ask } = startCluster();
  expect(ask('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', DEFINITION).status).toBe(201);
  const gear = { apiVersion: 'at.example/v1', kind: 'Gear', metadata: { name: 'g' } };
  expect(ask('POST', '/apis/at.example/v1/namespaces/default/gears', gear).status).toBe(201);
  const definition = ask('GET', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gears.at.example').body;
  expect(definition.status.conditions).toContainEqual(expect.objectContaining({ type: 'Established', status: 'True' }));
  expect(ask('GET', '/apis/at.example/v1').body.resources).toContainEqual(expect.objectContaining({ name: 'gears' }));
});

test('five thousand watchers get one and the same buffer', () => {
  const { ask, watch } = startCluster();
  const path = '/api/v1/namespaces/default/configmaps';
  const seen = new Set<Uint8Array | string>();
  let events = 0;
  const stops = Array.from({ length: 5000 }, () =>
    watch(`${path}?watch=true`, (chunk) => {
      seen.add(chunk);
      events += 1;
    }),
  );
  ask('POST', path, { metadata: { name: 'a' }, data: { k: 'v' } });
  ask('PATCH', `${path}/a`, { data: { k: 'w' } });
  ask('DELETE', `${path}/a`);
  expect({ events, buffers: seen.size }).toEqual({ events: 15_000, buffers: 3 });
  for (const stop of stops) stop();
});

test('what leads to containers, nodes and Services is refused: nothing runs there', () => {
  const { ask } = startCluster();
  const pods = '/api/v1/namespaces/default/pods';
  ask('POST', pods, { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'i' }] } });
  const paths = ['exec?command=ls', 'attach', 'portforward', 'proxy'].map((way) => `${pods}/p/${way}`);
  expect(paths.map((path) => ask('GET', path).status)).toEqual([400, 400, 400, 400]);
  expect(ask('GET', '/api/v1/namespaces/default/services/kubernetes/proxy').status).toBe(503);
  expect(ask('GET', '/api/v1/nodes/node-1/proxy').status).toBe(404);
  expect(ask('GET', `${pods}/none/exec`).status).toBe(404);
});
