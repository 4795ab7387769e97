/** The adapter against the registry that the specification was written from; skipped where it is not installed. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { describe } from 'vitest';
import { ociContract } from '../../testkit/contracts/oci.contract.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { pushArtifact } from '../../testkit/push-artifact.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { createHttpClient } from '../http-client/http-client.ts';
import { createOci } from './oci.ts';

const isInstalled = spawnSync('docker-registry', ['--version']).status === 0;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function configuration(folder: string, port: number): string {
  const storage = { filesystem: { rootdirectory: `${folder}/data` } };
  return JSON.stringify({ version: 0.1, log: { level: 'error' }, storage, http: { addr: `127.0.0.1:${port}` } });
}

async function untilAnswers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    if ((await fetch(url).catch(() => undefined))?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('the registry does not start');
}

describe.skipIf(!isInstalled)('docker-registry', () => {
  ociContract('docker-registry', async () => {
    const stack = new AsyncDisposableStack();
    const { path } = stack.use(await temporaryFolder());
    const port = await freePort();
    await writeFile(`${path}/config.yml`, configuration(path, port));
    const child: ChildProcess = spawn('docker-registry', ['serve', `${path}/config.yml`], { stdio: 'ignore' });
    stack.defer(async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    });
    const http = createHttpClient({ egress: 'any', userAgent: 'test' });
    stack.defer(() => http.close());
    const host = `127.0.0.1:${port}`;
    await untilAnswers(`http://${host}/v2/`);
    return {
      port: createOci({ http, clock: new FakeClock() }),
      repository: (name) => ({ registry: host, name, access: {}, plainHttp: true }),
      push: (name, tag, artifact) => pushArtifact({ host, name, tag }, artifact),
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    };
  });
});
