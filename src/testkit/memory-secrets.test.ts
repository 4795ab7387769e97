import { secretsContract } from './contracts/secrets.contract.ts';
import { createMemorySecrets } from './memory-secrets.ts';

secretsContract('memory', async () => {
  const port = createMemorySecrets();
  return {
    port,
    plant: async (name, content) => port.plant(name, content),
    [Symbol.asyncDispose]: async () => undefined,
  };
});
