/**
 * `tiphys kubelite`: the embedded Kubernetes API alone, as a cluster for tests of anybody's controllers. The last line it
 * prints is the path of a kubeconfig; it ends on SIGINT and SIGTERM.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { systemClock } from '../adapters/system-clock/system-clock.ts';
import { AppError, messageOf } from '../base/errors.ts';
import { ADMIN, createKubelite } from '../kubelite/index.ts';
import { auditFile } from './audit-file.ts';
import { signalled } from './signalled.ts';

const USAGE = `usage: tiphys kubelite [options]
  --host ADDRESS      address to listen on (default 127.0.0.1)
  --port N            port to listen on (default 0: the one of the run before with --data, else any free one)
  --data DIR          keep objects, keys and port there; a folder used before is continued (default: in memory only)
  --fsync WHEN        with --data: "always" (default) answers a write when the disk has it; "interval" asks the disk once
                      a second, so that a power cut may lose the last second. The end of the process never loses anything
  --audit FILE        write every request as a line of audit.k8s.io/v1 JSON
  --kubeconfig FILE   where to write the kubeconfig (default: the folder of --data, else a new temporary one)
  --nodes N           simulated nodes (default 1)
  --rbac              let roles and bindings decide (default: everyone who is known may do everything)
  --no-controllers    do not simulate workloads: objects stay as they were written
`;

/** Per cent by which the heap may grow before it is cleaned: a cluster of 100,000 objects stays under 1 GB while it is filled fast. */
const HEAP_GROWTH = 60;

export interface KubeliteArguments {
  readonly host: string;
  readonly port: number;
  readonly nodes: number;
  readonly controllers: boolean;
  readonly rbac: boolean;
  readonly help: boolean;
  readonly data?: string;
  readonly fsync?: 'always' | 'interval';
  readonly audit?: string;
  readonly kubeconfig?: string;
}

/** Reads the arguments. Throws `kubelite.usage` (kind user) for what it does not know. */
export function parseKubeliteArguments(argv: readonly string[]): KubeliteArguments {
  const { values } = parse(argv);
  const { data, audit, kubeconfig } = values;
  return {
    host: values.host,
    port: numberOf('--port', values.port, 65535),
    nodes: numberOf('--nodes', values.nodes, 1000),
    controllers: !values['no-controllers'],
    rbac: values.rbac,
    help: values.help,
    ...(data !== undefined && { data }),
    ...(values.fsync !== undefined && { fsync: fsyncOf(values.fsync) }),
    ...(audit !== undefined && { audit }),
    ...(kubeconfig !== undefined && { kubeconfig }),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '0' },
        nodes: { type: 'string', default: '1' },
        data: { type: 'string' },
        fsync: { type: 'string' },
        audit: { type: 'string' },
        kubeconfig: { type: 'string' },
        rbac: { type: 'boolean', default: false },
        'no-controllers': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (cause) {
    throw new AppError({ code: 'kubelite.usage', kind: 'user', message: messageOf(cause), cause });
  }
}

function numberOf(name: string, text: string, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= most) return value;
  throw new AppError({ code: 'kubelite.usage', kind: 'user', message: `${name} takes a number from 0 to ${most}` });
}

function fsyncOf(text: string): 'always' | 'interval' {
  if (text === 'always' || text === 'interval') return text;
  throw new AppError({ code: 'kubelite.usage', kind: 'user', message: '--fsync takes "always" or "interval"' });
}

/** Runs until a signal; the answer is the exit code. Throws `kubelite.usage` and `kubelite.cannot-listen`. */
export async function runKubelite(argv: readonly string[]): Promise<number> {
  const options = parseKubeliteArguments(argv);
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`);
  const audit = options.audit === undefined ? undefined : auditFile(options.audit);
  const kubelite = createKubelite({
    clock: systemClock,
    controllers: options.controllers && { nodes: options.nodes },
    authorization: options.rbac ? 'rbac' : 'everyone',
    report: (line) => process.stderr.write(`${line}\n`),
    ...(options.data !== undefined && { data: options.data }),
    ...(options.fsync !== undefined && { fsync: options.fsync }),
    ...(audit && { audit: audit.sink }),
  });
  const { url } = await kubelite.listen(options);
  process.stdout.write(`Kubernetes API on ${url}\n`);
  const { path, remove } = writeKubeconfig(kubelite.kubeconfig(ADMIN), kubeconfigPath(options));
  process.stdout.write(`${path}\n`);
  await signalled();
  await kubelite.close();
  audit?.close();
  remove();
  return 0;
}

function kubeconfigPath({ kubeconfig, data }: KubeliteArguments): string | undefined {
  return kubeconfig ?? (data === undefined ? undefined : join(data, 'kubeconfig'));
}

/** A file that only its owner can read; one in a temporary folder goes with the process. */
function writeKubeconfig(
  text: string,
  wanted: string | undefined,
): { readonly path: string; readonly remove: () => void } {
  if (wanted !== undefined) {
    const path = resolve(wanted);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text, { mode: 0o600 });
    return { path, remove: () => undefined };
  }
  const folder = mkdtempSync(join(tmpdir(), 'kubelite-'));
  const path = join(folder, 'kubeconfig');
  writeFileSync(path, text, { mode: 0o600 });
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
