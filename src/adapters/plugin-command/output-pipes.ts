/**
 * Pipes with names for what a command prints: the streams that Node makes are sockets, and a script that writes to `/dev/stderr`
 * cannot open those.
 */
import { execFile } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { AppError } from '../../base/errors.ts';

const run = promisify(execFile);

export interface OutputPipes {
  readonly output: Readable;
  readonly diagnostics: Readable;
  /** Descriptors for the command. */
  readonly ends: readonly [number, number];
  /** To be called when the command has them. */
  closeEnds(): void;
}

/** In a folder of the run. Throws `plugin.invalid` where the machine has no `mkfifo`. */
export async function openPipes(folder: string, name: string): Promise<OutputPipes> {
  const paths = [join(folder, `${name}.output`), join(folder, `${name}.diagnostics`)];
  try {
    await run('mkfifo', ['-m', '600', ...paths]);
  } catch (cause) {
    throw new AppError({ code: 'plugin.invalid', kind: 'user', message: 'the program mkfifo cannot be run', cause });
  }
  const [output, diagnostics] = paths.map(openPipe);
  if (output === undefined || diagnostics === undefined) throw new Error('two paths make two pipes');
  return {
    output: output.stream,
    diagnostics: diagnostics.stream,
    ends: [output.end, diagnostics.end],
    closeEnds() {
      closeSync(output.end);
      closeSync(diagnostics.end);
    },
  };
}

/** The reader comes first, so that nobody waits for anybody. */
function openPipe(path: string): { readonly stream: Readable; readonly end: number } {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const stream = new Socket({ fd: descriptor, readable: true, writable: false });
  // Ended by us where somebody holds on to it.
  stream.on('error', () => undefined);
  return { stream, end: openSync(path, constants.O_WRONLY) };
}
