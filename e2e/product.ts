/** Starts the product as a user does, from the launcher, and waits until it says that it is ready. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const run = promisify(execFile);

export interface ReadyFacts {
  readonly url: string;
  readonly kubeconfig: string;
  readonly username: string;
  readonly password: string;
  readonly sampleRepository: string;
  readonly pid: number;
}

export interface Product extends AsyncDisposable {
  readonly ready: ReadyFacts;
  /** A folder of this test. */
  readonly folder: string;
  /** What it printed so far. */
  output(): string;
  /** Real kubectl; answers standard output. */
  kubectl(...args: readonly string[]): Promise<string>;
  git(cwd: string, ...args: readonly string[]): Promise<string>;
  /** The command line, with a configuration of its own. Never throws. */
  argocd(
    ...args: readonly string[]
  ): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Path of a kubectl, or undefined: then tests that need it are skipped. */
export function findKubectl(): string | undefined {
  const candidates = [
    process.env['KUBECTL'],
    join(process.env['HOME'] ?? '', '.cache/tiphys-tools/kubectl'),
    '/usr/bin/kubectl',
  ];
  return candidates.find((path) => path !== undefined && existsSync(path));
}

export async function startProduct(flags: readonly string[] = []): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), 'tiphys-e2e-'));
  const readyFile = join(folder, 'ready.json');
  const child = spawn(join(root, 'bin/tiphys'), ['up', '--port', '0', '--ready-file', readyFile, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await until(
    () => existsSync(readyFile),
    () => `the product did not get ready:\n${output}`,
    { child },
  );
  const ready = JSON.parse(readFileSync(readyFile, 'utf8')) as ReadyFacts;
  const env = { ...process.env, ARGOCD_CONFIG_DIR: join(folder, 'argocd'), GIT_TERMINAL_PROMPT: '0' };
  return {
    ready,
    folder,
    output: () => output,
    kubectl: async (...args) =>
      (
        await run(findKubectl() ?? 'kubectl', ['--kubeconfig', ready.kubeconfig, ...args], {
          env,
          maxBuffer: 64 * 1024 * 1024,
        })
      ).stdout,
    git: async (cwd, ...args) =>
      (await run('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd, env })).stdout,
    argocd: (...args) => runVerb(args, env),
    kill: (signal) => end(child, signal),
    async [Symbol.asyncDispose]() {
      await end(child, 'SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function runVerb(args: readonly string[], env: NodeJS.ProcessEnv) {
  try {
    const running = run(join(root, 'bin/argocd'), [...args], { env });
    // Nobody types: questions find the end of the input.
    running.child.stdin?.end();
    const { stdout, stderr } = await running;
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code = 1, stdout = '', stderr = '' } = error as { code?: number; stdout?: string; stderr?: string };
    return { code, stdout, stderr };
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  await exited;
}

/** Against hanging alone: a start takes a second, and many times that on a busy machine. */
const PATIENCE_SECONDS = 120;

/** Polls until the condition holds. Throws the text of `why` when the time is up or the process has ended. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  why: () => string | Promise<string>,
  options: { readonly seconds?: number; readonly child?: ChildProcess } = {},
): Promise<void> {
  const limit = Date.now() + (options.seconds ?? PATIENCE_SECONDS) * 1000;
  while (Date.now() < limit) {
    if (await holds()) return;
    if (options.child && options.child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(await why());
}
