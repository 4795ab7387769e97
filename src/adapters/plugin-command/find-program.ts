/** Whether a command's program is there, asked before it is started: whoever limits it would only say that it could not. */
import { accessSync, constants, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AppError } from '../../base/errors.ts';

/** Where programs without a slash are looked for, and what others begin in. */
export interface ProgramPlace {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Throws `plugin.invalid` (user) in the words of Go. */
export function requireProgram(program: string, { folder, environment }: ProgramPlace): void {
  if (program.includes('/')) {
    if (isProgram(resolve(folder, program))) return;
    throw invalid(`fork/exec ${program}: no such file or directory`);
  }
  const folders = (environment['PATH'] ?? '').split(':').filter((one) => one !== '');
  if (folders.some((one) => isProgram(join(one, program)))) return;
  throw invalid(`exec: ${JSON.stringify(program)}: executable file not found in $PATH`);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function invalid(message: string): AppError {
  return new AppError({ code: 'plugin.invalid', kind: 'user', message });
}
