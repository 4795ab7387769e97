/** The adapter against the registry that the specification was written from; skipped where it is not installed. */
import { describe } from 'vitest';
import { ociContract } from '../../testkit/contracts/oci.contract.ts';
import { dockerRegistry, hasDockerRegistry } from '../../testkit/docker-registry.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { pushArtifact } from '../../testkit/push-artifact.ts';
import { createHttpClient } from '../http-client/http-client.ts';
import { createOci } from './oci.ts';

describe.skipIf(!hasDockerRegistry)('docker-registry', () => {
  ociContract('docker-registry', async () => {
    const stack = new AsyncDisposableStack();
    const { host } = stack.use(await dockerRegistry());
    const http = createHttpClient({ egress: 'any', userAgent: 'test' });
    stack.defer(() => http.close());
    return {
      port: createOci({ http, clock: new FakeClock() }),
      repository: (name) => ({ registry: host, name, access: {}, plainHttp: true }),
      push: (name, tag, artifact) => pushArtifact({ host, name, tag }, artifact),
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    };
  });
});
