/** The same source over HTTPS with a certificate that fits, and where it is wished only for who shows one too. */
import { testCertificates } from '../test-certificates.ts';
import type { GuardedSource, OpenGuarded } from './guarded-source.ts';

type Texts = Readonly<Record<string, string>>;

/** `clients`: the server wants to see certificates of its own authority, whatever password comes with them. */
export function overTls(
  open: OpenGuarded,
  { clients = false }: { readonly clients?: boolean } = {},
): () => Promise<GuardedSource> {
  const { server, client } = testCertificates();
  const wants = clients ? { ca: server.authority, requestCert: true, rejectUnauthorized: true } : {};
  const shown: Texts = clients ? { tlsClientCertData: client.certificate, tlsClientCertKey: client.key } : {};
  return async () => {
    const guarded = await open({ cert: server.certificate, key: server.key, ...wants });
    const { right, wrong, next, refusals } = guarded;
    return {
      ...guarded,
      certificates: { '127.0.0.1': server.authority },
      right: { ...shown, ...right },
      wrong: { ...shown, ...wrong },
      next: { ...shown, ...next },
      refusals: clients ? { ...refusals, missing: /client certificate/ } : refusals,
    };
  };
}
