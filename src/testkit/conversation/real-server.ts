/** A real Kubernetes API server for comparisons, where the conformance folder can start one. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerAddress } from './server-target.ts';

/**
 * The folder with commands `up` and `down`: `TIPHYS_KUBE`, or that of the conformance folder, or the one beside the repository
 * that development uses.
 */
const COMMANDS =
  process.env['TIPHYS_KUBE'] ??
  join(process.env['TIPHYS_CONFORMANCE'] ?? join(import.meta.dirname, '../../../../shared'), 'kube');
const BINARY = join(process.env['TIPHYS_KUBE_HOME'] ?? join(homedir(), '.cache/tiphys-kube'), 'bin/kube');

/** True where a server is built and can be started. */
export const HAS_REAL_SERVER = existsSync(join(COMMANDS, 'up')) && existsSync(BINARY);

export interface RealServer extends ServerAddress {
  readonly kubeconfig: string;
  stop(): void;
}

export interface RealServerOptions {
  /** Requests stand in `audit.log` beside the kubeconfig. */
  readonly audit?: boolean;
  /** Where there are none, pods stay pending and volumes unbound. */
  readonly nodes?: number;
}

/** A new cluster, usually with one node; takes some seconds. */
export function startRealServer({ audit = false, nodes = 1 }: RealServerOptions = {}): RealServer {
  const folder = mkdtempSync(join(tmpdir(), 'tiphys-real-'));
  const out = execFileSync(
    join(COMMANDS, 'up'),
    ['--dir', folder, '--fake-nodes', String(nodes), ...(audit ? ['--audit'] : [])],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const kubeconfig = out.trim().split('\n').at(-1) ?? '';
  const url = /server: (\S+)/.exec(readFileSync(kubeconfig, 'utf8'))?.[1]?.replaceAll('"', '') ?? '';
  return {
    url,
    kubeconfig,
    ca: readFileSync(join(folder, 'ca.crt'), 'utf8'),
    token: readFileSync(join(folder, 'token'), 'utf8').trim(),
    stop: () => void execFileSync(join(COMMANDS, 'down'), ['--remove', folder], { stdio: 'ignore' }),
  };
}
