import { gitPortContract } from '../../testkit/contracts/git-port.contract.ts';
import { gitEnvironment } from '../../testkit/git-environment.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { createGitCli } from './git-cli.ts';

gitPortContract('git over HTTP', async () => {
  const environment = await gitEnvironment();
  const folder = await temporaryFolder();
  const port = await createGitCli({ cacheFolder: folder.path });
  const repository = await environment.createTestRepository();
  return {
    port,
    repository,
    remote: { url: repository.url },
    missing: { url: environment.server.urlOf('none') },
    async [Symbol.asyncDispose]() {
      await port.close();
      await environment[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
});

gitPortContract('git over files', async () => {
  const environment = await gitEnvironment();
  const folder = await temporaryFolder();
  const port = await createGitCli({ cacheFolder: folder.path, allowFile: true });
  const repository = await environment.createTestRepository();
  return {
    port,
    repository,
    remote: { url: `file://${repository.folder}` },
    missing: { url: `file://${folder.path}/none.git` },
    async [Symbol.asyncDispose]() {
      await port.close();
      await environment[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
});
