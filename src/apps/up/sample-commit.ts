/** One commit in a bare repository, without a work tree: blobs, trees and the branch are written by Git's plumbing. */
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const BRANCH = 'refs/heads/main';
const IDENTITY = {
  GIT_AUTHOR_NAME: 'Tiphys',
  GIT_AUTHOR_EMAIL: 'tiphys@example.com',
  GIT_COMMITTER_NAME: 'Tiphys',
  GIT_COMMITTER_EMAIL: 'tiphys@example.com',
};

export async function hasCommits(folder: string): Promise<boolean> {
  const { stdout } = await git(folder, ['for-each-ref', '--count=1']);
  return stdout.trim() !== '';
}

/** Files by path. The branch is `main`. */
export async function commitTree(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  const index = `${folder}/sample-index-${process.pid}`;
  for (const [path, content] of Object.entries(files)) {
    const blob = await input(folder, ['hash-object', '-w', '--stdin'], content);
    await git(folder, ['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`], { GIT_INDEX_FILE: index });
  }
  const tree = (await git(folder, ['write-tree'], { GIT_INDEX_FILE: index })).stdout.trim();
  const commit = (
    await git(folder, ['commit-tree', tree, '-m', 'Add a guestbook, a harbour and a ferry'])
  ).stdout.trim();
  await git(folder, ['update-ref', BRANCH, commit]);
  await git(folder, ['symbolic-ref', 'HEAD', BRANCH]);
  await rm(index, { force: true });
}

function git(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return run('git', args, { cwd: folder, env: { PATH: process.env['PATH'] ?? '', ...IDENTITY, ...env } });
}

async function input(folder: string, args: readonly string[], text: string): Promise<string> {
  const child = run('git', args, { cwd: folder, env: { PATH: process.env['PATH'] ?? '' } });
  child.child.stdin?.end(text);
  return (await child).stdout.trim();
}
