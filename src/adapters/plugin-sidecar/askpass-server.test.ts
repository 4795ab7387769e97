/** Credentials that plugins ask for with a nonce: for one run, and for nobody else (security row 62). */
import { statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import {
  ASKPASS_SERVICE,
  credentialsRequest,
  credentialsResponse,
} from '../../api/config-management-plugin/messages.ts';
import { decodeProtobuf } from '../../api/protobuf/decode.ts';
import { encodeProtobuf } from '../../api/protobuf/encode.ts';
import { Secret } from '../../base/secret.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { AskpassServer } from './askpass-server.ts';
import { callGrpc } from './grpc-call.ts';

async function askpass() {
  const home = await temporaryFolder();
  const socket = join(home.path, 'askpass');
  const server = new AskpassServer(socket);
  const ask = async (nonce: string, method = 'GetCredentials'): Promise<unknown> => {
    const messages = [encodeProtobuf(credentialsRequest, { nonce })];
    const call = { socket, service: ASKPASS_SERVICE, method, messages, limit: 10_000, timeout: 5000 };
    return await callGrpc(call).then(
      (answer) => decodeProtobuf(credentialsResponse, answer),
      (error: Error) => error.message,
    );
  };
  return {
    server,
    socket,
    ask,
    async [Symbol.asyncDispose]() {
      await server.close();
      await home[Symbol.asyncDispose]();
    },
  };
}

function credentials(password: string) {
  return { origin: 'https://git.example.com', username: 'bot', password: new Secret(password) };
}

function nonceOf(lent: { readonly environment: readonly { readonly name: string; readonly value: string }[] }): string {
  return lent.environment.find(({ name }) => name === 'ARGOCD_GIT_ASKPASS_NONCE')?.value ?? '';
}

test('each nonce gives its own credentials while they are lent, and nothing after', async () => {
  await using given = await askpass();
  const [one, other] = [await given.server.lend(credentials('first')), await given.server.lend(credentials('second'))];
  expect(await given.ask(nonceOf(one))).toEqual({ username: 'bot', password: 'first' });
  expect(await given.ask(nonceOf(other))).toEqual({ username: 'bot', password: 'second' });
  one[Symbol.dispose]();
  expect(await given.ask(nonceOf(one))).toContain('unknown nonce');
  expect(await given.ask(nonceOf(other))).toEqual({ username: 'bot', password: 'second' });
});

test('no nonce, one that is guessed, and other methods get nothing', async () => {
  await using given = await askpass();
  await given.server.lend(credentials('CANARY'));
  expect(await given.ask('')).toContain('missing nonce');
  expect(await given.ask('00000000-0000-4000-8000-000000000000')).toContain('unknown nonce');
  expect(await given.ask('x'.repeat(10_000))).not.toContain('CANARY');
  expect(await given.ask('', 'ListCredentials')).toContain('unknown method');
});

test('nobody but the own user reaches the socket', async () => {
  await using given = await askpass();
  await given.server.lend(credentials('CANARY'));
  expect(statSync(given.socket).mode & 0o777).toBe(0o600);
});

/** How many of some connections that say nothing have ended. */
async function held(count: number, bounds: { readonly connections: number; readonly silence: number }) {
  const home = await temporaryFolder();
  const socket = join(home.path, 'askpass');
  const server = new AskpassServer(socket, bounds);
  await server.lend(credentials('CANARY'));
  let ended = 0;
  const all = Array.from({ length: count }, () => {
    const one = connect(socket).on('error', () => undefined);
    one.resume().once('close', () => {
      ended += 1;
    });
    return one;
  });
  return {
    ended: () => ended,
    async [Symbol.asyncDispose]() {
      for (const one of all) one.destroy();
      await server.close();
      await home[Symbol.asyncDispose]();
    },
  };
}

test('no more connections are held open than are permitted', async () => {
  await using given = await held(8, { connections: 3, silence: 60_000 });
  await vi.waitFor(() => expect(given.ended()).toBe(5));
});

test('connections that say nothing end', async () => {
  await using given = await held(3, { connections: 3, silence: 50 });
  await vi.waitFor(() => expect(given.ended()).toBe(3));
});
