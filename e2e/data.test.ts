/** `tiphys up --data DIR`: stopped or killed and started again, everything is there and nothing is done twice. */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findKubectl, type Product, startProduct, until } from './product.ts';

const launcher = join(dirname(dirname(fileURLToPath(import.meta.url))), 'bin/tiphys');

interface Seen {
  readonly password: string;
  readonly uid: string;
  readonly sync: string;
  readonly health: string;
  readonly revision: string;
  readonly history: readonly string[];
  readonly finishedAt: string;
  readonly replicas: string;
  readonly mine: string;
  readonly deployment: string;
}

describe.skipIf(findKubectl() === undefined)('a data folder', () => {
  let data: string;
  let product: Product;
  let before: Seen;
  let token: string;

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'tiphys-data-'));
    product = await startProduct(['--data', data]);
  });

  afterAll(async () => {
    await product?.[Symbol.asyncDispose]();
    rmSync(data, { recursive: true, force: true });
  });

  async function seen(): Promise<Seen> {
    const get = async (...args: readonly string[]) => JSON.parse(await product.kubectl('get', ...args, '-o', 'json'));
    const { metadata, status = {} } = await get('application', '-n', 'argocd', 'guestbook');
    const deployment = await get('deployment', '-n', 'guestbook', 'guestbook');
    const mine = await get('configmap', '-n', 'mine', 'kept');
    return {
      password: product.ready.password,
      uid: metadata.uid,
      sync: status.sync?.status,
      health: status.health?.status,
      revision: status.sync?.revision,
      history: (status.history ?? []).map(({ id, revision }: { id: number; revision: string }) => `${id} ${revision}`),
      finishedAt: status.operationState?.finishedAt,
      replicas: deployment.spec.replicas,
      mine: `${mine.metadata.uid} ${mine.metadata.resourceVersion} ${mine.data.a}`,
      deployment: deployment.metadata.uid,
    };
  }

  async function untilSynced(revision?: string): Promise<void> {
    const get = () => product.kubectl('get', 'application', '-n', 'argocd', 'guestbook', '-o', 'json');
    await until(async () => {
      const { status = {} } = JSON.parse(await get());
      const isWanted = revision === undefined || status.sync?.revision === revision;
      const isDone = status.operationState?.phase === 'Succeeded' && status.sync?.status === 'Synced';
      return isWanted && isDone && status.health?.status === 'Healthy';
    }, get);
  }

  /** What was issued in a run before still opens the API. */
  async function withOldCredentials(): Promise<string> {
    const server = JSON.parse(readFileSync(join(data, 'kubeconfig.old'), 'utf8')).clusters[0].cluster.server;
    expect(
      await product.kubectl('--kubeconfig', join(data, 'kubeconfig.old'), 'get', 'cm', '-n', 'mine', 'kept'),
    ).toMatch('kept');
    return product.kubectl(
      '--server',
      server,
      '--token',
      token,
      'auth',
      'whoami',
      '-o',
      'jsonpath={.status.userInfo.username}',
    );
  }

  test('changes are made', async () => {
    await untilSynced();
    const clone = mkdtempSync(join(product.folder, 'clone-'));
    await product.git(product.folder, 'clone', product.ready.sampleRepository, clone);
    const path = join(clone, 'guestbook/deployment.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replace('replicas: 2', 'replicas: 3'));
    await product.git(clone, 'commit', '-am', 'Scale to 3');
    await product.git(clone, 'push', 'origin', 'HEAD:main');
    await untilSynced((await product.git(clone, 'rev-parse', 'HEAD')).trim());
    await product.kubectl('create', 'namespace', 'mine');
    await product.kubectl('create', 'configmap', '-n', 'mine', 'kept', '--from-literal', 'a=b');
    await product.kubectl('create', 'serviceaccount', '-n', 'mine', 'robot');
    token = (await product.kubectl('create', 'token', '-n', 'mine', 'robot')).trim();
    copyFileSync(product.ready.kubeconfig, join(data, 'kubeconfig.old'));
    before = await seen();
    expect(before).toMatchObject({ sync: 'Synced', health: 'Healthy', replicas: 3 });
    expect(before.history.length).toBe(2);
  });

  test('a second process is refused', async () => {
    const [code, stderr] = await new Promise<[unknown, string]>((resolve) => {
      execFile(launcher, ['up', '--port', '0', '--data', data], { timeout: 100_000 }, (error, _, text) =>
        resolve([error?.code, text]),
      );
    });
    expect(code).toBe(1);
    expect(stderr).toContain(`the data folder ${join(data, 'cluster')} is in use by process ${product.ready.pid}\n`);
    expect(stderr).toContain('Stop it, or choose another folder.\n');
  });

  test('stopped and started again', async () => {
    await product[Symbol.asyncDispose]();
    expect(statSync(join(data, 'cluster')).mode & 0o777).toBe(0o700);
    product = await startProduct(['--data', data]);
    await untilSynced(before.revision);
    expect(await seen()).toEqual(before);
    expect(await withOldCredentials()).toBe('system:serviceaccount:mine:robot');
  });

  test('killed and started again', async () => {
    await product.kubectl('label', 'configmap', '-n', 'mine', 'kept', 'last=write');
    const last = await seen();
    process.kill(product.ready.pid, 'SIGKILL');
    await product[Symbol.asyncDispose]();
    product = await startProduct(['--data', data]);
    await untilSynced(before.revision);
    expect(await seen()).toEqual({ ...before, mine: last.mine });
    expect(await withOldCredentials()).toBe('system:serviceaccount:mine:robot');
  });
});
