/**
 * Builds the history of a real bare repository for tests: commits of whole file sets, tags, forced moves, deletions.
 * Written by `git fast-import`, one process per commit. `memory-git.ts` has the same builder without any process.
 */
import { execFile, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { Oid } from '../ports/git.ts';

const run = promisify(execFile);

/** Text or bytes of a file; null deletes it; links and submodules by name. */
export type TestFile =
  | string
  | Uint8Array
  | null
  | { readonly link: string }
  | { readonly executable: string }
  | { readonly submodule: Oid };

export interface TestCommit {
  /** Path → content, added to what the branch holds. */
  readonly files: Readonly<Record<string, TestFile>>;
  readonly message?: string;
  /** Default `main`. */
  readonly branch?: string;
  /** Begin anew instead of going on from the branch: a forced push. */
  readonly orphan?: boolean;
  /** Seconds since 1970; default 1700000000. */
  readonly date?: number;
  readonly author?: string;
}

export interface TestRepository {
  /** What a client clones from. */
  readonly url: string;
  commit(commit: TestCommit): Promise<Oid>;
  tag(name: string, target: Oid, options?: { readonly annotated?: boolean }): Promise<void>;
  /** Sets or (undefined) deletes any ref: a forced push, a deleted branch. */
  setRef(ref: string, target: Oid | undefined): Promise<void>;
}

const AUTHOR = 'Test Author <author@example.com>';
const DATE = 1_700_000_000;

/** The builder over a bare repository that exists at `folder` and is reached at `url`. */
export function testRepository(folder: string, url: string): TestRepository {
  return {
    url,
    commit: (commit) => importCommit(folder, commit),
    async tag(name, target, options) {
      const annotated = options?.annotated === true ? ['-a', '-m', name] : [];
      await run('git', ['-C', folder, 'tag', ...annotated, name, target], { env: ENVIRONMENT });
    },
    async setRef(ref, target) {
      const argv = target === undefined ? ['-d', ref] : [ref, target];
      await run('git', ['-C', folder, 'update-ref', ...argv], { env: ENVIRONMENT });
    },
  };
}

const ENVIRONMENT = {
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Test Author',
  GIT_AUTHOR_EMAIL: 'author@example.com',
  GIT_COMMITTER_NAME: 'Test Author',
  GIT_COMMITTER_EMAIL: 'author@example.com',
  GIT_COMMITTER_DATE: `${DATE} +0000`,
  GIT_AUTHOR_DATE: `${DATE} +0000`,
};

async function importCommit(folder: string, commit: TestCommit): Promise<Oid> {
  const ref = `refs/heads/${commit.branch ?? 'main'}`;
  const base = commit.orphan === true ? undefined : await tip(folder, ref);
  const child = spawn('git', ['-C', folder, 'fast-import', '--quiet', '--force', '--date-format=raw'], {
    env: ENVIRONMENT,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  child.stdin.end(
    Buffer.concat([...header(ref, commit, base), ...changes(commit.files), Buffer.from('get-mark :1\ndone\n')]),
  );
  const [oid, failure] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if ((await ended) !== 0) throw new Error(`git fast-import: ${failure}`);
  return oid.trim();
}

async function tip(folder: string, ref: string): Promise<Oid | undefined> {
  const argv = ['-C', folder, 'rev-parse', '--verify', '--quiet', ref];
  return run('git', argv, { env: ENVIRONMENT }).then(
    (found) => found.stdout.trim(),
    () => undefined,
  );
}

function header(ref: string, commit: TestCommit, base: Oid | undefined): Buffer[] {
  const date = `${commit.date ?? DATE} +0000`;
  const author = commit.author ?? AUTHOR;
  const from = base === undefined ? '' : `from ${base}\n`;
  return [
    Buffer.from(`commit ${ref}\nmark :1\nauthor ${author} ${date}\ncommitter ${author} ${date}\n`),
    data(Buffer.from(commit.message ?? 'a commit')),
    Buffer.from(from),
    ...(base === undefined ? [Buffer.from('deleteall\n')] : []),
  ];
}

function changes(files: TestCommit['files']): Buffer[] {
  return Object.entries(files).flatMap(([path, file]) => {
    if (file === null) return [Buffer.from(`D ${quoted(path)}\n`)];
    if (typeof file === 'object' && 'submodule' in file) {
      return [Buffer.from(`M 160000 ${file.submodule} ${quoted(path)}\n`)];
    }
    const [mode, content] = modeAndContent(file);
    return [Buffer.from(`M ${mode} inline ${quoted(path)}\n`), data(content)];
  });
}

function modeAndContent(
  file: string | Uint8Array | { readonly link: string } | { readonly executable: string },
): readonly [string, Uint8Array] {
  if (typeof file === 'string') return ['100644', Buffer.from(file)];
  if (file instanceof Uint8Array) return ['100644', file];
  return 'link' in file ? ['120000', Buffer.from(file.link)] : ['100755', Buffer.from(file.executable)];
}

function data(content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`data ${content.length}\n`), content, Buffer.from('\n')]);
}

/** In C's way: control characters in octal. */
function quoted(path: string): string {
  return JSON.stringify(path).replace(/\\u00([0-7]\w)/g, (_, hex: string) => {
    return `\\${Number.parseInt(hex, 16).toString(8).padStart(3, '0')}`;
  });
}
