/**
 * Programs that a test may kill: started without the launcher, so that a signal meets the program itself, and bound to this
 * process, so that nothing outlives it.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const NODE_FLAGS = [
  '--disable-proto=delete',
  '--disallow-code-generation-from-strings',
  '--disable-warning=ExperimentalWarning',
];

export interface Program extends AsyncDisposable {
  readonly child: ChildProcess;
  /** What it printed so far. */
  output(): string;
  /** Resolves when the process is gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Brings the bundle up to date: the launcher does that, and only the launcher. */
export async function buildProgram(): Promise<void> {
  await promisify(execFile)(join(root, 'bin/tiphys'), ['kubelite', '--help']);
}

/** Starts `tiphys` with these arguments. `largestFile`: KiB after which the system writes no more into any file. */
export function startProgram(args: readonly string[], options: { readonly largestFile?: number } = {}): Program {
  const command = [process.execPath, ...NODE_FLAGS, join(root, 'dist/tiphys.mjs'), ...args];
  const { largestFile } = options;
  const limited = largestFile === undefined ? [] : ['bash', '-c', `ulimit -f ${largestFile}; exec "$@"`, 'bash'];
  const [file = '', ...rest] = [...limited, ...command];
  const child = spawn(file, rest, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  };
  return { child, output: () => output, kill, [Symbol.asyncDispose]: () => kill('SIGTERM') };
}
