import { connect } from 'node:http2';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../adapters/system-clock/system-clock.ts';
import { until } from '../../testkit/until.ts';
import { ADMIN, createKubelite, type Kubelite } from '../index.ts';

let kubelite: Kubelite;
let address: { readonly url: string; readonly caCertificate: string };
let authorization = '';

beforeAll(async () => {
  kubelite = createKubelite({ clock: systemClock });
  address = await kubelite.listen();
  authorization = `Bearer ${kubelite.issueToken(ADMIN)}`;
});
afterAll(() => kubelite.close());

function openSession() {
  return connect(address.url, { ca: address.caCertificate });
}

test('HTTP/2: many requests and a watch on one connection', async () => {
  const session = openSession();
  const ask = (path: string, more: Record<string, string> = {}) =>
    session.request({ ':path': path, authorization, ...more });
  const watch = ask('/api/v1/namespaces/default/configmaps?watch=true');
  let seen = '';
  watch.on('data', (chunk) => (seen += String(chunk)));
  const create = ask('/api/v1/namespaces/default/configmaps', {
    ':method': 'POST',
    'content-type': 'application/json',
  });
  create.end(JSON.stringify({ metadata: { name: 'a' } }));
  expect(JSON.parse(await text(create)).metadata.name).toBe('a');
  await until(() => seen.includes('"ADDED"'));
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => text(ask('/api/v1/namespaces/default/configmaps/a'))),
  );
  expect(new Set(answers.map((answer) => JSON.parse(answer).metadata.name))).toEqual(new Set(['a']));
  watch.close();
  session.close();
});

test('HTTP/2: repeated headers stay apart', async () => {
  const session = openSession();
  const headers = { ':path': '/apis/authentication.k8s.io/v1/selfsubjectreviews', ':method': 'POST' };
  const groups = {
    'impersonate-user': 'jane',
    'impersonate-group': ['one', 'two'],
    'content-type': 'application/json',
  };
  const asked = session.request({ ...headers, authorization, ...groups });
  asked.end('{}');
  expect(JSON.parse(await text(asked)).status.userInfo.groups).toEqual(['one', 'two', 'system:authenticated']);
  session.close();
});

test('HTTP/1.1 where the client wishes it, and too large bodies are refused on both', async () => {
  const asked = request(`${address.url}/api/v1/namespaces/default/configmaps`, {
    method: 'POST',
    ca: address.caCertificate,
    headers: { authorization, 'content-type': 'application/json' },
  });
  const answer = new Promise<{ readonly code: number; readonly version: string }>((resolve, reject) => {
    asked.on('response', ({ statusCode = 0, httpVersion }) => resolve({ code: statusCode, version: httpVersion }));
    asked.on('error', reject);
  });
  asked.end(Buffer.alloc(3 * 1024 * 1024 + 1, ' '));
  expect(await answer).toEqual({ code: 413, version: '1.1' });
});

test('closing ends what is open', async () => {
  const other = createKubelite({ clock: systemClock });
  const { url, caCertificate } = await other.listen();
  const session = connect(url, { ca: caCertificate });
  const headers = { ':path': '/api/v1/configmaps?watch=true', authorization: `Bearer ${other.issueToken(ADMIN)}` };
  const watch = session.request(headers);
  await new Promise((resolve) => watch.on('response', resolve));
  const ended = new Promise((resolve) => session.on('close', resolve));
  session.on('error', () => undefined);
  watch.on('error', () => undefined);
  watch.resume();
  await other.close();
  await ended;
});
