import { randomBytes } from 'node:crypto';
import { createServer as createProxy } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import { certificateAuthority } from '../../kubelite/tls/certificate.ts';
import type { GitRemote } from '../../ports/git.ts';
import { gitEnvironment } from '../../testkit/git-environment.ts';
import { httpServer } from '../../testkit/http-server.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { createGitHandler } from '../git-server/git-handler.ts';
import { checkedLookup, checkHost, type Egress, type Resolve } from '../http-client/egress.ts';
import type { EgressRules } from './egress-rule.ts';
import { createGitCli, type GitCliOptions } from './git-cli.ts';

const DAY = 86_400_000;
const life = { validFrom: Date.now() - DAY, validTo: Date.now() + DAY };
const authority = certificateAuthority({ commonName: 'ours', serial: randomBytes(8), ...life });
const stranger = certificateAuthority({ commonName: 'theirs', serial: randomBytes(8), ...life });
const named = { commonName: 'server', serial: randomBytes(8), hosts: ['127.0.0.1'], ...life };

async function openPort(options: Partial<GitCliOptions> = {}) {
  const folder = await temporaryFolder();
  const port = await createGitCli({ cacheFolder: folder.path, ...options });
  return {
    port,
    async [Symbol.asyncDispose]() {
      await port.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

interface Secured {
  readonly tls?: ServerOptions;
  /** Speak as before protocol version 2, so that the program `git` fetches. */
  readonly isOld?: boolean;
}

async function secured({ tls = {}, isOld = false }: Secured = {}) {
  const environment = await gitEnvironment();
  const repository = await environment.createTestRepository();
  const oid = await repository.commit({ files: { a: '1' } });
  const handler = createGitHandler({ root: environment.server.root });
  const { certificatePem: cert, keyPem: key } = authority.sign(named);
  const server = createServer({ cert, key, ca: authority.certificatePem, ...tls }, (request, response) => {
    if (isOld) delete request.headers['git-protocol'];
    void handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    oid,
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/app.git`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await environment[Symbol.asyncDispose]();
    },
  };
}

const caBundle = authority.certificatePem;

function client(by = authority): GitRemote['clientCertificate'] {
  const { certificatePem, keyPem } = by.sign({ commonName: 'client', serial: randomBytes(8), ...life });
  return { certificate: certificatePem, key: new Secret(keyPem) };
}

describe('client certificates (H1 tlsClientCertData, tlsClientCertKey)', () => {
  const tls = { requestCert: true, rejectUnauthorized: true };
  test.each([
    ['over our own connection', false],
    ['by git', true],
  ])('open a server that wants one, %s', async (_how, isOld) => {
    await using server = await secured({ tls, isOld });
    await using given = await openPort();
    const clientCertificate = client();
    if (clientCertificate === undefined) throw new Error('it was made');
    const remote = { url: server.url, caBundle, clientCertificate };
    await given.port.listRefs(remote);
    await given.port.fetch(remote, server.oid);
    expect((await given.port.commit(remote, server.oid)).oid).toBe(server.oid);
  });

  test('without one, and with one of a stranger, it is said; the right one helps at once', async () => {
    await using server = await secured({ tls });
    await using given = await openPort();
    const wants = /the server closed the connection; servers that want a client certificate do so/;
    await expect(given.port.listRefs({ url: server.url, caBundle })).rejects.toThrow(wants);
    const other = client(stranger);
    const right = client();
    if (other === undefined || right === undefined) throw new Error('they were made');
    const refused = given.port.listRefs({ url: server.url, caBundle, clientCertificate: other });
    await expect(refused).rejects.toThrow(wants);
    const { refs } = await given.port.listRefs({ url: server.url, caBundle, clientCertificate: right });
    expect(refs.get('HEAD')).toBe(server.oid);
  });
});

describe("servers' certificates that do not fit (H3)", () => {
  const signed = (changes: Partial<typeof named>) => {
    const { certificatePem: cert, keyPem: key } = authority.sign({ ...named, ...changes });
    return { cert, key };
  };
  test.each<[string, ServerOptions, RegExp]>([
    [
      'of another host',
      signed({ hosts: ['git.example.com'] }),
      /the certificate is not for 127\.0\.0\.1: use a name that it is for/,
    ],
    [
      'expired',
      signed({ validFrom: life.validFrom - DAY, validTo: life.validFrom }),
      /certificate of 127\.0\.0\.1 has expired: it has to be renewed/,
    ],
    [
      'not yet valid',
      signed({ validFrom: life.validTo, validTo: life.validTo + DAY }),
      /certificate of 127\.0\.0\.1 is not valid yet/,
    ],
  ])('%s', async (_reason, tls, message) => {
    await using server = await secured({ tls });
    await using given = await openPort();
    await expect(given.port.listRefs({ url: server.url, caBundle })).rejects.toThrow(message);
    await expect(given.port.fetch({ url: server.url, caBundle }, server.oid)).rejects.toThrow(message);
  });

  test('of an authority that nobody knows: where it is to be added; added, or overlooked, it works', async () => {
    await using server = await secured();
    await using given = await openPort();
    const unknown =
      /authority that signed the certificate of 127\.0\.0\.1 is not known .*: add it to argocd-tls-certs-cm/;
    await expect(given.port.listRefs({ url: server.url })).rejects.toThrow(unknown);
    await expect(given.port.listRefs({ url: server.url, caBundle: stranger.certificatePem })).rejects.toThrow(unknown);
    for (const trust of [{ caBundle }, { insecureSkipVerify: true }]) {
      expect((await given.port.listRefs({ url: server.url, ...trust })).refs.get('HEAD')).toBe(server.oid);
    }
  });
});

describe('a proxy', () => {
  test('of SOCKS is for ssh: it is refused, and not spoken to', async () => {
    await using given = await openPort();
    const remote = { url: 'https://git.example.com/app.git', proxy: 'socks5://me:CANARY@127.0.0.1:9' };
    const words = 'git.example.com: the proxy (key proxy of the Secret) leads to servers of ssh only';
    await expect(given.port.listRefs(remote)).rejects.toThrow(words);
  });

  test.each([
    ['for our own connection', false],
    ['for git', true],
  ])('is gone through, unless the host is exempt, %s', async (_how, isOld) => {
    await using server = await secured({ isOld });
    const asked: string[] = [];
    const proxy = createProxy().on('connect', (request, socket) => {
      asked.push(request.url ?? '');
      const { hostname, port } = new URL(`http://${request.url}`);
      const out = connect(Number(port), hostname, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        out.pipe(socket).pipe(out);
      });
      for (const end of [out, socket]) end.on('error', () => out.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    await using given = await openPort();
    const remote = { url: server.url, caBundle, proxy: address };
    await given.port.listRefs(remote);
    await given.port.fetch(remote, server.oid);
    expect(new Set(asked)).toEqual(new Set([new URL(server.url).host]));
    const before = asked.length;
    await given.port.listRefs({ ...remote, noProxy: '127.0.0.1' });
    expect(asked).toHaveLength(before);
    proxy.closeAllConnections();
    proxy.close();
  });
});

describe('row 1.7-a: addresses that may not be connected to are refused before anything is', () => {
  const egress = { all: { check: (url: URL) => checkHost(url, 'public'), lookup: checkedLookup('public') } };
  test.each([
    'http://127.0.0.1:1/app.git',
    'https://169.254.169.254/app.git',
    'http://[::ffff:127.0.0.1]/app.git',
    'http://0x7f.1/app.git',
    'http://2130706433/app.git',
    'http://localhost:1/app.git',
    'ssh://git@127.0.0.1:1/app.git',
    'git@localhost:app.git',
  ])('%s', async (url) => {
    await using given = await openPort({ egress });
    await expect(given.port.listRefs({ url })).rejects.toMatchObject({ code: 'git.not-allowed' });
    await expect(given.port.fetch({ url }, '1'.repeat(40))).rejects.toMatchObject({ code: 'git.not-allowed' });
  });

  test.each([
    ['https://git.example.com/app.git', 'http://169.254.169.254:80'],
    ['ssh://git@git.example.com/app.git', 'http://169.254.169.254:80'],
    ['git@git.example.com:app.git', 'socks5://localhost:1080'],
  ])('nor through a proxy that stands there: %s', async (url, proxy) => {
    await using given = await openPort({ egress });
    await expect(given.port.listRefs({ url, proxy })).rejects.toMatchObject({ code: 'git.not-allowed' });
  });
});

describe('row 1.7-a: what a repository names leads to this machine by no spelling and by no name', () => {
  const resolve: Resolve = (_name, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]);
  const egress = { far: { check: (url: URL) => checkHost(url, 'far'), lookup: checkedLookup('far', resolve) } };
  test.each([
    'http://git.example.com:PORT/app.git',
    'http://127.0.0.1:PORT/app.git',
    'http://[::ffff:127.0.0.1]:PORT/app.git',
    'http://2130706433:PORT/app.git',
    'http://169.254.169.254/app.git',
    'ssh://git@git.example.com:PORT/app.git',
    'git@git.example.com:app.git',
    'git@localhost:app.git',
  ])('%s', async (text) => {
    await using given = await openPort({ egress });
    await using server = await httpServer((_request, response) => void response.writeHead(404).end());
    const url = text.replace('PORT', String(server.port));
    const remote = { url, farOnly: true };
    await expect(given.port.listRefs(remote)).rejects.toMatchObject({ code: 'git.not-allowed' });
    await expect(given.port.fetch(remote, '1'.repeat(40))).rejects.toMatchObject({ code: 'git.not-allowed' });
    expect(server.requests).toEqual([]);
  });

  test('through a proxy, which may stand here itself', async () => {
    await using given = await openPort({ egress });
    await using proxy = await httpServer((_request, response) => void response.writeHead(404).end());
    const ask = (host: string) =>
      given.port.listRefs({ url: `http://${host}/app.git`, farOnly: true, proxy: proxy.url }).catch(codeOf);
    expect(await ask('169.254.169.254')).toBe('git.not-allowed');
    expect(proxy.requests).toEqual([]);
    expect(await ask('git.example.com')).not.toBe('git.not-allowed');
  });
});

describe('row 1.7-a: a source that is not configured is not on the link of this machine, whatever its name means', () => {
  const means = (address: string): EgressRules => {
    const resolve: Resolve = (_name, _options, callback) => callback(null, [{ address, family: 4 }]);
    const rule = (egress: Egress) => ({
      check: (url: URL) => checkHost(url, egress),
      lookup: checkedLookup(egress, resolve),
    });
    return { far: rule('far'), offLink: rule('offLink') };
  };

  test.each([
    'http://git.example.com/app.git',
    'ssh://git@git.example.com/app.git',
    'http://[::ffff:a9fe:a9fe]/app.git',
  ])('%s', async (url) => {
    await using given = await openPort({ egress: means('169.254.169.254') });
    const remote = { url, offLink: true };
    await expect(given.port.listRefs(remote)).rejects.toMatchObject({ code: 'git.not-allowed' });
    await expect(given.port.fetch(remote, '1'.repeat(40))).rejects.toMatchObject({ code: 'git.not-allowed' });
  });

  test('on the machine itself it may be; what content names there may not, over no connection that is open', async () => {
    await using given = await openPort({ egress: means('127.0.0.1') });
    await using server = await httpServer((_request, response) => void response.writeHead(404).end());
    const url = `http://git.example.com:${server.port}/app.git`;
    const ask = (remote: { readonly farOnly?: boolean; readonly offLink?: boolean }) =>
      given.port.listRefs({ url, ...remote }).catch(codeOf);
    expect(await ask({ offLink: true })).toBe('git.not-a-repository');
    expect(server.requests).toHaveLength(1);
    expect(await ask({ farOnly: true })).toBe('git.not-allowed');
    expect(server.requests).toHaveLength(1);
  });
});

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown }).code;
}
