/** API servers for stages: the embedded one, or a real one, each with an audit log of all that is asked of it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startRealServer } from '../src/testkit/conversation/real-server.ts';
import { findKubectl, until } from './product.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** A busy machine starts nothing fast, and what is shown is not how fast. */
export const START_SECONDS = 120;

/** The API server that a story is played on: the embedded one, or a real one that is started for it. */
export type ClusterKind = 'kubelite' | 'real';

export interface StageCluster {
  /** Path of an administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** Path of the audit log. */
  readonly audit: string;
}

export interface StageClusterOptions {
  readonly kind: ClusterKind;
  /** More words for `tiphys kubelite`. */
  readonly flags?: readonly string[];
}

/** Starts one; it ends with the stack. `work` is a folder for its files. */
export async function startStageCluster(
  stack: AsyncDisposableStack,
  work: string,
  { kind, flags = [] }: StageClusterOptions,
): Promise<StageCluster> {
  return kind === 'real' ? startReal(stack) : startEmbedded(stack, work, flags);
}

async function startEmbedded(
  stack: AsyncDisposableStack,
  work: string,
  flags: readonly string[],
): Promise<StageCluster> {
  const kubeconfig = join(work, 'admin');
  const audit = join(work, 'audit.log');
  const { output, child } = launch(stack, ['kubelite', '--audit', audit, '--kubeconfig', kubeconfig, ...flags]);
  await until(() => existsSync(kubeconfig), output, { child, seconds: START_SECONDS });
  return { kubeconfig, audit };
}

function startReal(stack: AsyncDisposableStack): StageCluster {
  const server = startRealServer({ audit: true });
  stack.defer(() => server.stop());
  return { kubeconfig: server.kubeconfig, audit: join(dirname(server.kubeconfig), 'audit.log') };
}

export function stageEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, KUBECTL: findKubectl() ?? 'kubectl', GIT_TERMINAL_PROMPT: '0' };
}

/** Starts `bin/tiphys`; it ends with the stack. */
export function launch(
  stack: AsyncDisposableStack,
  args: readonly string[],
): { readonly child: ChildProcess; readonly output: () => string } {
  const child = spawn(join(root, 'bin/tiphys'), [...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: stageEnvironment(),
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  stack.defer(() => end(child));
  return { child, output: () => output };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  await exited;
}
