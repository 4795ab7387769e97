import { afterAll, beforeAll, describe } from 'vitest';
import { gitPortContract } from '../../testkit/contracts/git-port.contract.ts';
import { gitOverSsh } from '../../testkit/git-over-ssh.ts';
import { hasSshServer, type SshServer, startSshServer } from '../../testkit/ssh-server.ts';

describe.skipIf(!hasSshServer)('over ssh', () => {
  let ssh: SshServer;
  beforeAll(async () => {
    ssh = await startSshServer();
  });
  afterAll(() => ssh[Symbol.asyncDispose]());
  gitPortContract('git over ssh', () => gitOverSsh(ssh));
});
