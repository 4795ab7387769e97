import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import { gitEnvironment } from '../../testkit/git-environment.ts';
import {
  endlessPack,
  hostileGit,
  listening,
  PACK_BEFORE,
  PACK_OF_VERSION_2,
  packAnswer,
  silence,
} from '../../testkit/hostile-git.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { createGitHandler } from '../git-server/git-handler.ts';
import { mirrorSize } from './disk-use.ts';
import { createGitCli, type GitCliOptions } from './git-cli.ts';

const MEBIBYTE = 1024 * 1024;

async function openPort(options: Partial<GitCliOptions> = {}) {
  const folder = await temporaryFolder();
  const port = await createGitCli({ cacheFolder: folder.path, ...options });
  return {
    port,
    async used(): Promise<number> {
      const mirrors = (await readdir(folder.path)).filter((name) => name.endsWith('.git'));
      const sizes = await Promise.all(mirrors.map((name) => mirrorSize(join(folder.path, name))));
      return sizes.reduce((sum, size) => sum + size, 0);
    },
    async [Symbol.asyncDispose]() {
      await port.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const credentials = { kind: 'basic', username: 'git', password: new Secret('secret') } as const;
const code = (wanted: string) => expect.objectContaining({ name: 'AppError', code: wanted });

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let time = 0; time < 100 && !(await isSo()); time++) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('a repository that hangs keeps nobody else waiting (F34)', () => {
  test('two branches pushed at once: one whose pack does not come does not hold up the other', async () => {
    await using environment = await gitEnvironment();
    const repository = await environment.createTestRepository();
    const base = await repository.commit({ files: { a: '1' } });
    const slow = await repository.commit({ files: { b: '1' }, branch: 'slow' });
    const quick = await repository.commit({ files: { c: '1' }, branch: 'quick' });
    const isMeant = (body: string) => body.includes(`want ${slow}`);
    await using server = await hostileGit({ root: environment.server.root, pack: silence, isMeant });
    await using given = await openPort({ fetchTimeout: 3_000, grace: 100 });
    const remote = { url: `${server.url}/app.git` };
    await given.port.listRefs(remote);
    await given.port.fetch(remote, base);
    const waits = given.port.fetch(remote, slow).catch((error: unknown) => error);
    const began = performance.now();
    await given.port.fetch(remote, quick);
    expect(performance.now() - began).toBeLessThan(1_000);
    expect((await given.port.commit(remote, quick)).oid).toBe(quick);
    expect(await waits).toEqual(code('git.timeout'));
  }, 20_000);
});

describe('a repository that grows without end stays within its bound', () => {
  test.each([
    ['over our own connection', false, PACK_OF_VERSION_2],
    ['by git, from a server before version 2', true, PACK_BEFORE],
  ])(
    '%s',
    async (_how, isOld, head) => {
      await using environment = await gitEnvironment();
      const repository = await environment.createTestRepository();
      const oid = await repository.commit({ files: { a: '1' } });
      await using server = await hostileGit({ root: environment.server.root, pack: endlessPack(head), isOld });
      const limit = 24 * MEBIBYTE;
      await using given = await openPort({ repositoryLimit: limit, fetchTimeout: 20_000, grace: 100 });
      const remote = { url: `${server.url}/app.git` };
      await given.port.listRefs(remote);
      await expect(given.port.fetch(remote, oid)).rejects.toEqual(code('git.too-large'));
      await until(async () => (await given.used()) === 0);
      expect(await given.used()).toBe(0);
    },
    30_000,
  );

  test('one of which every commit is another megabyte begins anew before it takes more than one may', async () => {
    await using environment = await gitEnvironment();
    const repository = await environment.createTestRepository();
    const limit = 3.5 * MEBIBYTE;
    await using given = await openPort({ repositoryLimit: limit });
    const remote = { url: repository.url };
    for (let time = 0; time < 6; time += 1) {
      const oid = await repository.commit({ files: { a: randomBytes(MEBIBYTE) }, orphan: time % 2 === 0 });
      await given.port.fetch(remote, oid);
      expect((await given.port.commit(remote, oid)).oid).toBe(oid);
      expect(await given.used()).toBeLessThan(limit + 4096);
    }
  });

  test('six that grow without end at the same time stay within the bound of all, and another comes through', async () => {
    await using environment = await gitEnvironment();
    const repository = await environment.createTestRepository();
    const oid = await repository.commit({ files: { a: '1' } });
    const { root } = environment.server;
    const pack = endlessPack(PACK_OF_VERSION_2);
    const servers = await Promise.all(Array.from({ length: 6 }, () => hostileGit({ root, pack })));
    const budget = 24 * MEBIBYTE;
    await using given = await openPort({
      repositoryLimit: budget / 2,
      diskBudget: budget,
      fetchTimeout: 20_000,
      grace: 100,
    });
    const remotes = servers.map(({ url }) => ({ url: `${url}/app.git` }));
    for (const remote of remotes) await given.port.listRefs(remote);
    let most = 0;
    const ended = Promise.allSettled(remotes.map((remote) => given.port.fetch(remote, oid)));
    let isOver = false;
    const outcomes = ended.finally(() => {
      isOver = true;
    });
    await given.port.fetch({ url: repository.url }, oid);
    while (!isOver) {
      most = Math.max(most, await given.used());
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const codes = (await outcomes).map((one) => (one.status === 'rejected' ? one.reason.code : 'done'));
    expect(new Set(codes)).toEqual(new Set(['git.too-large']));
    expect(most).toBeGreaterThan(MEBIBYTE);
    expect(most).toBeLessThan(budget);
    for (const server of servers) await server[Symbol.asyncDispose]();
  }, 30_000);

  test('what a killed process left unfinished is gone after a start, and what it finished is not', async () => {
    await using environment = await gitEnvironment();
    const repository = await environment.createTestRepository();
    const oid = await repository.commit({ files: { a: randomBytes(1000) } });
    await using folder = await temporaryFolder();
    const open = () => createGitCli({ cacheFolder: folder.path });
    const remote = { url: repository.url };
    const first = await open();
    await first.fetch(remote, oid);
    await first.close();
    const [name = ''] = (await readdir(folder.path)).filter((one) => one.endsWith('.git'));
    const [packs, lfs] = [join(folder.path, name, 'objects', 'pack'), join(folder.path, name, 'lfs')];
    await mkdir(lfs, { recursive: true });
    const kept = [join(lfs, 'a'.repeat(64)), ...(await readdir(packs)).map((one) => join(packs, one))];
    const left = ['tmp_pack_x1', 'tmp_idx_x1', '.tmp-17-pack-x.pack'].map((one) => join(packs, one));
    for (const path of [kept[0] ?? '', ...left, join(lfs, `${'b'.repeat(64)}.6f0c`)]) await writeFile(path, 'x');
    const second = await open();
    const found = [
      ...(await readdir(packs)).map((one) => join(packs, one)),
      ...(await readdir(lfs)).map((one) => join(lfs, one)),
    ];
    expect(found.sort()).toEqual(kept.sort());
    expect((await second.commit(remote, oid)).oid).toBe(oid);
    await second.close();
  });

  test('mirrors together: the longest unused are emptied, and come again when they are wanted', async () => {
    await using environment = await gitEnvironment();
    const budget = 2.5 * MEBIBYTE;
    await using given = await openPort({ diskBudget: budget });
    const names = ['one', 'two', 'three', 'four'];
    const all = await Promise.all(
      names.map(async (name) => {
        const repository = await environment.createTestRepository(name);
        const oid = await repository.commit({ files: { [name]: randomBytes(MEBIBYTE) } });
        return { oid, remote: { url: repository.url } };
      }),
    );
    for (const { oid, remote } of all) {
      await given.port.fetch(remote, oid);
      await until(async () => (await given.used()) <= budget);
      expect(await given.used()).toBeLessThanOrEqual(budget);
    }
    expect(environment.server.requests('fetch')).toBe(4);
    const [first] = all;
    if (first === undefined) throw new Error('four were made');
    await given.port.fetch(first.remote, first.oid);
    expect((await given.port.commit(first.remote, first.oid)).oid).toBe(first.oid);
    expect(environment.server.requests('fetch')).toBe(5);
  });

  test('what a running operation needs is not emptied', async () => {
    await using environment = await gitEnvironment();
    await using given = await openPort({ diskBudget: 1.5 * MEBIBYTE });
    const make = async (name: string) => {
      const repository = await environment.createTestRepository(name);
      return { oid: await repository.commit({ files: { a: randomBytes(MEBIBYTE) } }), remote: { url: repository.url } };
    };
    const [needed, other] = [await make('needed'), await make('other')];
    await given.port.fetch(needed.remote, needed.oid);
    await given.port.keep(needed.remote, needed.oid, 'operation');
    await given.port.fetch(other.remote, other.oid);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await given.port.commit(needed.remote, needed.oid)).oid).toBe(needed.oid);
  });
});

describe('content beyond measure', () => {
  const advertised = { 'content-type': 'application/x-git-upload-pack-advertisement' };
  test.each([
    ['refs without end', `003f${'1'.repeat(40)} refs/heads/aaaaaa\n`],
    ['one line without end', 'x'],
  ])(
    '%s',
    async (_reason, piece) => {
      await using server = await listening((_request, response) => {
        response.writeHead(200, advertised);
        const block = Buffer.from(piece.repeat(Math.ceil(65_536 / piece.length)));
        const more = (): void => {
          while (!response.destroyed && response.write(block));
          if (!response.destroyed) response.once('drain', more);
        };
        more();
      });
      await using given = await openPort({ requestTimeout: 10_000 });
      await expect(given.port.listRefs({ url: `${server.url}/app.git` })).rejects.toEqual(code('git.too-large'));
    },
    20_000,
  );

  test('an answer that trickles is ended by the whole time, not by pauses', async () => {
    await using server = await listening((_request, response) => {
      response.writeHead(200, advertised);
      const timer = setInterval(() => response.write('0'), 20);
      response.on('close', () => clearInterval(timer));
    });
    await using given = await openPort({ requestTimeout: 400 });
    await expect(given.port.listRefs({ url: `${server.url}/app.git` })).rejects.toEqual(code('git.timeout'));
  });
});

test('a small pack without the files of its commit brings no commit (row 127)', async () => {
  await using environment = await gitEnvironment();
  const oid = await (await environment.createTestRepository()).commit({ files: { a: '1' } });
  const { root } = environment.server;
  const alone = execFileSync('git', ['-C', join(root, 'app.git'), 'pack-objects', '--quiet', '--stdout'], {
    input: oid,
  });
  await using server = await hostileGit({ root, pack: packAnswer(alone) });
  await using given = await openPort({ fetchTimeout: 5000, grace: 200 });
  const remote = { url: `${server.url}/app.git` };
  await given.port.listRefs(remote);
  await expect(given.port.fetch(remote, oid)).rejects.toEqual(code('git.failed'));
});

describe('a server that speaks as servers did before packs were made to measure', () => {
  test.each(['http-alternates', 'alternates'])('leads nobody elsewhere for objects: %s', async (name) => {
    await using environment = await gitEnvironment();
    const repository = await environment.createTestRepository();
    const oid = await repository.commit({ files: { a: '1' } });
    const asked: string[] = [];
    await using elsewhere = await listening((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(404).end();
    });
    const handler = createGitHandler({ root: environment.server.root });
    const shown: string[] = [];
    await using server = await listening(async (request, response) => {
      delete request.headers['git-protocol'];
      // Only the program is led astray: our own questions get their answers.
      if (request.headers['user-agent'] === 'git/tiphys') return void (await handler(request, response));
      shown.push(request.url ?? '');
      if (request.url?.includes('/info/refs')) return void response.end(`${oid}\trefs/heads/main\n`);
      if (request.url?.endsWith(`/objects/info/${name}`)) return void response.end(`${elsewhere.url}/objects\n`);
      response.writeHead(404).end();
    });
    await using given = await openPort();
    const remote = { url: `${server.url}/app.git`, credentials };
    await expect(given.port.fetch(remote, oid)).rejects.toEqual(code('git.failed'));
    expect(shown).toContain(`/app.git/objects/info/${name}`);
    expect(asked).toEqual([]);
  });
});
