import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../adapters/system-clock/system-clock.ts';
import { AppError } from '../../base/errors.ts';
import { Secret } from '../../base/secret.ts';
import { createAccounts } from '../../services/accounts/index.ts';
import { memoryInstallation } from '../../testkit/memory-installation.ts';
import { until } from '../../testkit/until.ts';
import type { Call, Reply } from '../dispatch.ts';
import type { Listening } from '../http/listener.ts';
import { startApiServer } from '../server.ts';

let answer: (call: Call) => Promise<Reply>;
let calls: Call[];
let defects: unknown[];
let server: Listening;

beforeEach(async () => {
  [calls, defects] = [[], []];
  answer = async () => ({ kind: 'value', value: {} });
  const secret = new Map([['server.secretkey', new Secret('k')]]);
  const accounts = createAccounts({
    installation: memoryInstallation({ secret }),
    clock: systemClock,
    comparePassword: async () => false,
    newId: () => 'id',
  });
  server = await startApiServer({
    host: '127.0.0.1',
    port: 0,
    hosts: ['127.0.0.1'],
    pageFolder: '',
    accounts,
    onDefect: (error) => defects.push(error),
    dispatch: (call) => {
      calls.push(call);
      return answer(call);
    },
  });
});

afterEach(() => server.close());

interface Sent {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function ask(path: string, { method = 'GET', body, headers = {} }: Sent = {}) {
  return new Promise<{ readonly status: number | undefined; readonly body: string }>((resolve, reject) => {
    const all = { 'content-type': 'application/json', ...headers };
    const options = { host: '127.0.0.1', port: server.port, path, method, headers: all, agent: false };
    const sent = request(options, async (reply) => resolve({ status: reply.statusCode, body: await text(reply) }));
    sent.on('error', reject).end(body);
  });
}

const SYNC = '/api/v1/applications/web/sync';
const error = (code: number, message: string) => JSON.stringify({ error: message, code, message });

test('path, query and body make one message; what is not in the table does not', async () => {
  await ask(`${SYNC}?name=other&dryRun=true&colour=red`, { method: 'POST', body: '{"prune":true,"name":"third"}' });
  expect(calls.map((call) => [call.method.name, call.request])).toEqual([
    ['Sync', { name: 'web', dryRun: true, prune: true }],
  ]);
});

test.each([
  ['no JSON', '{"a":', /^\{"error":"[^"]+/],
  ['no object', '[1]', /the body must be a JSON object/],
  ['a field of another type', '{"prune":"yes"}', /prune: expected/],
])('a body that is %s is a fault of the caller', async (_reason, body, message) => {
  const reply = await ask(SYNC, { method: 'POST', body });
  expect([reply.status, JSON.parse(reply.body).code]).toEqual([400, 3]);
  expect(reply.body).toMatch(message);
  expect([calls, defects]).toEqual([[], []]);
});

test('an empty body is an empty message', async () => {
  expect((await ask(SYNC, { method: 'POST' })).status).toBe(200);
});

test('a body that is too large is refused with an answer, not with a broken connection', async () => {
  const reply = await ask(SYNC, { method: 'POST', body: `{"x":"${'y'.repeat(8 * 1024 * 1024)}"}` });
  expect([reply.status, reply.body]).toEqual([400, error(3, 'the request body is larger than 3145728 bytes')]);
});

test.each<[string, Error, number, string]>([
  ['of the caller', new AppError({ code: 'x', kind: 'user', message: 'no' }), 400, error(3, 'no')],
  ['of the world', new AppError({ code: 'x', kind: 'transient', message: 'later' }), 503, error(14, 'later')],
  [
    'with a hint',
    new AppError({ code: 'kube.conflict', kind: 'transient', message: 'changed', hint: 'Again.' }),
    409,
    error(10, 'changed. Again.'),
  ],
  ['of our own', new TypeError('secret detail'), 500, error(13, 'internal error')],
])('a fault %s', async (_reason, fault, status, body) => {
  answer = () => Promise.reject(fault);
  expect(await ask('/api/version')).toEqual({ status, body });
  expect(defects).toEqual(fault instanceof AppError ? [] : [fault]);
});

test('a stream that fails ends with its error as the last line', async () => {
  async function* messages() {
    yield { type: 'ADDED', application: { metadata: { name: 'web' }, spec: {} } };
    throw new AppError({ code: 'api.permission-denied', kind: 'user', message: 'permission denied' });
  }
  answer = async () => ({ kind: 'stream', messages: messages() });
  const { status, body } = await ask('/api/v1/stream/applications?fields=result.type');
  const fault = { grpc_code: 7, http_code: 403, message: 'permission denied', http_status: 'Forbidden' };
  expect([status, body]).toEqual([200, `{"result":{"type":"ADDED"}}\n${JSON.stringify({ error: fault })}\n`]);
});

test('who hangs up aborts the call', async () => {
  answer = () => new Promise(() => undefined);
  const options = { host: '127.0.0.1', port: server.port, path: '/api/version', agent: false };
  const sent = request(options).on('error', () => undefined);
  sent.end();
  await until(() => calls.length === 1);
  expect(calls[0]?.signal.aborted).toBe(false);
  sent.destroy();
  await until(() => calls[0]?.signal.aborted === true);
});

test('a token of nobody is nobody', async () => {
  await ask('/api/version', { headers: { authorization: 'Bearer x.y.z' } });
  await ask('/api/version');
  expect(calls.map(({ identify }) => identify())).toEqual([undefined, undefined]);
});
