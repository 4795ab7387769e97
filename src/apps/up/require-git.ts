/** Says at the start, not at the first fetch, that git is missing. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { AppError } from '../../base/errors.ts';

/** Throws `git.tool-missing` (user). */
export async function requireGit(): Promise<void> {
  await promisify(execFile)('git', ['--version'], { env: { PATH: process.env['PATH'] ?? '' } }).catch(
    (cause: unknown) => {
      throw new AppError({
        code: 'git.tool-missing',
        kind: 'user',
        message: 'git is not installed, or not on the PATH',
        hint: 'Install it, for example: apt-get install git',
        cause,
      });
    },
  );
}
