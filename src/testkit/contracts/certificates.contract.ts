/** Which servers are believed, and which client certificates they see, whatever they serve. */
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  type CertificateSubject,
  certificateAuthority,
  type KeyedCertificate,
} from '../../kubelite/tls/certificate.ts';
import { type ConnectedSources, connectedSources, type StoredSettings } from '../connected-sources.ts';
import { type ForwardProxy, forwardProxy } from '../forward-proxy.ts';
import type { GuardedSource, OpenGuarded, ServerTls } from '../guarded/guarded-source.ts';
import { selfSigned } from '../self-signed.ts';

const DAY = 86_400_000;
const life = { validFrom: Date.now() - DAY, validTo: Date.now() + DAY };
const ours = certificateAuthority({ commonName: 'ours', serial: randomBytes(8), ...life });
const theirs = certificateAuthority({ commonName: 'theirs', serial: randomBytes(8), ...life });
const HOST = '127.0.0.1';

function subject(changes: Partial<CertificateSubject> = {}): CertificateSubject {
  return { commonName: 'server', serial: randomBytes(8), hosts: [HOST], ...life, ...changes };
}

function shown({ certificatePem: cert, keyPem: key }: KeyedCertificate): ServerTls {
  return { cert, key };
}

const fitting = shown(ours.sign(subject()));

const MISFITS: readonly (readonly [string, ServerTls, RegExp])[] = [
  [
    'for another name',
    shown(ours.sign(subject({ hosts: ['git.example.com'] }))),
    /certificate is not for 127\.0\.0\.1: use a name that it is for/,
  ],
  [
    'expired',
    shown(ours.sign(subject({ validFrom: life.validFrom - DAY, validTo: life.validFrom }))),
    /has expired: it has to be renewed on the server/,
  ],
  [
    'self-signed',
    selfSigned(HOST),
    /authority that signed the certificate of 127\.0\.0\.1 is not known .*: add it to argocd-tls-certs-cm under 127\.0\.0\.1/,
  ],
  [
    'of an authority that nobody knows',
    shown(theirs.sign(subject())),
    /authority that signed the certificate of 127\.0\.0\.1 is not known .*: add it to argocd-tls-certs-cm under 127\.0\.0\.1/,
  ],
];

interface Case extends AsyncDisposable {
  readonly guarded: GuardedSource;
  readonly sources: ConnectedSources;
  /** The repository with its right credentials and these keys. */
  own(keys?: Readonly<Record<string, string>>, certificates?: Readonly<Record<string, string>>): StoredSettings;
  refresh(): Promise<readonly unknown[] | string>;
}

/** Registers the tests, each straight to the server and through a proxy. */
export function serverCertificatesContract(name: string, open: OpenGuarded): void {
  describe.each(['straight', 'through a proxy'])(`certificates of ${name}, %s`, (way) => {
    const begin = (tls: ServerTls) => opened(open, tls, way !== 'straight');

    test.each(MISFITS)(
      'one that is %s is refused with what helps, and overlooked where insecure says so',
      async (_reason, tls, words) => {
        await using given = await begin(tls);
        const { sources, own } = given;
        sources.store(own({}, { [HOST]: ours.certificatePem }));
        const told = await given.refresh();
        expect(told).toMatch(words);
        expect(told).toMatch(/https:\/\/127\.0\.0\.1:\d+\//);
        expect(told).not.toMatch(/CANARY/);
        sources.store(own({ insecure: 'true' }));
        expect(await given.refresh()).toEqual(['one']);
        sources.store(own({ insecure: 'false' }));
        expect(await given.refresh()).toMatch(/certificate of|certificate is/);
      },
    );

    test('argocd-tls-certs-cm: added, replaced and taken away, each holds at the next refresh', async () => {
      await using given = await begin(fitting);
      const { sources, own } = given;
      const unknown = MISFITS[3]?.[2] ?? /never/;
      sources.store(own({}, {}));
      expect(await given.refresh()).toMatch(unknown);
      sources.store(own({}, { [HOST]: ours.certificatePem }));
      expect(await given.refresh()).toEqual(['one']);
      sources.store(own({}, { [HOST]: theirs.certificatePem }));
      expect(await given.refresh()).toMatch(unknown);
      // Several in one bundle; that of another server says nothing.
      sources.store(own({}, { [HOST]: `${theirs.certificatePem}\n${ours.certificatePem}` }));
      expect(await given.refresh()).toEqual(['one']);
      sources.store(own({}, { 'git.example.com': ours.certificatePem }));
      expect(await given.refresh()).toMatch(unknown);
    });
  });
}

/** The same for servers that want to see a certificate of who asks. */
export function clientCertificatesContract(name: string, open: OpenGuarded): void {
  const tls: ServerTls = { ...fitting, ca: ours.certificatePem, requestCert: true, rejectUnauthorized: true };
  const trust = { [HOST]: ours.certificatePem };
  const shownBy = (authority: typeof ours, changes: Partial<CertificateSubject> = {}) => {
    const { certificatePem, keyPem } = authority.sign({ ...subject(changes), commonName: 'client', hosts: [] });
    return { tlsClientCertData: certificatePem, tlsClientCertKey: keyPem };
  };
  const wants = /client certificate/;

  describe.each(['straight', 'through a proxy'])(`client certificates of ${name}, %s`, (way) => {
    test('none, an expired one and one of a stranger are told; the right one opens, from a template too, and changes at once', async () => {
      await using given = await opened(open, tls, way !== 'straight');
      const { guarded, sources, own } = given;
      const past = { validFrom: life.validFrom - DAY, validTo: life.validFrom };
      for (const keys of [{}, shownBy(theirs), shownBy(ours, past)]) {
        sources.store(own(keys, trust));
        const told = await given.refresh();
        expect(told).toMatch(wants);
        expect(told).not.toMatch(/CANARY|PRIVATE KEY/);
      }
      sources.store(own(shownBy(ours), trust));
      expect(await given.refresh()).toEqual(['one']);
      sources.store(own(shownBy(theirs), trust));
      expect(await given.refresh()).toMatch(wants);
      const [repository] = own().repositories ?? [];
      const { right, templates } = guarded;
      const names = Object.keys(right);
      const bare = Object.fromEntries(Object.entries(repository ?? {}).filter(([key]) => !names.includes(key)));
      const template = { ...bare, ...templates.part, ...right, ...shownBy(ours) };
      sources.store({ ...own({}, trust), repositories: [bare], templates: [template] });
      expect(await given.refresh()).toEqual(['one']);
    });
  });
}

async function opened(open: OpenGuarded, tls: ServerTls, isProxied: boolean): Promise<Case> {
  const stack = new AsyncDisposableStack();
  const guarded = stack.use(await open(tls));
  const sources = stack.use(await connectedSources());
  const proxy: ForwardProxy | undefined = isProxied ? stack.use(await forwardProxy()) : undefined;
  await guarded.publish('one');
  const way: Readonly<Record<string, string>> = proxy === undefined ? {} : { proxy: proxy.url };
  return {
    ...{ guarded, sources },
    own: (keys = {}, certificates = {}) => ({
      certificates,
      repositories: [{ ...guarded.repository, ...guarded.right, ...way, ...keys }],
    }),
    refresh: () => sources.refresh(guarded.source),
    async [Symbol.asyncDispose]() {
      await stack.disposeAsync();
      if (proxy !== undefined) expect(proxy.asked.every((asked) => asked.startsWith('CONNECT '))).toBe(true);
    },
  };
}
