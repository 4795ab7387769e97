import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../../base/secret.ts';
import { notifierContract } from '../../../testkit/contracts/notifier.contract.ts';
import type { ServiceMood } from '../../../testkit/memory-notifier.ts';
import { notifiedServer } from '../../../testkit/notified-server.ts';
import { createHttpClient } from '../../http-client/http-client.ts';
import { createSlack, type SlackOptions } from './slack.ts';

const TOKEN = 'xoxb-CANARY';

/** As Slack answers: what is wrong stands in the body of a 200, but for the limit of requests. */
function answer(response: ServerResponse, mood: Exclude<ServiceMood, 'down'>): void {
  if (mood === 'busy') return void response.writeHead(429, { 'retry-after': '7' }).end();
  const error = { well: '', denying: 'invalid_auth', 'unknown-recipient': 'channel_not_found' }[mood];
  response.end(JSON.stringify(error === '' ? { ok: true, ts: '1700.01' } : { ok: false, error }));
}

async function open(options: Partial<SlackOptions> = {}) {
  const stack = new AsyncDisposableStack();
  const http = createHttpClient({ egress: 'any', userAgent: 'test' });
  stack.defer(() => http.close());
  const served = stack.use(await notifiedServer({ textOf: ({ body }) => JSON.parse(body.toString()).text, answer }));
  const port = createSlack({ http, token: new Secret(TOKEN), api: `${served.server.url}/api`, ...options });
  return { ...served, port, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

notifierContract('slack', async () => {
  const given = await open();
  return {
    ...given,
    received: () => given.received,
    recipient: 'deploys',
    notification: (message) => ({ message, fields: {} }),
    secret: TOKEN,
  };
});

describe('slack', () => {
  test('channel, sender, lists of the template; the answer names the message', async () => {
    await using given = await open({ username: 'Tiphys', icon: ':ship:', disableUnfurl: true });
    const fields = { attachments: '[{"title":"a"}]', blocks: ' ' };
    expect(await given.port.send({ message: 'm', fields }, 'deploys')).toEqual({ id: '1700.01' });
    const [request] = given.server.requests;
    expect([request?.url, request?.headers['authorization']]).toEqual(['/api/chat.postMessage', `Bearer ${TOKEN}`]);
    expect(JSON.parse(String(request?.body))).toEqual({
      channel: 'deploys',
      text: 'm',
      username: 'Tiphys',
      icon_emoji: ':ship:',
      unfurl_links: false,
      unfurl_media: false,
      attachments: [{ title: 'a' }],
    });
  });

  test.each([
    ['no channel', {}, ''],
    ['attachments that are no JSON', { attachments: '[{' }, 'deploys'],
    ['blocks that are no list', { blocks: '{}' }, 'deploys'],
  ])('%s', async (_name, fields, recipient) => {
    await using given = await open();
    const sent = given.port.send({ message: 'm', fields }, recipient);
    await expect(sent).rejects.toMatchObject({ code: 'notifier.invalid' });
    expect(given.server.requests).toEqual([]);
  });
});
