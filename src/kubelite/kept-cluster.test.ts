import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeClock } from '../testkit/fake-clock.ts';
import { ADMIN, createKubelite, type Kubelite } from './index.ts';

const SCHEMA = { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object' } } } };
const DEFINITION = {
  metadata: { name: 'widgets.x.io' },
  spec: {
    group: 'x.io',
    scope: 'Namespaced',
    names: { plural: 'widgets', kind: 'Widget' },
    versions: [{ name: 'v1', served: true, storage: true, schema: SCHEMA }],
  },
};
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const WIDGETS = '/apis/x.io/v1/namespaces/default/widgets';

let data: string;
let clock: FakeClock;
let token: string;
let running: Kubelite | undefined;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'kubelite-'));
  clock = new FakeClock();
  start();
  token = running?.issueToken(ADMIN) ?? '';
});

afterEach(async () => {
  await running?.close();
  rmSync(data, { recursive: true, force: true });
});

function start(options: { readonly controllers?: boolean } = {}): Kubelite {
  running = createKubelite({ clock, data, ...options });
  return running;
}

async function restart(options: { readonly controllers?: boolean } = {}): Promise<Kubelite> {
  await running?.close();
  return start(options);
}

/** With the token of the first run. */
function ask(method: string, url: string, body?: object) {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const answer = running?.handle({
    method,
    url,
    headers: { authorization: [`Bearer ${token}`], 'content-type': [type] },
    body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
  });
  if (answer?.kind !== 'full') throw new Error('not a full answer');
  const text = String(answer.body);
  return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text };
}

function widget(finalizers: readonly string[] = []) {
  return { apiVersion: 'x.io/v1', kind: 'Widget', metadata: { name: 'w', finalizers } };
}

test('objects, custom resources and tokens go on', async () => {
  expect(ask('POST', DEFINITIONS, DEFINITION).status).toBe(201);
  expect(ask('POST', WIDGETS, widget()).status).toBe(201);
  const before = ask('GET', `${WIDGETS}/w`);
  await restart({ controllers: true });
  expect(ask('GET', `${WIDGETS}/w`)).toEqual(before);
});

test('a definition that was being deleted still waits for its objects, and goes with the last', async () => {
  ask('POST', DEFINITIONS, DEFINITION);
  ask('POST', WIDGETS, widget(['x.io/held']));
  ask('DELETE', `${DEFINITIONS}/widgets.x.io`);
  await restart();
  expect(ask('GET', `${DEFINITIONS}/widgets.x.io`).body.metadata.deletionTimestamp).toBeDefined();
  expect(ask('PATCH', `${WIDGETS}/w`, { metadata: { finalizers: null } }).status).toBe(200);
  expect(ask('GET', `${DEFINITIONS}/widgets.x.io`).status).toBe(404);
  expect(ask('GET', WIDGETS).status).toBe(404);
});

test('a node that was created and not made ready becomes ready', async () => {
  ask('POST', '/api/v1/nodes', { metadata: { name: 'node-1' } });
  expect(ask('GET', '/api/v1/nodes/node-1').body.spec.taints).toHaveLength(1);
  await restart({ controllers: true });
  const { spec, status } = ask('GET', '/api/v1/nodes/node-1').body;
  expect(spec.taints).toBeUndefined();
  expect(status.conditions).toMatchObject([{ type: 'Ready', status: 'True' }]);
});

test('the address and the CA stay; a taken port is replaced by a free one', async () => {
  const first = await running?.listen();
  const config = running?.kubeconfig(ADMIN);
  const second = await (await restart()).listen();
  expect(second).toEqual(first);
  expect(withoutToken(running?.kubeconfig(ADMIN))).toEqual(withoutToken(config));
  await running?.close();
  const { port } = new URL(second.url);
  const other = createServer().listen(Number(port), '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const third = await start().listen();
  expect(third.caCertificate).toBe(second.caCertificate);
  expect(new URL(third.url).port).not.toBe(port);
  expect(readFileSync(join(data, 'port'), 'utf8')).toBe(`${new URL(third.url).port}\n`);
  other.close();
});

function withoutToken(kubeconfig = ''): object {
  const { users: _, ...rest } = JSON.parse(kubeconfig);
  return rest;
}

test('a simulated cluster starts again with what it had, down to the addresses of Services', async () => {
  await restart({ controllers: true });
  const [before] = running?.access.list({ group: '', plural: 'services' }) ?? [];
  await restart({ controllers: true });
  expect(running?.access.list({ group: '', plural: 'services' })).toEqual([before]);
  clock.advanceSync(100);
  expect(running?.access.list({ group: 'networking.k8s.io', plural: 'ipaddresses' })).toHaveLength(1);
});
