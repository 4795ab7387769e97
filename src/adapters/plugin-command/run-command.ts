/**
 * Runs one command of a plugin to its end: an argument list, no shell of ours, a process group of its own that is ended as a
 * whole, first politely, then by force; its time, output, processes and disk are bounded (F48).
 */

import { isUtf8 } from 'node:buffer';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { PluginCommand } from '../../api/config-management-plugin/fields.ts';
import { formatDuration } from '../../base/duration.ts';
import { AppError } from '../../base/errors.ts';
import { GatheredBytes } from '../../base/gathered-bytes.ts';
import type { PluginErrorCode } from '../../ports/plugins.ts';
import { requireProgram } from './find-program.ts';
import { inheritedDescriptors } from './inherited-descriptors.ts';
import type { Isolation } from './isolation.ts';
import { type Jail, MARKER } from './jail.ts';
import type { CommandLimits } from './limits.ts';
import { type OutputPipes, openPipes } from './output-pipes.ts';
import { killProcessesWith, killQuietly, processesWith } from './processes.ts';

export interface CommandRun {
  readonly command: PluginCommand;
  readonly jail: Jail;
  readonly limits: CommandLimits;
  readonly isolation: Isolation;
  /** Milliseconds that are left of the whole request. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
  /** Whether bytes that are no UTF-8 are a fault: manifests in which they were replaced are not those that were meant. */
  readonly mustBeText?: boolean;
}

const DIAGNOSTICS = 16 * 1024;
/** Milliseconds between two looks at what it uses. */
const LOOK = 500;
/** Milliseconds for reading the last of what was printed. */
const PATIENCE = 10_000;

/** Standard output. Throws `plugin.failed`, `plugin.timeout`, `plugin.too-large`, `plugin.invalid`, and the signal's reason. */
export async function runCommand(run: CommandRun): Promise<string> {
  run.signal?.throwIfAborted();
  const words = [...(run.command.command ?? []), ...(run.command.args ?? [])];
  requireProgram(words[0] ?? '', run.jail);
  const [program = '', ...args] = [...run.isolation.before(run.limits), ...words];
  const told = words.map(shownWord).join(' ');
  const pipes = await openPipes(run.jail.root, randomUUID());
  const child = start(run.jail, [program, ...args], pipes);
  const ending = new Ending(child, pipes, run.limits.grace);
  const collected = collect(pipes, run, ending);
  const time = Math.min(run.timeout, run.limits.time);
  const deadline = setTimeout(() => ending.begin(timedOut(told, time)), time);
  const watch = watched(run, ending);
  const aborted = (): void => ending.begin(run.signal?.reason);
  run.signal?.addEventListener('abort', aborted, { once: true });
  // Whoever left while the pipes were opened has not been heard.
  if (run.signal?.aborted) aborted();
  try {
    const end = await endOf(run, child, pipes);
    if (ending.reason !== undefined) throw ending.reason;
    if (end !== 'exit status 0') throw failed(told, end, collected.diagnostics());
    const text = collected.output();
    if (text === undefined) throw fault('plugin.failed', `\`${told}\` printed what is no UTF-8`);
    return text;
  } finally {
    clearTimeout(deadline);
    clearInterval(watch);
    ending.clear();
    run.signal?.removeEventListener('abort', aborted);
    await killAll(child, run.jail);
  }
}

/** A word of a command as Argo CD shows it: quoted where it is empty or holds blanks. */
function shownWord(word: string): string {
  return word === '' || /\s/.test(word) ? JSON.stringify(word) : word;
}

/** With nothing open but its own three streams: what we were started with is nothing to it. */
function start({ folder, environment }: Jail, words: readonly string[], pipes: OutputPipes): ChildProcess {
  const [program = '', ...args] = words;
  const nothing = openSync('/dev/null', 'r');
  try {
    const stdio: ('ignore' | number)[] = [nothing, ...pipes.ends];
    for (const descriptor of inheritedDescriptors()) stdio[descriptor] = nothing;
    for (let index = 0; index < stdio.length; index++) stdio[index] ??= 'ignore';
    return spawn(program, args, { cwd: folder, env: environment, stdio, detached: true });
  } catch (error) {
    throw notStarted(error);
  } finally {
    closeSync(nothing);
    pipes.closeEnds();
  }
}

const START_FAULTS: Readonly<Record<string, string>> = {
  ERR_INVALID_ARG_VALUE: 'a word or a variable holds a zero byte',
  E2BIG: 'its words and variables are too long',
};

/** Node's own words repeat the variable, with what it holds. */
function notStarted(error: unknown): AppError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return fault('plugin.invalid', `the plugin cannot be started: ${START_FAULTS[code] ?? code}`);
}

/** How a process is ended, and why. */
class Ending {
  readonly #child: ChildProcess;
  readonly #pipes: OutputPipes;
  readonly #grace: number;
  #force: NodeJS.Timeout | undefined;
  reason: unknown;

  constructor(child: ChildProcess, pipes: OutputPipes, grace: number) {
    this.#child = child;
    this.#pipes = pipes;
    this.#grace = grace;
  }

  /** The first reason counts. */
  begin(reason: unknown): void {
    const { pid } = this.#child;
    if (this.reason !== undefined || pid === undefined) return;
    this.reason = reason ?? new Error('the run was given up');
    killQuietly(-pid, 'SIGTERM');
    this.#force = setTimeout(() => {
      killQuietly(-pid);
      // Whoever holds on to our pipes keeps us waiting no longer.
      this.#pipes.output.destroy();
      this.#pipes.diagnostics.destroy();
    }, this.#grace);
  }

  clear(): void {
    clearTimeout(this.#force);
  }
}

interface Collected {
  /** Undefined where it had to be text and is none. */
  output(): string | undefined;
  diagnostics(): string;
}

function collect(pipes: OutputPipes, { limits, mustBeText = false }: CommandRun, ending: Ending): Collected {
  const limit = limits.output;
  const printed = new GatheredBytes();
  let isTooMuch = false;
  let diagnostics = '';
  pipes.output.on('data', (piece: Buffer) => {
    isTooMuch ||= printed.size + piece.length > limit;
    if (!isTooMuch) printed.add(piece);
    else {
      printed.clear();
      ending.begin(fault('plugin.too-large', `the plugin printed more than ${limit} bytes`));
    }
  });
  pipes.diagnostics.on('data', (piece: Buffer) => {
    diagnostics = (diagnostics + piece.toString('utf8')).slice(-DIAGNOSTICS);
  });
  return {
    output() {
      const bytes = printed.bytes();
      return mustBeText && !isUtf8(bytes) ? undefined : bytes.toString('utf8').replace(/\n$/, '');
    },
    diagnostics: () => diagnostics.trim(),
  };
}

/** As Go tells it, when everything that it printed has been read. */
async function endOf({ jail }: CommandRun, child: ChildProcess, { output, diagnostics }: OutputPipes): Promise<string> {
  const read = [output, diagnostics].map((stream) => new Promise((resolve) => stream.once('close', resolve)));
  try {
    const [status, signal] = await ended(child);
    // Descendants would hold the pipes for ever; without them the rest of what was printed comes at once.
    await killAll(child, jail);
    await Promise.race([Promise.all(read), pause(PATIENCE, undefined, { ref: false }).then(notRead)]);
    return status === null ? `signal: ${SIGNALS[signal ?? ''] ?? signal}` : `exit status ${status}`;
  } finally {
    output.destroy();
    diagnostics.destroy();
  }
}

/** What it left running, in its group and outside of it. */
async function killAll(child: ChildProcess, { marker }: Jail): Promise<void> {
  if (child.pid !== undefined) killQuietly(-child.pid);
  await killProcessesWith(`${MARKER}=${marker}`);
}

/** A part of what was printed is worse than nothing. */
function notRead(): never {
  throw fault('plugin.failed', 'what the plugin printed could not be read to its end');
}

async function ended(child: ChildProcess): Promise<readonly [number | null, NodeJS.Signals | null]> {
  return await new Promise((resolve, reject) => {
    child.once('error', (error) => reject(fault('plugin.invalid', `the plugin cannot be started: ${error.message}`)));
    child.once('exit', (status, signal) => resolve([status, signal]));
  });
}

const SIGNALS: Readonly<Record<string, string>> = {
  SIGKILL: 'killed',
  SIGTERM: 'terminated',
  SIGSEGV: 'segmentation fault',
};

/** Looks from time to time at what it leaves on disk and how many processes it has. */
function watched({ jail, limits }: CommandRun, ending: Ending): NodeJS.Timeout {
  let looking = false;
  return setInterval(async () => {
    if (looking) return;
    looking = true;
    const processes = await processesWith(`${MARKER}=${jail.marker}`);
    if (processes.length > limits.processes) {
      ending.begin(fault('plugin.too-large', `the plugin has more than ${limits.processes} processes`));
    }
    if ((await bytesBelow(jail.root, limits.disk)) > limits.disk) {
      ending.begin(fault('plugin.too-large', `the plugin fills more than ${limits.disk} bytes of disk`));
    }
    looking = false;
  }, LOOK);
}

/** Bytes of the files of a folder; no further than the limit. */
async function bytesBelow(folder: string, limit: number): Promise<number> {
  let bytes = 0;
  const entries = await opendir(folder).catch(() => undefined);
  if (entries === undefined) return 0;
  try {
    for await (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) bytes += await bytesBelow(path, limit - bytes);
      else if (entry.isFile()) bytes += (await lstat(path).catch(() => undefined))?.size ?? 0;
      if (bytes > limit) return bytes;
    }
  } catch {
    // It went while it was looked at.
  }
  return bytes;
}

function failed(told: string, end: string, diagnostics: string): AppError {
  const text = `\`${told}\` failed ${end}`;
  return fault('plugin.failed', diagnostics === '' ? text : `${text}: ${diagnostics}`);
}

function timedOut(told: string, time: number): AppError {
  return new AppError({
    code: 'plugin.timeout',
    kind: 'transient',
    message: `\`${told}\` failed timeout after ${formatDuration(time)}`,
  });
}

function fault(code: PluginErrorCode, message: string): AppError {
  return new AppError({ code, kind: 'user', message });
}
