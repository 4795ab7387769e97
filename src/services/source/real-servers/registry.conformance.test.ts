/** Registries of the distribution project as sources: artifacts and charts, with passwords and with tokens, over HTTP and HTTPS. */
import { describe } from 'vitest';
import {
  clientCertificatesContract,
  serverCertificatesContract,
} from '../../../testkit/contracts/certificates.contract.ts';
import { credentialsContract } from '../../../testkit/contracts/credentials.contract.ts';
import { hasDockerRegistry } from '../../../testkit/docker-registry.ts';
import { guardedRegistry } from '../../../testkit/guarded/guarded-registry.ts';
import type { ServerTls } from '../../../testkit/guarded/guarded-source.ts';
import { overTls } from '../../../testkit/guarded/over-tls.ts';

describe.skipIf(!hasDockerRegistry)('docker-registry', () => {
  credentialsContract('artifacts with a password', () => guardedRegistry({ mode: 'artifact', way: 'password' }));
  credentialsContract('artifacts with tokens', () => guardedRegistry({ mode: 'artifact', way: 'token' }));
  credentialsContract('charts of a registry with a password', () =>
    guardedRegistry({ mode: 'chart', way: 'password' }),
  );
  credentialsContract('charts of a registry with tokens', () => guardedRegistry({ mode: 'chart', way: 'token' }));
  const tokens = (tls?: ServerTls) => guardedRegistry({ mode: 'artifact', way: 'token', tls });
  credentialsContract('a registry over https with tokens', overTls(tokens));
  serverCertificatesContract('a registry', (tls) => guardedRegistry({ mode: 'artifact', way: 'password', tls }));
  serverCertificatesContract('a registry with tokens', (tls) => guardedRegistry({ mode: 'chart', way: 'token', tls }));
  clientCertificatesContract('a registry', (tls) => guardedRegistry({ mode: 'artifact', way: 'password', tls }));
});
