/** Where `up` keeps files: a folder the user names, or a temporary one that goes with the process. */
import { access, constants, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { AppError } from '../../base/errors.ts';

export interface Folders extends AsyncDisposable {
  readonly root: string;
  /** Bare repositories that are served. */
  readonly repositories: string;
  /** Mirrors of the repositories that Applications come from. */
  readonly mirrors: string;
  /** Whether it outlives the process. */
  readonly kept: boolean;
}

/** Throws `up.folder` (user) where it cannot be made or written. */
export async function openFolders(data: string | undefined): Promise<Folders> {
  const root = data === undefined ? await mkdtemp(join(tmpdir(), 'tiphys-')) : resolve(data);
  const repositories = join(root, 'repositories');
  const mirrors = join(root, 'mirrors');
  try {
    for (const folder of [root, repositories, mirrors]) await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(root, constants.W_OK);
  } catch (cause) {
    throw new AppError({
      code: 'up.folder',
      kind: 'user',
      message: `cannot write the folder ${root}: ${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'}`,
      hint: 'Give another one with --data, or make this one writable.',
      cause,
    });
  }
  return {
    root,
    repositories,
    mirrors,
    kept: data !== undefined,
    async [Symbol.asyncDispose]() {
      if (data === undefined) await rm(root, { recursive: true, force: true });
    },
  };
}
