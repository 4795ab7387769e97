/** What mirrors take on disk: measuring one, and ending a transfer that grows beyond what is permitted. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gitError } from './git-error.ts';

const LOOK_EVERY = 200;

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
  const packs = join(folder, 'objects', 'pack');
  const names = (await readdir(packs).catch(() => [])).filter((name) => name.startsWith('tmp_'));
  await Promise.all(names.map((name) => rm(join(packs, name), { force: true })));
}

export interface GrowthLimit {
  readonly folder: string;
  readonly limit: number;
  /** For messages. */
  readonly url: string;
}

export interface GrowthWatch extends Disposable {
  /** Aborts with `git.too-large` as soon as the mirror takes more than the limit. */
  readonly signal: AbortSignal;
}

export function watchGrowth({ folder, limit, url }: GrowthLimit): GrowthWatch {
  const ending = new AbortController();
  const timer = setInterval(() => {
    void mirrorSize(folder).then((size) => {
      if (size > limit) ending.abort(tooLarge(url, limit));
    });
  }, LOOK_EVERY);
  timer.unref();
  return { signal: ending.signal, [Symbol.dispose]: () => clearInterval(timer) };
}

export function tooLarge(url: string, limit: number): Error {
  const hint = 'a smaller repository, or "depth" in its Secret, takes less';
  const message = `${url}: the repository takes more than the ${limit} bytes that one may take on disk`;
  return gitError('git.too-large', message, { hint });
}
