/** Bare repositories in a folder: making one and telling whether there is one. */
import { execFile } from 'node:child_process';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '../../base/errors.ts';

const run = promisify(execFile);

/**
 * Makes `<root>/<name>.git` with HEAD on `main`; does nothing where it is. Throws `git.tool-missing` where there is no git,
 * `git.failed` where the folder cannot be written.
 */
export async function createBareRepository(root: string, name: string, binary = 'git'): Promise<string> {
  const folder = join(root, `${name}.git`);
  if (await isBareRepository(folder)) return folder;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await run(binary, ['init', '--quiet', '--bare', '--initial-branch=main', '--template=', folder], {
      env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', HOME: folder, GIT_CONFIG_NOSYSTEM: '1' },
    });
  } catch (cause) {
    throw initFailure(cause, folder);
  }
  return folder;
}

/** True where a folder looks like a bare repository. */
export async function isBareRepository(folder: string): Promise<boolean> {
  const head = await stat(join(folder, 'HEAD')).catch(() => undefined);
  const objects = await stat(join(folder, 'objects')).catch(() => undefined);
  return head?.isFile() === true && objects?.isDirectory() === true;
}

function initFailure(cause: unknown, folder: string): AppError {
  if ((cause as { readonly code?: unknown }).code === 'ENOENT') {
    const hint = 'install git, for example with "apt-get install git"';
    return new AppError({
      code: 'git.tool-missing',
      kind: 'user',
      message: 'the program git was not found',
      hint,
      cause,
    });
  }
  return new AppError({ code: 'git.failed', kind: 'user', message: `cannot make a repository in ${folder}`, cause });
}
