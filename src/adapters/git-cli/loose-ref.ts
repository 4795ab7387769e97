/** A ref of a mirror of our own, written as `git update-ref` does it: under the ref's lock, and whole at once. */
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Oid } from '../../ports/git.ts';

/** Throws the fault of the file system, `EEXIST` where somebody else is writing the ref. */
export async function writeLooseRef(folder: string, name: string, oid: Oid): Promise<void> {
  const path = join(folder, name);
  const lock = `${path}.lock`;
  await mkdir(dirname(path), { recursive: true });
  const file = await open(lock, 'wx', 0o644);
  try {
    await file.writeFile(`${oid}\n`).finally(() => file.close());
    await rename(lock, path);
  } catch (error) {
    await rm(lock, { force: true });
    throw error;
  }
}
