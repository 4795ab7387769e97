/** A hundred thousand Deployments in the embedded API as users start it, in memory and in a folder, and after a restart. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inParallel, openApi } from '../bench/kube/api-load.ts';
import { residentMegabytes } from '../bench/measure.ts';
import { temporaryFolder } from '../src/testkit/temporary-folder.ts';

const LAUNCHER = join(import.meta.dirname, '../bin/tiphys');
const COUNT = Number(process.env['TIPHYS_DEPLOYMENTS'] ?? 100_000);
const MOST_MEGABYTES = 1000;
const NAMESPACES = 50;

/** Paused and without replicas: some 2.5 KB as it is stored, and no controller makes anything of it. */
function deployment(index: number): object {
  const labels = { app: `d-${index}`, tier: 'web', round: 'one' };
  const resources = { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } };
  const container = { name: 'web', image: 'registry.example.com/web:1.0', ports: [{ containerPort: 80 }], resources };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `d-${index}`, labels },
    spec: {
      paused: true,
      replicas: 0,
      selector: { matchLabels: { app: labels.app } },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  };
}

async function start(options: readonly string[], kubeconfig: string) {
  rmSync(kubeconfig, { force: true });
  const child = spawn(LAUNCHER, ['kubelite', '--kubeconfig', kubeconfig, ...options], { stdio: 'ignore' });
  for (let tries = 0; tries < 6000 && child.exitCode === null && !existsSync(kubeconfig); tries += 1) await pause(50);
  const { clusters, users } = JSON.parse(readFileSync(kubeconfig, 'utf8'));
  const ca = Buffer.from(clusters[0].cluster['certificate-authority-data'], 'base64').toString();
  const api = openApi({ url: clusters[0].cluster.server, ca, token: users[0].user.token }, 8);
  return { child, api, pid: programOf(child) };
}

async function stop({ child, api }: Awaited<ReturnType<typeof start>>): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  api.close();
  child.kill('SIGTERM');
  await ended;
}

/** The launcher's child is the program itself. */
function programOf({ pid }: ChildProcess): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

test.each([
  { how: 'in memory', kept: false },
  { how: 'in a folder', kept: true },
])('under 1 GB $how', { timeout: 3_600_000 }, async ({ how, kept }) => {
  await using folder = await temporaryFolder();
  const kubeconfig = join(folder.path, 'kubeconfig');
  const options = kept ? ['--data', join(folder.path, 'data')] : [];
  const first = await start(options, kubeconfig);
  await inParallel({ count: NAMESPACES, width: 8 }, (index) =>
    first.api.send({
      method: 'POST',
      path: '/api/v1/namespaces',
      body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: `n-${index}` } },
    }),
  );
  const seconds = await inParallel({ count: COUNT, width: 64 }, (index) =>
    first.api.send({
      method: 'POST',
      path: `/apis/apps/v1/namespaces/n-${index % NAMESPACES}/deployments`,
      body: deployment(index),
    }),
  );
  const filled = residentMegabytes(first.pid);
  process.stdout.write(`${how}: ${COUNT} Deployments in ${Math.round(seconds)} s, ${filled} MB\n`);
  const page = await first.api.send({ method: 'GET', path: '/apis/apps/v1/deployments?limit=500' });
  const { metadata } = JSON.parse(page.toString());
  expect(metadata.remainingItemCount).toBe(COUNT - 500);
  await stop(first);
  const measured = [filled];
  if (kept) {
    const again = await start(options, kubeconfig);
    const list = await again.api.send({ method: 'GET', path: '/apis/apps/v1/deployments?limit=1' });
    expect(JSON.parse(list.toString()).metadata.remainingItemCount).toBe(COUNT - 1);
    measured.push(residentMegabytes(again.pid));
    process.stdout.write(`${how}: after a restart ${measured[1]} MB\n`);
    await stop(again);
  }
  expect(Math.max(...measured)).toBeLessThan(MOST_MEGABYTES);
});
