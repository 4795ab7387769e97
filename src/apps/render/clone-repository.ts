/**
 * A commit of another repository in a folder, brought by the user's own `git` as `kustomize build` brings it: helpers for
 * credentials, keys, proxies and rewritten URLs of the user take part. Addresses were checked before (`refuseUnsafe`).
 */
import { execFile } from 'node:child_process';
import { mkdtemp, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { formatDuration } from '../../base/duration.ts';
import type { RepositoryUrl } from '../../render/kustomize/files/repository-url.ts';
import { withoutSecrets } from '../../render/kustomize/files/safe-repository.ts';
import type { Fetched } from './disk-kustomize-files.ts';

/** Milliseconds for one command where the address says nothing. */
const TIMEOUT = 120_000;
const MOST_OUTPUT = 1024 * 1024;

export interface CloneOptions {
  /** Where a folder is made. */
  readonly parent: string;
  /** Of the user. */
  readonly environment: NodeJS.ProcessEnv;
}

/** Failures are values, in the words of the tool. */
export async function cloneRepository(url: RepositoryUrl, options: CloneOptions): Promise<Fetched> {
  const folder = await realpath(await mkdtemp(join(options.parent, 'repository-')));
  const env = outsideRepositories(options.environment);
  const { clone, ref, submodules, timeout = TIMEOUT } = url;
  const commands = [
    ['init', '--quiet'],
    ['remote', 'add', '--', 'origin', clone],
    ['fetch', '--quiet', '--depth=1', '--end-of-options', clone, ref || 'HEAD'],
    ['-c', 'advice.detachedHead=false', 'checkout', '--quiet', 'FETCH_HEAD'],
    ...(submodules ? [['submodule', '--quiet', 'update', '--init', '--recursive']] : []),
  ];
  for (const args of commands) {
    const failure = await failureOf(args, { folder, timeout, env });
    if (failure !== undefined) return { kind: 'failed', reason: failure };
  }
  return { kind: 'repository', folder };
}

/** Undefined where the command went well. */
async function failureOf(
  args: readonly string[],
  { folder, timeout, env }: { readonly folder: string; readonly timeout: number; readonly env: NodeJS.ProcessEnv },
): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const options = { cwd: folder, timeout, maxBuffer: MOST_OUTPUT, env };
  const shown = `git ${args
    .filter((word) => !QUIET.includes(word))
    .map(withoutSecrets)
    .join(' ')}`;
  const child = execFile('git', args, options, (error, stdout, stderr) => {
    if (error === null) return resolve(undefined);
    if (error.code === 'ENOENT') return resolve("no 'git' program on path");
    if (error.killed === true) return resolve(`hit ${formatDuration(timeout)} timeout running '${shown}'`);
    resolve(`failed to run '${shown}': ${redacted(stdout + stderr)}: exit status ${error.code ?? ''}`);
  });
  child.stdin?.end();
  return await promise;
}

const QUIET = ['--quiet', '--end-of-options', '--', '-c', 'advice.detachedHead=false'];

/** Not that of a repository this program was started in, by a hook for example. */
function outsideRepositories(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE'].includes(name)),
  );
}

function redacted(text: string): string {
  return text.replace(/(https?:\/\/)[^/\s'"]*@/gi, '$1');
}
