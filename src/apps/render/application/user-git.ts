/** Questions to the clone that the user works in, by the user's own `git`: where it is, its remotes, its revisions. */
import { execFile } from 'node:child_process';
import { AppError } from '../../../base/errors.ts';
import { highestVersion, isVersionConstraint } from '../../../base/semver/highest-version.ts';

const MOST_OUTPUT = 64 * 1024 * 1024;
const TIMEOUT = 30_000;
/** Nothing that a clone's own configuration could name is run for these questions. */
const QUIET = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'protocol.allow=never'];

/** The folder that holds the clone around this one; undefined where there is none, or no `git`. */
export async function cloneAround(folder: string): Promise<string | undefined> {
  const answer = await ask(folder, ['rev-parse', '--show-toplevel']);
  return answer?.toString('utf8').replace(/\n$/, '') || undefined;
}

/** URLs of all remotes, as they are written and as they are reached. */
export async function remotesOf(clone: string): Promise<readonly string[]> {
  const shown = (await ask(clone, ['remote', '-v']))?.toString('utf8') ?? '';
  const written = (await ask(clone, ['config', '--get-regexp', '^remote\\..*\\.url$']))?.toString('utf8') ?? '';
  const urls = [
    ...written.split('\n').map((line) => line.slice(line.indexOf(' ') + 1)),
    ...shown.split('\n').map((line) => line.replace(/^[^\t]*\t/, '').replace(/ \([^()]*\)(?: \[.*\])?$/, '')),
  ];
  return [...new Set(urls.filter((url) => url !== ''))];
}

/** The commit that `git rev-parse` takes a text for, or of the newest tag that it accepts as a constraint. Throws `cli.revision` (user). */
export async function commitAt(clone: string, revision: string): Promise<string> {
  const tag = async (): Promise<string | undefined> => {
    const newest = isVersionConstraint(revision) ? highestVersion(revision, await tagsOf(clone)) : undefined;
    return newest === undefined ? undefined : await parsedRevision(clone, `refs/tags/${newest}`);
  };
  const oid = (await parsedRevision(clone, revision)) ?? (await tag());
  if (oid !== undefined) return oid;
  throw new AppError({ code: 'cli.revision', kind: 'user', message: `${clone}: there is no revision ${revision}` });
}

async function parsedRevision(clone: string, revision: string): Promise<string | undefined> {
  const answer = await ask(clone, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  const oid = answer?.toString('utf8').trim() ?? '';
  return /^[0-9a-f]{40}$/.test(oid) ? oid : undefined;
}

async function tagsOf(clone: string): Promise<readonly string[]> {
  const answer = await ask(clone, ['for-each-ref', '--format=%(refname:strip=2)', 'refs/tags']);
  return (answer?.toString('utf8') ?? '').split('\n');
}

/** The text of a file at a commit, by its path from the root; undefined where it is not there. Throws `cli.revision` (user). */
export async function fileAt(clone: string, commit: string, path: string): Promise<string | undefined> {
  const name = `${commit}:${path}`;
  if ((await ask(clone, ['rev-parse', '--verify', '--quiet', '--end-of-options', name])) === undefined)
    return undefined;
  const content = await ask(clone, ['cat-file', 'blob', name]);
  if (content !== undefined) return content.toString('utf8');
  throw new AppError({ code: 'cli.revision', kind: 'user', message: `${clone}: ${path} cannot be read at ${commit}` });
}

/** Undefined where the command fails. */
async function ask(folder: string, args: readonly string[]): Promise<Buffer | undefined> {
  const { promise, resolve } = Promise.withResolvers<Buffer | undefined>();
  const options = { cwd: folder, timeout: TIMEOUT, maxBuffer: MOST_OUTPUT, encoding: 'buffer' as const, env: plain() };
  execFile('git', [...QUIET, ...args], options, (error, stdout) => resolve(error === null ? stdout : undefined));
  return await promise;
}

/** Not of a repository that this program was started in, by a hook for example. */
function plain(): NodeJS.ProcessEnv {
  const own = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE'];
  const rest = Object.entries(process.env).filter(([name]) => !own.includes(name));
  return { ...Object.fromEntries(rest), GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' };
}
