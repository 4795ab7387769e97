import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createGitCli, type GitCliOptions } from '../../adapters/git-cli/git-cli.ts';
import { systemClock } from '../../adapters/system-clock/system-clock.ts';
import type { GitPort } from '../../ports/git.ts';
import type { RenderRequest } from '../../ports/manifest-service.ts';
import { type GitEnvironment, gitEnvironment } from '../../testkit/git-environment.ts';
import {
  declaredBlob,
  endlessPack,
  type HostileServer,
  hostileGit,
  listening,
  PACK_OF_VERSION_2,
  packAnswer,
  silence,
} from '../../testkit/hostile-git.ts';
import { memoryInstallation } from '../../testkit/memory-installation.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { memoryMetrics } from '../../testkit/memory-metrics.ts';
import { createMemoryOutside } from '../../testkit/memory-outside.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { createManifestService } from './index.ts';

const MEBIBYTE = 1024 * 1024;
const BUDGET = 96 * MEBIBYTE;
const LIMITS: Partial<GitCliOptions> = {
  ...{ diskBudget: BUDGET, repositoryLimit: BUDGET / 2, fetchTimeout: 20_000, requestTimeout: 10_000 },
  ...{ patience: 200, grace: 100 },
};
/** Milliseconds that a commit of the good repository may take from the notice to its manifests, on a machine with much to do. */
const SOON = 5_000;
const HOSTILE_APPS = 10;

let git: GitEnvironment;
let service: ReturnType<typeof createManifestService>;
let port: GitPort & { close(): Promise<void> };
let cache: Awaited<ReturnType<typeof temporaryFolder>>;

beforeEach(async () => {
  git = await gitEnvironment();
  cache = await temporaryFolder();
  port = await createGitCli({ cacheFolder: cache.path, ...LIMITS });
  service = createManifestService({
    git: port,
    installation: memoryInstallation(),
    clock: systemClock,
    metrics: memoryMetrics(),
    log: memoryLog(),
    random: () => 0,
    ...createMemoryOutside(systemClock).ports,
  });
});
afterEach(async () => {
  await service.close();
  await port.close();
  await git[Symbol.asyncDispose]();
  await cache[Symbol.asyncDispose]();
});

function render(repoURL: string, appName: string, signal?: AbortSignal) {
  const request: RenderRequest = {
    appName,
    project: 'default',
    namespace: 'prod',
    sources: [{ repoURL, path: '.', targetRevision: 'main' }],
    revisions: [],
    kubeVersion: '1.35.4',
    apiVersions: [],
    refresh: 'latest',
  };
  return service.render(request, signal);
}

interface Hostile {
  readonly url: string;
  /** Goes on with its mischief while others work. */
  readonly go?: () => Promise<void>;
  readonly server?: HostileServer;
}

function configMap(value: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {v: "${value}"}\n`;
}

/** Everything but packs is answered as it should be. */
async function ofPacks(pack: typeof silence): Promise<Hostile> {
  const repository = await git.createTestRepository('hostile');
  await repository.commit({ files: { 'a.yaml': configMap('1') } });
  const server = await hostileGit({ root: git.server.root, pack });
  return { url: `${server.url}/hostile.git`, server };
}

async function answering(listener: Parameters<typeof listening>[0]): Promise<Hostile> {
  const server = await listening(listener);
  return { url: `${server.url}/hostile.git`, server };
}

/** A blob of so many bytes, all zeros, beside a manifest; by way of one stream. */
async function hugeBlob(bytes: number): Promise<Hostile> {
  const { folder, url } = await git.createTestRepository('hostile');
  const child = spawn('git', ['-c', 'core.compression=1', 'fast-import', '--quiet'], {
    cwd: folder,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const zeros = Buffer.alloc(8 * MEBIBYTE);
  child.stdin.write(`blob\nmark :1\ndata ${bytes}\n`);
  for (let left = bytes; left > 0; left -= zeros.length) {
    if (!child.stdin.write(zeros.subarray(0, Math.min(left, zeros.length)))) await once(child.stdin, 'drain');
  }
  const manifest = configMap('1');
  const commit = 'commit refs/heads/main\ncommitter t <t@example.com> 1700000000 +0000\ndata 1\nx\n';
  child.stdin.end(`\n${commit}M 100644 :1 huge.yaml\nM 100644 inline a.yaml\ndata ${manifest.length}\n${manifest}\n`);
  await once(child, 'exit');
  return { url };
}

async function manyRefs(): Promise<Hostile> {
  const repository = await git.createTestRepository('hostile');
  const oid = await repository.commit({ files: { 'a.yaml': configMap('1') } });
  const tags = Array.from({ length: 100_000 }, (_, index) => `${oid} refs/tags/v0.0.${index}`).sort();
  const head = `# pack-refs with: peeled fully-peeled sorted \n${oid} refs/heads/main\n`;
  await writeFile(join(repository.folder, 'packed-refs'), `${head}${tags.join('\n')}\n`);
  return { url: repository.url };
}

async function forcedPushes(): Promise<Hostile> {
  const repository = await git.createTestRepository('hostile');
  await repository.commit({ files: { 'a.yaml': configMap('0') } });
  let count = 0;
  return {
    url: repository.url,
    async go() {
      count += 1;
      // A branch of its own each time, with nothing before it.
      await repository.commit({ files: { 'a.yaml': configMap(`forced ${count}`) }, orphan: true });
      service.notice(repository.url);
    },
  };
}

const GARBAGE = Buffer.alloc(65_536, 'garbage ');
const KINDS: Readonly<Record<string, () => Promise<Hostile>>> = {
  'hangs when its refs are asked for': () => answering(silence),
  'hangs in the middle of a fetch': () => ofPacks(silence),
  'answers with garbage': () => answering((_request, response) => void response.end(GARBAGE)),
  'sends a pack that is garbage': () => ofPacks((_request, response) => void response.end(GARBAGE)),
  'grows without end': () => ofPacks(endlessPack(PACK_OF_VERSION_2)),
  'has 100,000 refs': manyRefs,
  'has a blob of 5 GB': () => hugeBlob(5 * 1024 * MEBIBYTE),
  'says that a blob of a small pack is of 5 GB': () =>
    ofPacks(packAnswer(declaredBlob(5 * 1024 * MEBIBYTE, 50 * MEBIBYTE))),
  'says that a blob is of a few bytes, and it is of 50 MB': () => ofPacks(packAnswer(declaredBlob(9, 50 * MEBIBYTE))),
  'is pushed to by force all the time': forcedPushes,
};

/** As `du` counts it: blocks, folders among them. */
async function bytesIn(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(folder, { recursive: true }).catch(() => [])) {
    bytes += await stat(join(folder, name)).then(
      ({ blocks, size }) => Math.max(512 * blocks, size),
      () => 0,
    );
  }
  return bytes;
}

test.each(Object.keys(KINDS))(
  'a repository that %s delays no other, and the disk stays within its bound',
  async (kind) => {
    const hostile = await KINDS[kind]?.();
    if (hostile === undefined) throw new Error('there is no such kind');
    const good = await git.createTestRepository('good');
    await good.commit({ files: { 'a.yaml': configMap('first') } });
    expect(await render(good.url, 'good')).toMatchObject({ kind: 'rendered' });
    const leaving = new AbortController();
    const names = Array.from({ length: HOSTILE_APPS }, (_, index) => `hostile-${index}`);
    const renders = Promise.allSettled(names.map((name) => render(hostile.url, name, leaving.signal)));
    const took: number[] = [];
    let most = 0;
    for (let time = 0; time < 8; time += 1) {
      await hostile.go?.();
      await good.commit({ files: { 'a.yaml': configMap(`time ${time}`) } });
      const began = performance.now();
      const result = await render(good.url, 'good');
      took.push(performance.now() - began);
      const [source] = result.kind === 'rendered' ? result.sources : [];
      expect(source?.manifests.map(({ object }) => object['data'])).toEqual([{ v: `time ${time}` }]);
      most = Math.max(most, await bytesIn(cache.path));
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    expect(Math.max(...took)).toBeLessThan(SOON);
    expect(most).toBeLessThan(BUDGET);
    leaving.abort(new Error('the test is over'));
    await renders;
    await hostile.server?.[Symbol.asyncDispose]();
  },
  300_000,
);
