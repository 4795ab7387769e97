import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gitEnvironment } from '../../testkit/git-environment.ts';
import { hostileGit } from '../../testkit/hostile-git.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { createGitCli, type GitCliOptions } from './git-cli.ts';

const MEBIBYTE = 1024 * 1024;
const HANGING = 50;

async function openPort(options: Partial<GitCliOptions> = {}) {
  const folder = await temporaryFolder();
  const port = await createGitCli({ cacheFolder: folder.path, ...options });
  return {
    port,
    async [Symbol.asyncDispose]() {
      await port.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

describe('repositories that are made to harm others', () => {
  test('fifty on fifty servers, in the middle of a fetch, and a good one', async () => {
    await using environment = await gitEnvironment();
    const repository = await environment.createTestRepository();
    const oid = await repository.commit({ files: { a: '1' } });
    await using given = await openPort({ parallelism: 4, patience: 100, fetchTimeout: 10_000, grace: 100 });
    const { root } = environment.server;
    const asked = new Set<number>();
    const hang = (index: number) => hostileGit({ root, pack: () => void asked.add(index) });
    const servers = await Promise.all(Array.from({ length: HANGING }, (_, index) => hang(index)));
    const good = { url: repository.url };
    for (const { url } of servers) await given.port.listRefs({ url: `${url}/app.git` });
    await given.port.listRefs(good);
    await given.port.fetch(good, oid);
    const next = await repository.commit({ files: { a: '2' } });
    const ended = servers.map(({ url }) => given.port.fetch({ url: `${url}/app.git` }, next));
    const outcomes = Promise.allSettled(ended);
    // Half of them hung, or hang still; the others wait, before the good one.
    while (asked.size < HANGING / 2) await new Promise((resolve) => setTimeout(resolve, 20));
    const began = performance.now();
    await given.port.listRefs(good);
    await given.port.fetch(good, next);
    const took = performance.now() - began;
    // Behind the rest of fifty of ten seconds each, four at once, it would be a minute.
    expect(took).toBeLessThan(3_000);
    const codes = (await outcomes).map((one) => (one.status === 'rejected' ? one.reason.code : 'done'));
    expect(new Set(codes)).toEqual(new Set(['git.timeout']));
    for (const server of servers) await server[Symbol.asyncDispose]();
  }, 120_000);

  test('a file of 100 MB of zeros in a small pack: refused at once, and what is asked beside it is answered', async () => {
    await using environment = await gitEnvironment();
    const repository = await environment.createTestRepository();
    const oid = await repository.commit({ files: { big: Buffer.alloc(100 * MEBIBYTE), small: 'here' } });
    await using given = await openPort();
    const remote = { url: repository.url };
    await given.port.fetch(remote, oid);
    const entries = await given.port.tree(remote, (await given.port.commit(remote, oid)).tree);
    const [big = '', small = ''] = ['big', 'small'].map((name) => entries.find((entry) => entry.name === name)?.oid);
    const { tree } = await given.port.commit(remote, oid);
    const began = performance.now();
    const answers = await Promise.allSettled([
      given.port.blob(remote, big, 10 * MEBIBYTE),
      given.port.blob(remote, small, 100),
      given.port.blob(remote, big, 10 * MEBIBYTE),
      given.port.tree(remote, tree),
    ]);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(answers.map((one) => (one.status === 'rejected' ? one.reason.code : 'answered'))).toEqual([
      'git.too-large',
      'answered',
      'git.too-large',
      'answered',
    ]);
  }, 60_000);

  test('100,000 refs are listed, and the loop goes on meanwhile', async () => {
    await using environment = await gitEnvironment();
    const repository = await environment.createTestRepository();
    const oid = await repository.commit({ files: { a: '1' } });
    const packed = Array.from({ length: 100_000 }, (_, index) => `${oid} refs/tags/v0.0.${index}`).sort();
    await mkdir(join(repository.folder, 'refs'), { recursive: true });
    const text = `# pack-refs with: peeled fully-peeled sorted \n${oid} refs/heads/main\n${packed.join('\n')}\n`;
    await writeFile(join(repository.folder, 'packed-refs'), text);
    await using given = await openPort();
    let [last, longest] = [performance.now(), 0];
    const beat = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const { refs } = await given.port.listRefs({ url: repository.url });
    clearInterval(beat);
    expect(refs.size).toBe(100_002);
    expect(longest).toBeLessThan(500);
  }, 30_000);
});
