import { helmRepoContract } from './contracts/helm-repo.contract.ts';
import { FakeClock } from './fake-clock.ts';
import { createMemoryHelmRepo } from './memory-helm-repo.ts';

helmRepoContract('memory', async () => {
  const clock = new FakeClock();
  const memory = createMemoryHelmRepo(() => clock.monotonic());
  const repository = { url: 'https://charts.example.com', access: {} };
  return {
    port: memory.port,
    repository,
    missing: { url: 'https://none.example.com', access: {} },
    add: (charts) => memory.add(repository.url, charts),
    pass: (milliseconds) => clock.advanceSync(milliseconds),
    [Symbol.asyncDispose]: async () => undefined,
  };
});
