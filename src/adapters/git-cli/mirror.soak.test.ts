import { expect, test } from 'vitest';
import { gitEnvironment } from '../../testkit/git-environment.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { createGitCli } from './git-cli.ts';

test.each([
  ['by git', false],
  ['over the connection that told of them', true],
])(
  'over many fetches %s old marks are forgotten, and what they marked is fetched again when wanted',
  async (_how, asks) => {
    await using environment = await gitEnvironment();
    await using folder = await temporaryFolder();
    const port = await createGitCli({ cacheFolder: folder.path });
    const repository = await environment.createTestRepository();
    const remote = { url: repository.url };
    const oids: string[] = [];
    for (let index = 0; index < 150; index++) {
      oids.push(await repository.commit({ files: { a: String(index) } }));
      if (asks) await port.listRefs(remote);
      await port.fetch(remote, oids.at(-1) ?? '');
    }
    expect(environment.server.requests('fetch')).toBe(150);
    for (const oid of [oids.at(-1) ?? '', oids[0] ?? '']) {
      await port.fetch(remote, oid);
      expect((await port.commit(remote, oid)).oid).toBe(oid);
    }
    await port.close();
  },
  120_000,
);
