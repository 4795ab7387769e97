/** A certificate authority for one test, with a server's certificate for loopback and one of a client. */
import { randomBytes } from 'node:crypto';
import { certificateAuthority, type KeyedCertificate } from '../kubelite/tls/certificate.ts';

export interface TestCertificate {
  readonly certificate: string;
  readonly key: string;
  /** PEM of the authority that signed it. */
  readonly authority: string;
}

export function testCertificates(): { readonly server: TestCertificate; readonly client: TestCertificate } {
  const now = Date.now();
  const life = { validFrom: now - 3_600_000, validTo: now + 86_400_000 };
  const authority = certificateAuthority({ commonName: 'test-ca', serial: randomBytes(8), ...life });
  const named = ({ certificatePem, keyPem }: KeyedCertificate): TestCertificate => {
    return { certificate: certificatePem, key: keyPem, authority: authority.certificatePem };
  };
  const hosts = ['127.0.0.1', 'localhost'];
  return {
    server: named(authority.sign({ commonName: 'server', hosts, serial: randomBytes(8), ...life })),
    client: named(authority.sign({ commonName: 'client', serial: randomBytes(8), ...life })),
  };
}
