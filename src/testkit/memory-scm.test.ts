import { scmContract } from './contracts/scm.contract.ts';
import { createMemoryScm } from './memory-scm.ts';

scmContract('memory', async () => {
  const host = createMemoryScm();
  return { host, port: host.port, [Symbol.asyncDispose]: async () => undefined };
});
