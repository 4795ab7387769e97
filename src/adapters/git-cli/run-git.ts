/**
 * Runs one `git` process to its end: an argument list, no shell, a process group of its own that is ended as a whole, first
 * politely, then by force.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { pipeline } from 'node:stream/promises';
import { gitError } from './git-error.ts';

export interface GitRun {
  readonly binary: string;
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** The folder it starts in. */
  readonly folder: string;
  /** Text, or pieces as they come; where those break off the process is ended and the reason thrown. */
  readonly input?: string | AsyncIterable<Uint8Array>;
  /** Milliseconds until it is told to end. */
  readonly timeout: number;
  /** Milliseconds from there until it is killed. */
  readonly grace: number;
  readonly signal?: AbortSignal | undefined;
  /** What the process does, for messages: `fetching https://…`. */
  readonly purpose: string;
}

export interface GitOutcome {
  /** Exit status; null where a signal ended it. */
  readonly status: number | null;
  readonly output: string;
  /** Standard error, at most 16 KiB of its end. Not fit for messages before it was redacted. */
  readonly diagnostics: string;
}

const DIAGNOSTICS_LIMIT = 16 * 1024;
const OUTPUT_LIMIT = 256 * 1024 * 1024;

/** Throws `git.tool-missing` where there is no git, `git.timeout` at the deadline, the signal's reason when aborted. */
export async function runGit(run: GitRun): Promise<GitOutcome> {
  run.signal?.throwIfAborted();
  const child = spawn(run.binary, run.argv, {
    cwd: run.folder,
    env: run.environment,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const collected = { output: [] as Buffer[], size: 0, diagnostics: '' };
  let timedOut = false;
  const end = ending(child, run.grace);
  child.stdout.on('data', (chunk: Buffer) => {
    collected.size += chunk.length;
    if (collected.size > OUTPUT_LIMIT) end.now();
    else collected.output.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    collected.diagnostics = (collected.diagnostics + chunk.toString('utf8')).slice(-DIAGNOSTICS_LIMIT);
  });
  child.stdin.on('error', () => undefined);
  const given = give(child, run.input ?? '');
  given.catch(end.now);
  const deadline = setTimeout(() => {
    timedOut = true;
    end.now();
  }, run.timeout);
  run.signal?.addEventListener('abort', end.now, { once: true });
  try {
    const status = await statusOf(child);
    run.signal?.throwIfAborted();
    if (timedOut) throw gitError('git.timeout', `${run.purpose}: not done after ${run.timeout / 1000} s`);
    await given;
    return { status, output: Buffer.concat(collected.output).toString('utf8'), diagnostics: collected.diagnostics };
  } finally {
    clearTimeout(deadline);
    end.clear();
    run.signal?.removeEventListener('abort', end.now);
  }
}

/** Rejects where the pieces break off, not where the process does not want them: its status tells that. */
async function give({ stdin }: ChildProcess, input: string | AsyncIterable<Uint8Array>): Promise<void> {
  if (stdin === null) return;
  if (typeof input === 'string') {
    stdin.end(input);
    return;
  }
  let fault: { readonly reason: unknown } | undefined;
  async function* noted(pieces: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    try {
      yield* pieces;
    } catch (reason) {
      fault = { reason };
      throw reason;
    }
  }
  await pipeline(noted(input), stdin).catch(() => undefined);
  if (fault !== undefined) throw fault.reason;
}

function statusOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(startFailure(cause)));
    child.once('close', (status) => resolve(status));
  });
}

/** The fault for a process that could not be started. */
export function startFailure(cause: Error): Error {
  if ((cause as { readonly code?: unknown }).code === 'ENOENT') {
    const hint = 'install git, for example with "apt-get install git", and start again';
    return gitError('git.tool-missing', 'the program git was not found', { hint, cause });
  }
  return gitError('git.failed', 'the program git could not be started', { cause });
}

interface Ending {
  now(): void;
  clear(): void;
}

function ending(child: ChildProcess, grace: number): Ending {
  let force: NodeJS.Timeout | undefined;
  return {
    now() {
      if (force !== undefined) return;
      endGroup(child, 'SIGTERM');
      force = setTimeout(() => endGroup(child, 'SIGKILL'), grace);
    },
    clear: () => clearTimeout(force),
  };
}

/** Signals the whole process group: transports run as children of `git`. */
function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended by itself.
  }
}
