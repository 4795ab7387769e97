/** One process per data folder: a file with the process id of the owner. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../base/errors.ts';

/** Takes the folder; the answer gives it back. Throws `kubelite.data-in-use` where another living process has it. */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'lock');
  if (!tryTake(path)) {
    const owner = ownerOf(path);
    if (owner !== undefined && isAlive(owner)) throw inUse(folder, owner);
    rmSync(path, { force: true });
    if (!tryTake(path)) throw inUse(folder, ownerOf(path) ?? 0);
  }
  return () => rmSync(path, { force: true });
}

function tryTake(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function ownerOf(path: string): number | undefined {
  try {
    const owner = Number(readFileSync(path, 'utf8'));
    return Number.isSafeInteger(owner) && owner > 0 ? owner : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function inUse(folder: string, owner: number): AppError {
  const message = `the data folder ${folder} is in use by process ${owner}`;
  return new AppError({
    code: 'kubelite.data-in-use',
    kind: 'user',
    message,
    hint: 'Stop it, or choose another folder.',
  });
}
