/** The two API servers that are measured: the embedded one as users start it, and a real one where the machine has it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { HAS_REAL_SERVER, startRealServer } from '../../src/testkit/conversation/real-server.ts';
import type { ApiAddress } from './api-load.ts';

const launcher = join(import.meta.dirname, '../../bin/tiphys');

export interface MeasuredServer extends ApiAddress {
  readonly pid: number;
  stop(): Promise<void>;
}

/** `tiphys kubelite`, in memory or in a folder that stays. */
export async function startOurs({ data }: { readonly data?: string } = {}): Promise<MeasuredServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tiphys-bench-'));
  const path = join(folder, 'kubeconfig');
  const options = ['--kubeconfig', path, ...(data === undefined ? [] : ['--data', data])];
  const child = spawn(launcher, ['kubelite', ...options], { stdio: ['ignore', 'ignore', 'inherit'] });
  for (let tries = 0; tries < 6000 && child.exitCode === null && !existsSync(path); tries += 1) await pause(50);
  const { clusters, users } = JSON.parse(readFileSync(path, 'utf8'));
  return {
    url: clusters[0].cluster.server,
    ca: Buffer.from(clusters[0].cluster['certificate-authority-data'], 'base64').toString(),
    token: users[0].user.token,
    pid: programOf(child),
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** API server, etcd and controller manager in one process; undefined where there is none. */
export function startReal(): MeasuredServer | undefined {
  if (!HAS_REAL_SERVER) return undefined;
  const server = startRealServer();
  const pid = Number(
    readFileSync(join(dirname(server.kubeconfig), 'pids'), 'utf8')
      .trim()
      .split(/\s+/)[0],
  );
  return { ...server, pid, stop: async () => server.stop() };
}

/** The launcher's child is the program itself. */
function programOf({ pid }: ChildProcess): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
