import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import type { IssuedIdentity } from '../../ports/issued-identity.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { rsaPair, tokenRepository, tokenService } from '../../testkit/token-service.ts';
import { createGitCli } from '../git-cli/git-cli.ts';
import { createHttpClient } from '../http-client/http-client.ts';
import { azureWorkload } from './azure-workload.ts';
import { createTokenIssuer } from './token-issuer.ts';
import { gitWithIssuedTokens } from './with-issued-tokens.ts';

const keys = rsaPair();
const stranger = rsaPair();
const MINUTE = 60_000;

interface Given {
  readonly seconds?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

async function open(given: Given = {}) {
  const clock = new FakeClock();
  const service = await tokenService({ publicKey: keys.publicKey, now: () => clock.now(), ...given });
  const place = await tokenRepository(service.valid);
  const folder = await temporaryFolder();
  await writeFile(join(folder.path, 'federated'), 'federated\n');
  const git = await createGitCli({ cacheFolder: join(folder.path, 'mirrors') });
  const http = createHttpClient({ egress: 'any', userAgent: 'test' });
  const environment = {
    AZURE_CLIENT_ID: 'client-1',
    AZURE_TENANT_ID: 'tenant-1',
    AZURE_FEDERATED_TOKEN_FILE: join(folder.path, 'federated'),
    AZURE_AUTHORITY_HOST: `${service.url}/`,
    ...given.environment,
  };
  const issuer = createTokenIssuer({ http, clock, azure: azureWorkload(environment) });
  return {
    clock,
    service,
    place,
    issuer,
    port: gitWithIssuedTokens(git, issuer),
    async [Symbol.asyncDispose]() {
      await Promise.all([git.close(), http.close()]);
      for (const one of [service, place, folder]) await one[Symbol.asyncDispose]();
    },
  };
}

function githubApp(
  url: string,
  changes: Partial<Extract<IssuedIdentity, { kind: 'github-app' }>> = {},
): IssuedIdentity {
  const privateKey = new Secret(keys.pem);
  return { kind: 'github-app', appId: '4711', installationId: '99', privateKey, baseUrl: `${url}/api/v3/`, ...changes };
}

function google(url: string, changes: Readonly<Record<string, string>> = {}): IssuedIdentity {
  const file = { type: 'service_account', client_email: 'robot@shop.iam', private_key: keys.pem, private_key_id: 'k' };
  return {
    kind: 'google',
    accountKey: new Secret(JSON.stringify({ ...file, token_uri: `${url}/google/token`, ...changes })),
  };
}

function principal(url: string, clientSecret = 'password-1'): IssuedIdentity {
  return {
    kind: 'azure-principal',
    tenantId: 'tenant-1',
    clientId: 'client-2',
    clientSecret: new Secret(clientSecret),
    authority: url,
  };
}

describe('a repository opens with what the service gives out (H4)', () => {
  test.each<[string, (url: string) => IssuedIdentity, RegExp]>([
    ['a GitHub App by its installation', (url) => githubApp(url), /^Basic /],
    [
      'a GitHub App whose installation is looked up, on the second page',
      (url) => githubApp(url, { installationId: '' }),
      /^Basic /,
    ],
    ['an account of Google Cloud', (url) => google(url), /^Basic /],
    ['the workload identity of Azure', () => ({ kind: 'azure-workload' }), /^Bearer /],
    ['a service principal of Azure', (url) => principal(url), /^Bearer /],
  ])('%s', async (_reason, identity, header) => {
    await using given = await open();
    const { port, place, service } = given;
    const oid = await place.repository.commit({ files: { a: '1' } });
    const remote = { url: place.url, identity: identity(service.url) };
    await port.listRefs(remote);
    await port.fetch(remote, oid);
    expect((await port.commit(remote, oid)).oid).toBe(oid);
    expect(service.valid.length).toBe(1);
    expect(place.shown.every((shown) => header.test(shown ?? ''))).toBe(true);
  });
});

describe('tokens', () => {
  test('are kept until shortly before they end, whoever asks', async () => {
    await using given = await open();
    const { port, place, service, clock } = given;
    const remote = { url: place.url, identity: githubApp(service.url) };
    await Promise.all([port.listRefs(remote), port.listRefs(remote), port.listRefs(remote)]);
    await clock.advance(54 * MINUTE);
    await port.listRefs(remote);
    expect(service.valid.length).toBe(1);
    await clock.advance(2 * MINUTE);
    await port.listRefs(remote);
    expect(service.valid.length).toBe(2);
  });

  test('that were taken back are renewed at once, and once only', async () => {
    await using given = await open();
    const { port, place, service, clock } = given;
    const remote = { url: place.url, identity: githubApp(service.url) };
    await port.listRefs(remote);
    await clock.advance(MINUTE);
    service.revoke();
    await Promise.all([port.listRefs(remote), port.listRefs(remote)]);
    expect(service.valid.length).toBe(1);
  });

  test('a repository that refuses new ones is not a reason to ask for ever more', async () => {
    await using given = await open();
    const { port, place, service } = given;
    const remote = { url: place.url, identity: githubApp(service.url) };
    await port.listRefs(remote);
    service.revoke();
    for (let time = 0; time < 3; time++) {
      await expect(port.listRefs(remote)).rejects.toMatchObject({ code: 'git.authentication' });
    }
    expect(service.requests.length).toBe(1);
  });

  test('another key of the same App counts as another identity at once', async () => {
    await using given = await open();
    const { port, place, service } = given;
    await port.listRefs({ url: place.url, identity: githubApp(service.url) });
    const other = { url: place.url, identity: githubApp(service.url, { privateKey: new Secret(stranger.pem) }) };
    await expect(port.listRefs(other)).rejects.toMatchObject({ code: 'git.authentication' });
  });

  test('a registry of Azure gets a password of its own, for the token of Azure', async () => {
    await using given = await open();
    const { issuer, service } = given;
    const wish = { identity: principal(service.url), use: 'registry', route: {} } as const;
    // The stand-in has no registry: the exchange is where it ends.
    await expect(issuer.credentials({ ...wish, url: `${service.url}/` })).rejects.toMatchObject({
      code: 'identity.refused',
    });
    const form = new URLSearchParams(service.requests.at(-1)?.body.toString());
    expect([service.requests.at(-1)?.url, form.get('grant_type'), form.get('access_token')]).toEqual([
      '/oauth2/exchange',
      'access_token',
      service.valid[0],
    ]);
  });
});

describe('what cannot work is said, without a secret in it', () => {
  const CANARY = 'CANARY-5a1d';
  test.each<[string, (url: string) => IssuedIdentity, string]>([
    [
      'a key that is none',
      (url) => githubApp(url, { privateKey: new Secret(CANARY) }),
      'GitHub App 4711: the private key is no RSA key in PEM form',
    ],
    [
      'the key of another App',
      (url) => githubApp(url, { privateKey: new Secret(stranger.pem) }),
      'GitHub App 4711: 127.0.0.1:PORT refuses to give a token (401)',
    ],
    [
      'an App that is not installed',
      (url) => githubApp(url, { installationId: '5' }),
      'GitHub App 4711: 127.0.0.1:PORT refuses to give a token (404)',
    ],
    [
      'an id that is a path',
      (url) => githubApp(url, { installationId: '../x' }),
      'GitHub App 4711: the id of an App and that of an installation are numbers',
    ],
    [
      'an interface without TLS',
      (url) => githubApp(url, { baseUrl: 'http://ghe.example.com' }),
      'GitHub App 4711: the service that gives out tokens has no https address',
    ],
    [
      'a service that is not there',
      (url) => githubApp(url, { baseUrl: 'http://127.0.0.1:1' }),
      'no token can be had: http://127.0.0.1:1/app/installations/99/access_tokens: cannot connect (ECONNREFUSED)',
    ],
    [
      'a Google key that is no JSON',
      () => ({ kind: 'google', accountKey: new Secret(`{${CANARY}`) }),
      'the Google Cloud key is no key of a service account',
    ],
    [
      'a Google key of another kind',
      (url) => google(url, { type: 'external_account' }),
      'the Google Cloud key is no key of a service account',
    ],
    [
      'the key of another Google account',
      (url) => google(url, { private_key: stranger.pem }),
      'Google account robot@shop.iam: 127.0.0.1:PORT refuses to give a token (400)',
    ],
    [
      'a wrong password of Azure',
      (url) => principal(url, CANARY),
      'Azure service principal client-2: 127.0.0.1:PORT refuses to give a token (401)',
    ],
  ])('%s', async (_reason, identity, message) => {
    await using given = await open();
    const { port, place, service } = given;
    const failure = await port
      .listRefs({ url: place.url, identity: identity(service.url) })
      .catch((error: unknown) => error as Error);
    const text = String((failure as Error).message).replaceAll(`:${service.port}`, ':PORT');
    expect(text).toBe(message);
    expect(JSON.stringify([failure, String(failure), (failure as Error).cause])).not.toContain(CANARY);
    expect(place.shown).toEqual([]);
  });

  test('a process without workload identity, and one whose token file is gone', async () => {
    await using without = await open({ environment: { AZURE_CLIENT_ID: '' } });
    const remote = { url: without.place.url, identity: { kind: 'azure-workload' } } as const;
    await expect(without.port.listRefs(remote)).rejects.toThrow(/AZURE_CLIENT_ID, AZURE_TENANT_ID or/);
    await using gone = await open({ environment: { AZURE_FEDERATED_TOKEN_FILE: '/nowhere/token' } });
    await expect(gone.port.listRefs({ ...remote, url: gone.place.url })).rejects.toThrow(
      '/nowhere/token cannot be read',
    );
  });

  test('a service that fails is not asked again by every repository', async () => {
    await using given = await open();
    const { port, place, service, clock } = given;
    const remote = { url: place.url, identity: githubApp(service.url, { installationId: '5' }) };
    for (let time = 0; time < 3; time++) await port.listRefs(remote).catch(() => undefined);
    expect(service.requests.length).toBe(1);
    await clock.advance(11_000);
    await port.listRefs(remote).catch(() => undefined);
    expect(service.requests.length).toBe(2);
  });
});
