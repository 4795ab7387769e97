import { describe, expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import type { GitRemote } from '../../ports/git.ts';
import { GitObjects } from '../../services/source/git-objects.ts';
import { gitEnvironment } from '../../testkit/git-environment.ts';
import { httpServer } from '../../testkit/http-server.ts';
import { lfsServer, pointerOf } from '../../testkit/lfs-server.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { checkedLookup, checkHost } from '../http-client/egress.ts';
import { DiskGrowth } from './disk-growth.ts';
import { createGitCli } from './git-cli.ts';
import { createHttpConnections } from './http-connections.ts';
import { createLfsFiles } from './lfs-files.ts';
import { readPointer } from './lfs-pointer.ts';
import { readAddress } from './remote-address.ts';

const FILE = Buffer.from('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: large}\n'.padEnd(4000, '#'));
const WANTED = `Basic ${Buffer.from('git:secret').toString('base64')}`;

async function open() {
  const environment = await gitEnvironment();
  const repository = await environment.createTestRepository();
  const server = await lfsServer(environment.server.root, WANTED);
  const lost = Buffer.from('never kept');
  const oid = await repository.commit({
    files: { 'large.yaml': server.keep(FILE), 'lost.yaml': pointerOf(lost), plain: 'plain' },
  });
  const folder = await temporaryFolder();
  const port = await createGitCli({ cacheFolder: folder.path });
  const credentials = { kind: 'basic', username: 'git', password: new Secret('secret') } as const;
  const remote: GitRemote = { url: `${server.url}/app.git`, credentials, lfs: true };
  await port.fetch(remote, oid);
  const entries = await port.tree(remote, (await port.commit(remote, oid)).tree);
  const idOf = (name: string) => entries.find((entry) => entry.name === name)?.oid ?? '';
  return {
    port,
    remote,
    server,
    idOf,
    async [Symbol.asyncDispose]() {
      await port.close();
      for (const one of [server, environment, folder]) await one[Symbol.asyncDispose]();
    },
  };
}

describe('Git LFS (A23, H1 enableLfs)', () => {
  test('a pointer is read as its file, once brought here; the store gets no credentials of the repository', async () => {
    await using given = await open();
    const { port, remote, server, idOf } = given;
    const large = idOf('large.yaml');
    const [first, second] = await Promise.all([port.blob(remote, large), port.blob(remote, large)]);
    expect([first, second]).toEqual([FILE, FILE]);
    expect(await port.blob(remote, large)).toEqual(FILE);
    expect(server.shown.files).toEqual([undefined]);
    expect(Buffer.from(await port.blob(remote, idOf('plain'))).toString()).toBe('plain');
    const { lfs: _lfs, ...without } = remote;
    expect(Buffer.from(await port.blob(without, large)).toString()).toBe(pointerOf(FILE));
  });

  test('what is too large, missing, or not what the pointer names', async () => {
    await using given = await open();
    const { port, remote, server, idOf } = given;
    await expect(port.blob(remote, idOf('large.yaml'), 1000)).rejects.toMatchObject({ code: 'git.too-large' });
    await expect(port.blob(remote, idOf('lost.yaml'))).rejects.toMatchObject({ code: 'git.missing-object' });
    server.corrupt();
    await expect(port.blob(remote, idOf('large.yaml'))).rejects.toThrow(/gave another file than [0-9a-f]{64}$/);
    const credentials = { kind: 'basic', username: 'git', password: new Secret('wrong') } as const;
    const wrong = port.blob({ ...remote, credentials }, idOf('large.yaml'));
    await expect(wrong).rejects.toMatchObject({ code: 'git.authentication' });
  });

  test.each([
    ['a pointer', pointerOf(FILE), true],
    ['with extensions before the id', pointerOf(FILE).replace('oid', `ext-0-foo sha256:${'1'.repeat(64)}\noid`), true],
    ['another version', pointerOf(FILE).replace('/v1', '/v9'), false],
    ['an id that is a path', pointerOf(FILE).replace(/sha256:.*/, 'sha256:../../x'), false],
    ['a size that is none', pointerOf(FILE).replace(/size .*/, 'size -1'), false],
    ['a longer file that begins like one', pointerOf(FILE).padEnd(2000), false],
  ])('%s', (_reason, text, isPointer) => {
    expect(readPointer(Buffer.from(text)) !== undefined).toBe(isPointer);
  });

  test('what one repository reads as a file of LFS is a pointer to those without', async () => {
    await using given = await open();
    const { port, remote, idOf } = given;
    const objects = new GitObjects(1_000_000);
    const need = { kind: 'blob', oid: idOf('large.yaml'), limit: 100_000 } as const;
    const { lfs: _lfs, ...plain } = remote;
    expect(await objects.seenFrom(remote).fill(port, remote, need)).toEqual(FILE);
    expect(objects.seenFrom(plain).get(need.oid)).toBeUndefined();
    await objects.seenFrom(plain).fill(port, plain, need);
    expect(objects.seenFrom(remote).get(need.oid)).toEqual(FILE);
    expect(Buffer.from((await objects.seenFrom(plain).fill(port, plain, need)) as Uint8Array).toString()).toBe(
      pointerOf(FILE),
    );
  });
});

describe('row 1.7-a: a server of Git LFS leads to this machine only from here', () => {
  const far = { check: (url: URL) => checkHost(url, 'far'), lookup: checkedLookup('far') };

  async function ask(origin: string, header: Readonly<Record<string, string>> = {}) {
    await using store = await httpServer((_request, response) => void response.end(FILE));
    await using server = await httpServer(({ body }, response) => {
      const { objects } = JSON.parse(body.toString()) as { objects: { oid: string }[] };
      const answered = objects.map((one) => ({ ...one, actions: { download: { href: `${store.url}/file`, header } } }));
      response.end(JSON.stringify({ objects: answered }));
    });
    await using folder = await temporaryFolder();
    const real = createHttpConnections({ connectTimeout: 1000, egress: { far } });
    const lfs = createLfsFiles({
      // The server itself stands for one that is elsewhere.
      connections: {
        ...real,
        poolFor: (remote, url) => real.poolFor(url.startsWith(server.url) ? { url } : remote, url),
      },
      access: async () => ({ url: new URL(`${server.url}/info/lfs`), headers: { authorization: 'own' } }),
    });
    const [remote, address] = [{ url: `${origin}/app` }, readAddress(`${origin}/app`, { allowFile: false })];
    const rules = { limit: 10_000, budget: 10_000, stored: () => 0, emptyOldest: async () => false };
    using growth = new DiskGrowth(rules).begin({ folder: folder.path, url: address.url });
    const place = { remote, address, folder: folder.path, growth, signal: AbortSignal.timeout(5000) };
    const pointer = readPointer(Buffer.from(pointerOf(FILE)));
    const content = pointer && lfs.content(place, pointer);
    const told = await content?.then(String, (error: unknown) => (error as { readonly code?: unknown }).code);
    await real.close();
    return { told, asked: store.requests.map(({ headers }) => headers['authorization']) };
  }

  test('from elsewhere', async () => {
    expect(await ask('http://git.example.com')).toEqual({ told: 'git.not-allowed', asked: [] });
  });

  test('from here, without the credentials of the repository', async () => {
    expect(await ask('http://127.0.0.1:1')).toEqual({ told: String(FILE), asked: [undefined] });
  });
});

test('a shallow history: as deep as it is to be, two depths beside one another', async () => {
  await using environment = await gitEnvironment();
  const repository = await environment.createTestRepository();
  const oids: string[] = [];
  for (const text of ['1', '2', '3', '4']) oids.push(await repository.commit({ files: { a: text } }));
  await using folder = await temporaryFolder();
  const port = await createGitCli({ cacheFolder: folder.path });
  const whole = { url: repository.url };
  const [first = '', , , last = ''] = oids;
  for (const depth of [1, 2]) {
    const remote = { url: repository.url, depth };
    await port.listRefs(remote);
    await port.fetch(remote, last);
    expect((await port.commit(remote, last)).oid).toBe(last);
    await expect(port.commit(remote, first)).rejects.toMatchObject({ code: 'git.missing-object' });
    const next = await repository.commit({ files: { a: `next ${depth}` } });
    await port.listRefs(remote);
    await port.fetch(remote, next);
    expect((await port.commit(remote, next)).oid).toBe(next);
  }
  await port.fetch(whole, last);
  expect((await port.commit(whole, first)).oid).toBe(first);
  await port.close();
});
