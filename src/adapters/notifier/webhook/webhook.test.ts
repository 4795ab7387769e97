import { describe, expect, test } from 'vitest';
import { Secret } from '../../../base/secret.ts';
import { notifierContract } from '../../../testkit/contracts/notifier.contract.ts';
import { notifiedServer } from '../../../testkit/notified-server.ts';
import { createHttpClient } from '../../http-client/http-client.ts';
import { createWebhook, type WebhookOptions } from './webhook.ts';

const CANARY = 'CANARY-hook';
const STATUS = { well: 204, denying: 403, busy: 429, 'unknown-recipient': 404 } as const;

async function open(options: Partial<WebhookOptions> = {}) {
  const stack = new AsyncDisposableStack();
  const http = createHttpClient({ egress: 'any', userAgent: 'test' });
  stack.defer(() => http.close());
  const served = stack.use(
    await notifiedServer({
      textOf: ({ body }) => body.toString(),
      answer: (response, mood) => void response.writeHead(STATUS[mood], { 'retry-after': '7' }).end(CANARY),
    }),
  );
  const url = new Secret(`${served.server.url}/hooks/${CANARY}?key=${CANARY}`);
  const port = createWebhook({ http, url, headers: { 'x-token': new Secret(CANARY) }, access: {}, ...options });
  return { ...served, port, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

notifierContract('webhook', async () => {
  const given = await open();
  return {
    ...given,
    received: () => given.received,
    recipient: '',
    notification: (message) => ({ message, fields: { method: 'POST' } }),
    secret: CANARY,
  };
});

describe('webhook', () => {
  const access = { credentials: { kind: 'basic', username: 'u', password: new Secret('p') } } as const;

  test('method, path, body, headers and credentials as they are told', async () => {
    await using given = await open({ access });
    await given.port.send({ message: 'm', fields: {} }, '');
    await given.port.send({ message: 'm', fields: { method: 'put', path: '/deploys?app=a', body: '{"a":1}' } }, '');
    const { requests } = given.server;
    expect(requests.map(({ method, url, body }) => [method, url, body.toString()])).toEqual([
      ['GET', `/hooks/${CANARY}?key=${CANARY}`, ''],
      ['PUT', `/hooks/${CANARY}/deploys?app=a`, '{"a":1}'],
    ]);
    expect(requests[0]?.headers).toMatchObject({ 'x-token': CANARY, authorization: 'Basic dTpw' });
  });

  test('a path cannot lead to another server, nor a redirect', async () => {
    await using given = await open();
    for (const path of ['//evil.example.com/x', 'https://evil.example.com/x', '../../../x']) {
      await given.port.send({ message: 'm', fields: { path } }, '');
    }
    expect(given.server.requests).toHaveLength(3);
  });

  test.each([
    ['a method that is none', { method: 'BREW' }, {}],
    ['an address that is none', {}, { url: new Secret('nowhere') }],
    ['a scheme that is none', {}, { url: new Secret('file:///etc/passwd') }],
  ])('%s', async (_name, fields, options) => {
    await using given = await open(options);
    const sent = given.port.send({ message: 'm', fields }, '');
    await expect(sent).rejects.toMatchObject({ code: 'notifier.invalid', kind: 'user' });
  });
});
