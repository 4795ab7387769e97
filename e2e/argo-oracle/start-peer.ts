/** A real Argo CD, on a real Kubernetes API or on the embedded one, prepared as the recordings want it. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findKubectl, until } from '../product.ts';
import { type ClusterKind, startStageCluster } from '../stage-cluster.ts';
import { BINARY, DEFINITIONS, TOOLS } from './folders.ts';

const START_MILLISECONDS = 5_000;
const SERVED_SECONDS = 60;
const PROJECT = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { name: 'default', namespace: 'argocd' },
  spec: {
    sourceRepos: ['*'],
    destinations: [{ server: '*', namespace: '*' }],
    clusterResourceWhitelist: [{ group: '*', kind: '*' }],
  },
};
/** The settings of the recordings: no polling within a story, and a short back-off. */
const CONTROLLER_FLAGS = [
  ...['--namespace', 'argocd', '--app-resync', '120', '--app-resync-jitter', '60', '--repo-server-plaintext'],
  ...['--self-heal-timeout-seconds', '2', '--self-heal-backoff-timeout-seconds', '2'],
  ...['--self-heal-backoff-factor', '3', '--self-heal-backoff-cap-seconds', '300'],
  ...['--repo-error-grace-period-seconds', '180', '--persist-resource-health=false'],
];

export interface Peer extends AsyncDisposable {
  readonly kubeconfig: string;
  readonly audit: string;
}

export interface PeerOptions {
  /** The folder with the runner of the recordings. */
  readonly scenarios: string;
  readonly config: string;
  readonly cluster: ClusterKind;
}

/** Needs what `build` made, redis-server, and Helm and Kustomize of the oracles. Throws where one is missing. */
export async function startPeer({ scenarios, config, cluster }: PeerOptions): Promise<Peer> {
  if (!existsSync(BINARY)) throw new Error('there is no Argo CD yet: npm run oracle build');
  const stack = new AsyncDisposableStack();
  try {
    const work = mkdtempSync(join(tmpdir(), 'argo-oracle-'));
    stack.defer(() => rmSync(work, { recursive: true, force: true }));
    const { kubeconfig, audit } = await startStageCluster(stack, work, { kind: cluster });
    const system = prepare({ scenarios, config, work, kubeconfig });
    await untilServed(system);
    const input = JSON.stringify(PROJECT);
    execFileSync(findKubectl() ?? 'kubectl', ['--kubeconfig', kubeconfig, 'apply', '-f', '-'], { input });
    await startParts(stack, work, system);
    const owned = stack.move();
    return { kubeconfig, audit, [Symbol.asyncDispose]: () => owned.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

interface Preparation {
  readonly scenarios: string;
  readonly config: string;
  readonly work: string;
  readonly kubeconfig: string;
}

/** The kubeconfig of the system under test. */
function prepare({ scenarios, config, work, kubeconfig }: Preparation): string {
  const system = join(work, 'system');
  const kubectl = findKubectl() ?? 'kubectl';
  const env = { ...process.env, KUBECTL: kubectl };
  execFileSync(join(scenarios, 'setup/prepare'), [kubeconfig, system, config], { env });
  execFileSync(kubectl, ['--kubeconfig', system, 'config', 'set-context', '--current', '--namespace', 'argocd'], {
    env,
  });
  execFileSync(kubectl, ['--kubeconfig', kubeconfig, 'apply', '--server-side', '-f', DEFINITIONS], { env });
  return system;
}

/** A server needs a moment for kinds that were just defined, and the runner does not ask twice. */
async function untilServed(system: string): Promise<void> {
  const kinds = 'applications,applicationsets,appprojects';
  const args = ['--kubeconfig', system, 'get', kinds, '-n', 'argocd'];
  await until(
    async () => spawnSync(findKubectl() ?? 'kubectl', args).status === 0,
    () => 'the kinds of Argo CD are not served',
    { seconds: SERVED_SECONDS },
  );
}

async function startParts(stack: AsyncDisposableStack, work: string, system: string): Promise<void> {
  const [redis = 0, repository = 0, repositoryMetrics = 0, controllerMetrics = 0] = await freePorts(4);
  const env = environmentOf(work, system);
  const part = (name: string, args: readonly string[]) => stack.use(startPart({ name, args, work, env }));
  part('redis-server', ['--port', String(redis), '--save', '', '--bind', '127.0.0.1']);
  part('argocd-repo-server', [
    ...['--redis', `127.0.0.1:${redis}`, '--port', String(repository), '--metrics-port', String(repositoryMetrics)],
    ...['--disable-tls', '--address', '127.0.0.1', '--metrics-address', '127.0.0.1'],
  ]);
  await sleep(START_MILLISECONDS);
  part('argocd-application-controller', [
    ...['--redis', `127.0.0.1:${redis}`, '--repo-server', `127.0.0.1:${repository}`],
    ...['--metrics-port', String(controllerMetrics), ...CONTROLLER_FLAGS],
  ]);
  await sleep(START_MILLISECONDS);
}

/** One binary plays every part, by the name it is called by. */
function environmentOf(work: string, system: string): NodeJS.ProcessEnv {
  const bin = join(work, 'bin');
  for (const folder of ['bin', 'home', 'tmp', 'tls']) mkdirSync(join(work, folder));
  for (const name of ['argocd-repo-server', 'argocd-application-controller', 'argocd-cmp-server']) {
    symlinkSync(BINARY, join(bin, name));
  }
  symlinkSync(join(TOOLS, 'helm4'), join(bin, 'helm'));
  symlinkSync(join(TOOLS, 'kustomize'), join(bin, 'kustomize'));
  return {
    ...process.env,
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
    KUBECONFIG: system,
    HOME: join(work, 'home'),
    TMPDIR: join(work, 'tmp'),
    ARGOCD_FAKE_IN_CLUSTER: 'true',
    ARGOCD_GPG_ENABLED: 'false',
    ARGOCD_SYNC_WAVE_DELAY: '1',
    ARGOCD_TLS_DATA_PATH: join(work, 'tls'),
    ARGOCD_SSH_DATA_PATH: work,
  };
}

interface Part {
  readonly name: string;
  readonly args: readonly string[];
  readonly work: string;
  readonly env: NodeJS.ProcessEnv;
}

function startPart({ name, args, work, env }: Part): AsyncDisposable {
  const log = openSync(join(work, `${name}.log`), 'a');
  const child = spawn(name, [...args], { env, stdio: ['ignore', log, log] });
  closeSync(log);
  return { [Symbol.asyncDispose]: () => ended(child) };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  await exit;
}

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  return servers.map((server) => {
    const address = server.address();
    server.close();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
}
