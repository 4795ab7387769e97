import { ociContract } from './contracts/oci.contract.ts';
import { createMemoryOci } from './memory-oci.ts';

ociContract('memory', async () => {
  const memory = createMemoryOci();
  const repository = (name: string) => ({ registry: 'registry.example.com', name, access: {} });
  return {
    port: memory.port,
    repository,
    push: async (name, tag, artifact) => memory.push(repository(name), tag, artifact),
    [Symbol.asyncDispose]: async () => undefined,
  };
});
