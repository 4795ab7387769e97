/**
 * A fresh control plane for one run: an API server in a process of its own, embedded or real, the product in another, a Git
 * server here.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type GitServer, startGitServer } from '../src/adapters/git-server/git-server.ts';
import type { KubeHttp } from '../src/adapters/kube-http/kube-http.ts';
import { readKubeconfig } from '../src/adapters/kube-http/kubeconfig.ts';
import { createPromMetrics } from '../src/adapters/prom-metrics/prom-metrics.ts';
import { systemClock } from '../src/adapters/system-clock/system-clock.ts';
import { connectKube } from '../src/apps/wiring/kube-access.ts';
import { startRealServer } from '../src/testkit/conversation/real-server.ts';
import { type AuditCounter, auditCounter, cpuSeconds, metric, residentMegabytes } from './measure.ts';

const launcher = join(dirname(dirname(fileURLToPath(import.meta.url))), 'bin/tiphys');
const SYSTEM_USER = 'system:serviceaccount:argocd:system';

export interface World extends AsyncDisposable {
  readonly kube: KubeHttp;
  readonly git: GitServer;
  readonly calls: AuditCounter;
  /** CPU seconds so far: of the product, and of the API. */
  cpu(): { readonly product: number; readonly api: number };
  memory(): number;
  /** Asks the product for its version all the time; the answer stops that and says how many milliseconds each answer took. */
  answerTimes(): () => Promise<readonly number[]>;
  /** Value of a counter of the product. */
  metric(name: string, labels?: string): Promise<number>;
  /** Tells the product that a branch of a repository was pushed to; `main` unless said. */
  notice(repository: string, branch?: string): Promise<void>;
}

export type ServerKind = 'kubelite' | 'real';

export interface WorldOptions {
  readonly kubectl: string;
  readonly server: ServerKind;
  /** Folder for a CPU profile of the product. */
  readonly profile?: string;
}

export async function openWorld({ kubectl, server, profile }: WorldOptions): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'tiphys-bench-'));
  const api = server === 'real' ? realApi() : await embeddedApi(folder);
  const { admin, audit } = api;
  await answers(kubectl, admin);
  const system = systemKubeconfig(kubectl, admin, folder);
  const readyFile = join(folder, 'ready.json');
  const product = spawnQuiet(['up', '--port', '0', '--kubeconfig', system, '--manage', '--ready-file', readyFile], {
    ...(profile === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profile}` }),
  });
  await appears(readyFile, product);
  const { url, pid } = JSON.parse(readFileSync(readyFile, 'utf8')) as { url: string; pid: number };
  const git = await startGitServer({ root: join(folder, 'git') });
  const metrics = createPromMetrics({ descriptions: {}, process: false });
  const kube = connectKube(await readKubeconfig(admin), { clock: systemClock, metrics });
  const page = async (): Promise<string> => (await fetch(`${url}/metrics`)).text();
  return {
    kube,
    git,
    calls: auditCounter(audit, SYSTEM_USER),
    cpu: () => ({ product: cpuSeconds(pid), api: cpuSeconds(api.pid) }),
    memory: () => residentMegabytes(pid),
    answerTimes: () => answerTimes(url),
    metric: async (name, labels) => metric(await page(), name, labels),
    notice: async (repository, branch = 'main') => {
      const body = JSON.stringify({
        ref: `refs/heads/${branch}`,
        repository: { html_url: repository, default_branch: 'main' },
      });
      await fetch(`${url}/api/webhook`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', 'x-github-event': 'push' },
      });
    },
    async [Symbol.asyncDispose]() {
      await kube.close();
      await end(product);
      await git.close();
      await api.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Api {
  /** Path of a kubeconfig that may do everything. */
  readonly admin: string;
  readonly audit: string;
  readonly pid: number;
  end(): Promise<void>;
}

async function embeddedApi(folder: string): Promise<Api> {
  const admin = join(folder, 'admin.kubeconfig');
  const audit = join(folder, 'audit.log');
  const child = spawnQuiet(['kubelite', '--audit', audit, '--kubeconfig', admin]);
  await appears(admin, child);
  return { admin, audit, pid: childOf(child), end: () => end(child) };
}

function realApi(): Api {
  const server = startRealServer({ audit: true });
  const folder = dirname(server.kubeconfig);
  const pid = Number.parseInt(readFileSync(join(folder, 'pids'), 'utf8'), 10);
  return { admin: server.kubeconfig, audit: join(folder, 'audit.log'), pid, end: async () => server.stop() };
}

const PING_MILLISECONDS = 10;

/** Also says whether the main thread was held up: every answer goes through it. */
function answerTimes(url: string): () => Promise<readonly number[]> {
  let isOn = true;
  const times: number[] = [];
  const asking = (async () => {
    while (isOn) {
      const started = performance.now();
      // A kept connection may be closed by the server at the moment it is used again.
      await fetch(`${url}/api/version`).then(
        (answer) => answer.arrayBuffer(),
        () => undefined,
      );
      times.push(performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, PING_MILLISECONDS));
    }
  })();
  return async () => {
    isOn = false;
    await asking;
    return times;
  };
}

function spawnQuiet(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(launcher, [...args], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...env } });
}

/** The launcher's child is the program itself. */
function childOf({ pid }: ChildProcess): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
}

async function appears(path: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 600 && child.exitCode === null; tries += 1) {
    if (existsSync(path)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${path} did not appear`);
}

async function answers(kubectl: string, kubeconfig: string): Promise<void> {
  execFileSync(kubectl, ['--kubeconfig', kubeconfig, 'get', 'namespace', 'default'], { stdio: 'ignore' });
}

/** A service account of its own for the product, so that its requests can be told from others'. */
function systemKubeconfig(kubectl: string, admin: string, folder: string): string {
  const run = (...args: readonly string[]): string =>
    execFileSync(kubectl, ['--kubeconfig', admin, ...args], { stdio: ['ignore', 'pipe', 'inherit'] }).toString();
  run('create', 'namespace', 'argocd');
  run('create', 'serviceaccount', '-n', 'argocd', 'system');
  run('create', 'clusterrolebinding', 'system', '--clusterrole', 'cluster-admin', '--serviceaccount', 'argocd:system');
  const token = run('create', 'token', '-n', 'argocd', 'system', '--duration', '24h').trim();
  const path = join(folder, 'system.kubeconfig');
  const config = JSON.parse(run('config', 'view', '--raw', '--flatten', '--minify', '-o', 'json')) as {
    users: { user: object }[];
  };
  for (const entry of config.users) entry.user = { token };
  writeFileSync(path, JSON.stringify(config), { mode: 0o600 });
  return path;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  await exited;
}
