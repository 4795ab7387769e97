/** Whether the machine has a `git` that is new enough; asked once at start, so that the first sync is not what finds out. */
import { gitError } from './git-error.ts';
import { runGit } from './run-git.ts';

/** The first with settings by environment, which credentials travel by. */
const OLDEST = [2, 31] as const;

/**
 * The version, e.g. `2.39.5`. Throws `git.tool-missing` where there is none or it is too old; the message says what to do.
 */
export async function requireGit(options: { readonly binary?: string; readonly path?: string } = {}): Promise<string> {
  const { binary = 'git', path = process.env['PATH'] ?? '/usr/bin:/bin' } = options;
  const environment = { PATH: path, LC_ALL: 'C' };
  const run = { binary, argv: ['--version'], environment, folder: '/', timeout: 10_000, grace: 1_000 };
  const { output } = await runGit({ ...run, purpose: 'asking git for its version' });
  const [, version = '', major = '0', minor = '0'] = /(([0-9]+)\.([0-9]+)[0-9.]*)/.exec(output) ?? [];
  if (isOld(Number(major), Number(minor))) {
    const hint = `install git ${OLDEST.join('.')} or newer, for example with "apt-get install git"`;
    throw gitError('git.tool-missing', `git ${version} is too old`, { hint });
  }
  return version;
}

function isOld(major: number, minor: number): boolean {
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}
