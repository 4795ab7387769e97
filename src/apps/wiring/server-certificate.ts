/** A certificate of our own for the API's port on loopback, made at every start: nothing to renew, nothing to steal. */
import { randomBytes } from 'node:crypto';
import { certificateAuthority } from '../../kubelite/tls/certificate.ts';

const VALID_MILLISECONDS = 365 * 86_400_000;

export interface ServerCertificate {
  readonly certificate: string;
  readonly key: string;
  /** PEM of the authority that signed it. */
  readonly authority: string;
}

export function makeServerCertificate(now: number, hosts: readonly string[]): ServerCertificate {
  const life = { validFrom: now - 3_600_000, validTo: now + VALID_MILLISECONDS };
  const authority = certificateAuthority({ commonName: 'tiphys-ca', serial: randomBytes(8), ...life });
  const signed = authority.sign({ commonName: 'argocd-server', hosts, serial: randomBytes(8), ...life });
  return { certificate: signed.certificatePem, key: signed.keyPem, authority: authority.certificatePem };
}
