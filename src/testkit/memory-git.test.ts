import { gitPortContract } from './contracts/git-port.contract.ts';
import { createMemoryGit } from './memory-git.ts';

gitPortContract('memory', async () => {
  const git = createMemoryGit();
  const repository = git.repository('app');
  return {
    port: git.port,
    repository,
    remote: { url: repository.url },
    missing: { url: 'https://git.example.com/none.git' },
    [Symbol.asyncDispose]: async () => undefined,
  };
});
