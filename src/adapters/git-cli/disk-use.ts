/** What mirrors take on disk: measuring one, removing what nobody needs, and what is said of those that take too much. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gitError } from './git-error.ts';

/** Bytes of the packs of a mirror; everything else is small. 0 where there is none. */
export async function mirrorSize(folder: string): Promise<number> {
  const [packs, files] = await Promise.all(['objects/pack', 'lfs'].map((name) => sizeOf(join(folder, name))));
  return (packs ?? 0) + (files ?? 0);
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** What a transfer that was ended has left behind. Only while none is under way. */
export async function removeUnfinished(folder: string): Promise<void> {
  await removeFrom(join(folder, 'objects', 'pack'), (name) => name.startsWith('tmp_'));
}

/** What a process that was killed has left behind in a mirror. Only before the mirror is used. */
export async function removeLeftovers(folder: string): Promise<void> {
  await removeFrom(join(folder, 'objects', 'pack'), (name) => /^\.?tmp[_-]/.test(name));
  await removeFrom(join(folder, 'lfs'), (name) => name.includes('.'));
}

/** Files of Git LFS that are wholly there: they come again when they are wanted. */
export async function removeLfsFiles(folder: string): Promise<void> {
  await removeFrom(join(folder, 'lfs'), (name) => !name.includes('.'));
}

async function removeFrom(folder: string, isMeant: (name: string) => boolean): Promise<void> {
  const names = (await readdir(folder).catch(() => [])).filter(isMeant);
  await Promise.all(names.map((name) => rm(join(folder, name), { force: true })));
}

export function tooLarge(url: string, limit: number): Error {
  const hint = 'a smaller repository, or "depth" in its Secret, takes less';
  const message = `${url}: the repository takes more than the ${limit} bytes that one may take on disk`;
  return gitError('git.too-large', message, { hint });
}

/** Another time there may be room: the others are not always all at work. */
export function tooMuch(url: string, budget: number): Error {
  const hint = 'TIPHYS_GIT_DISK_LIMIT permits more';
  const message = `${url}: all repositories together would take more than the ${budget} bytes that they may take on disk`;
  return gitError('git.too-large', message, { hint, kind: 'transient' });
}
