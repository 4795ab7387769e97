/**
 * One process per data folder: a file that says who has it. A process that was killed leaves it behind, so it also says when that
 * process began and since when the machine runs: process numbers are given out again.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../base/errors.ts';
import { tryParseJson } from '../../base/json/parse.ts';
import { member, textAt } from '../../base/json-value.ts';

export interface FolderLock {
  /** The last owner did not give the folder back, and the machine went down since, as far as can be told. */
  readonly mayHaveLost: boolean;
  release(): void;
}

interface Owner {
  readonly process: number;
  /** What only this process and this run of the machine have; empty where the system does not tell. */
  readonly since: string;
  readonly machine: string;
}

/** Takes the folder. Throws `kubelite.data-in-use` (user) where another living process has it. */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'lock');
  const self = ownerOf(process.pid);
  const release = () => rmSync(path, { force: true });
  if (tryTake(path, self)) return { mayHaveLost: false, release };
  const last = readOwner(path);
  if (last !== undefined && isAlive(last)) throw inUse(folder, last);
  // Of several that find a dead owner one can move its file away.
  if (!tryMove(path, `${path}.${process.pid}`) || !tryTake(path, self)) throw inUse(folder, readOwner(path));
  const mayHaveLost = last === undefined || last.machine === '' || last.machine !== self.machine;
  return { mayHaveLost, release };
}

function tryTake(path: string, owner: Owner): boolean {
  return unlessCode('EEXIST', () => writeFileSync(path, JSON.stringify(owner), { flag: 'wx', mode: 0o600 }));
}

function tryMove(path: string, aside: string): boolean {
  return unlessCode('ENOENT', () => {
    renameSync(path, aside);
    rmSync(aside, { force: true });
  });
}

function unlessCode(code: string, action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (codeOf(error) === code) return false;
    throw error;
  }
}

function readOwner(path: string): Owner | undefined {
  const value = tryParseJson(textOf(path));
  const id = member(value, 'process');
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id <= 0) return undefined;
  return { process: id, since: textAt(value, 'since') ?? '', machine: textAt(value, 'machine') ?? '' };
}

function ownerOf(id: number): Owner {
  return { process: id, since: startOf(id), machine: textOf('/proc/sys/kernel/random/boot_id').trim() };
}

/** Field 22 of the process's line: its start in ticks since the machine runs. Field 2 is a name in brackets. */
function startOf(id: number): string {
  const line = textOf(`/proc/${id}/stat`);
  return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function isAlive(owner: Owner): boolean {
  const now = ownerOf(owner.process);
  if (now.machine !== owner.machine || now.since !== owner.since) return false;
  try {
    process.kill(owner.process, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Empty where there is no such file. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function inUse(folder: string, owner: Owner | undefined): AppError {
  const who = owner === undefined ? 'another process' : `process ${owner.process}`;
  return new AppError({
    code: 'kubelite.data-in-use',
    kind: 'user',
    message: `the data folder ${folder} is in use by ${who}`,
    hint: 'Stop it, or choose another folder.',
  });
}
