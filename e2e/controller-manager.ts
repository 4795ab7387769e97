/** The real kube-controller-manager, built from modules that are on this machine, at work on any API server. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const SOURCE = join(import.meta.dirname, '../src/kubelite/testdata/controller-manager/main.go');
const BUILT = join(homedir(), '.cache/tiphys-controller-manager');
/** Nobody sends heartbeats for nodes that only exist as objects. */
const FLAGS = [
  ...['--secure-port=0', '--leader-elect=true', '--leader-elect-resource-namespace=kube-system'],
  ...[
    '--allocate-node-cidrs=false',
    '--node-monitor-grace-period=100000h',
    '--kube-api-qps=500',
    '--kube-api-burst=1000',
  ],
];

/** The folder with the module file that pins the version of Kubernetes; undefined where it, or Go, is absent. */
export function controllerManagerModule(): string | undefined {
  const folder = join(process.env['TIPHYS_CONFORMANCE'] ?? '', 'kube');
  return process.env['TIPHYS_CONFORMANCE'] && existsSync(join(folder, 'go.mod')) && hasGo() ? folder : undefined;
}

function hasGo(): boolean {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Path of the program; minutes where nothing of it is in Go's cache, and nothing where it was built before. */
export function buildControllerManager(module: string): string {
  const program = join(BUILT, 'kube-controller-manager');
  if (existsSync(program)) return program;
  mkdirSync(BUILT, { recursive: true });
  copyFileSync(SOURCE, join(BUILT, 'main.go'));
  copyFileSync(join(module, 'go.sum'), join(BUILT, 'go.sum'));
  const pinned = readFileSync(join(module, 'go.mod'), 'utf8').replace(/^module .*/m, 'module controllermanager');
  writeFileSync(join(BUILT, 'go.mod'), pinned);
  const env = { ...process.env, CGO_ENABLED: '0' };
  const flags = ['-trimpath', '-buildvcs=false', '-mod=mod'];
  execFileSync('go', ['build', ...flags, '-o', program, '.'], { cwd: BUILT, env, stdio: 'ignore' });
  return program;
}

export interface ControllerManagerOptions {
  readonly program: string;
  /** Path; what it names may do everything. */
  readonly kubeconfig: string;
  /** For its keys and its log `controller-manager.log`. */
  readonly folder: string;
}

export function startControllerManager({ program, kubeconfig, folder }: ControllerManagerOptions): AsyncDisposable {
  const keys = selfSigned(folder);
  const log = openSync(join(folder, 'controller-manager.log'), 'a');
  const args = [
    ...[`--kubeconfig=${kubeconfig}`, `--root-ca-file=${keys.certificate}`],
    ...[`--service-account-private-key-file=${keys.key}`],
    ...[`--cluster-signing-cert-file=${keys.certificate}`, `--cluster-signing-key-file=${keys.key}`],
  ];
  const child = spawn(program, [...args, ...FLAGS], { stdio: ['ignore', log, log] });
  closeSync(log);
  return { [Symbol.asyncDispose]: () => ended(child) };
}

function selfSigned(folder: string): { readonly certificate: string; readonly key: string } {
  const paths = { certificate: join(folder, 'signer.crt'), key: join(folder, 'signer.key') };
  const files = ['-keyout', paths.key, '-out', paths.certificate];
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=signer', '-days', '2', ...files];
  execFileSync('openssl', args, { stdio: 'ignore' });
  return paths;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  await exit;
}
