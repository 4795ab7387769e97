/** A token service for a registry of the distribution project (its "token authentication specification"), which knows one user. */
import { createPrivateKey, randomBytes, sign } from 'node:crypto';
import { certificateAuthority } from '../kubelite/tls/certificate.ts';
import { httpServer, type TestHttpServer } from './http-server.ts';

export interface RegistryTokens extends AsyncDisposable {
  readonly realm: string;
  /** By which the registry knows the signature. */
  readonly certificate: string;
  readonly server: TestHttpServer;
  setPassword(username: string, password: string): void;
}

export interface RegistryTokensOptions {
  readonly username: string;
  readonly password: string;
  /** Of the service itself; default: plain HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

export async function registryTokens({ username, password, tls }: RegistryTokensOptions): Promise<RegistryTokens> {
  const life = { validFrom: Date.now() - 86_400_000, validTo: Date.now() + 86_400_000 };
  const authority = certificateAuthority({ commonName: 'tokens', serial: randomBytes(8), ...life });
  let wanted = basic(username, password);
  const server = await httpServer(({ url, headers }, response) => {
    const { searchParams } = new URL(url, 'http://localhost');
    if (headers['authorization'] !== wanted) return void response.writeHead(401).end('{}');
    const token = tokenFor(searchParams, authority);
    response.end(JSON.stringify({ token, expires_in: 300, issued_at: new Date().toISOString() }));
  }, tls);
  return {
    server,
    realm: `${server.url}/token`,
    certificate: authority.certificatePem,
    setPassword(name, text) {
      wanted = basic(name, text);
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function basic(username: string, password: string): string {
  return `Basic ${btoa(`${username}:${password}`)}`;
}

interface Signer {
  readonly certificatePem: string;
  readonly keyPem: string;
}

/** A token for what was asked for, signed with ES256. */
function tokenFor(asked: URLSearchParams, { certificatePem, keyPem }: Signer): string {
  const now = Math.floor(Date.now() / 1000);
  const access = asked.getAll('scope').map((scope) => {
    const [type = '', name = '', actions = ''] = scope.split(':');
    return { type, name, actions: actions.split(',') };
  });
  const der = certificatePem.replace(/-----[^-]+-----|\s/g, '');
  const times = { iat: now, nbf: now - 10, exp: now + 300 };
  const claims = { iss: 'test', sub: 'user', aud: asked.get('service'), ...times, jti: randomBytes(8).toString('hex') };
  const head = encoded({ typ: 'JWT', alg: 'ES256', x5c: [der] });
  const text = `${head}.${encoded({ ...claims, access })}`;
  const key = createPrivateKey(keyPem);
  return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
