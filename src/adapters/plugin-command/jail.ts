/**
 * The folders of one run: a private copy of the source's files, a home and a place for temporary files, and nothing else of
 * ours. All of it is gone afterwards.
 */
import { randomUUID } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../base/errors.ts';
import type { PluginCredentials, PluginInput } from '../../ports/plugins.ts';

export interface Jail extends AsyncDisposable {
  /** All of it. */
  readonly root: string;
  /** Where the commands run: the folder of the source in the copy. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Value of a variable that all processes of this run have in their environment. */
  readonly marker: string;
}

export interface JailOptions {
  readonly path: string;
  readonly preserveFileMode: boolean;
  /** Bytes of all files. */
  readonly limit: number;
}

export const MARKER = 'TIPHYS_PLUGIN_RUN';

/** Throws `plugin.too-large`, and faults of reading the files. */
export async function makeJail(input: PluginInput, options: JailOptions): Promise<Jail> {
  const root = await mkdtemp(join(tmpdir(), 'tiphys-plugin-'));
  const [work, home, temporary] = [join(root, 'work'), join(root, 'home'), join(root, 'tmp')];
  const marker = randomUUID();
  const removed = () => removeFolder(root);
  try {
    for (const folder of [work, home, temporary]) await mkdir(folder, { mode: 0o700 });
    await copyFiles(input, work, options);
    const git = input.credentials === undefined ? {} : await lend(input.credentials, home);
    const environment = {
      ...Object.fromEntries(input.environment.map(({ name, value }) => [name, value])),
      ...git,
      PATH: options.path,
      HOME: home,
      TMPDIR: temporary,
      LANG: 'C.UTF-8',
      [MARKER]: marker,
    };
    return { root, folder: join(work, input.folder), environment, marker, [Symbol.asyncDispose]: removed };
  } catch (error) {
    await removed();
    throw error;
  }
}

/** Links come last: no file is written through one. */
async function copyFiles({ files }: PluginInput, work: string, options: JailOptions): Promise<void> {
  const links: { readonly path: string; readonly target: string }[] = [];
  let bytes = 0;
  for await (const file of files.entries()) {
    const path = join(work, file.path);
    if (file.kind === 'folder') await mkdir(path, { recursive: true, mode: 0o755 });
    else if (file.kind === 'link') links.push({ path, target: file.target });
    else {
      const content = await file.content();
      bytes += content.length;
      if (bytes > options.limit) throw tooLarge(options.limit);
      const mode = options.preserveFileMode && file.isExecutable ? 0o755 : 0o644;
      await writeFile(path, content, { mode, flag: 'wx' });
    }
  }
  for (const { path, target } of links) await symlink(target, path);
}

/** Git asks a program, which answers for the repository of the source only. */
async function lend(credentials: PluginCredentials, home: string): Promise<Readonly<Record<string, string>>> {
  const program = join(home, '.askpass');
  const [username, password] = [`${program}.username`, `${program}.password`];
  await writeFile(username, credentials.username, { mode: 0o600 });
  await writeFile(password, credentials.password.reveal(), { mode: 0o600 });
  const script = [
    '#!/bin/sh',
    `case "$1" in *"://"*"${hostIn(credentials.origin)}"*) ;; *) exit 1 ;; esac`,
    `case "$1" in Username*) cat '${username}' ;; *) cat '${password}' ;; esac`,
    '',
  ].join('\n');
  await writeFile(program, script, { mode: 0o700 });
  return { GIT_ASKPASS: program, GIT_TERMINAL_PROMPT: '0' };
}

/** Only what a host and a port may have: it stands in a script. */
function hostIn(origin: string): string {
  return origin.replace(/^[a-z]+:\/\//, '').replace(/[^\w.:[\]-]/g, '');
}

/** Also what was made unreadable inside it. */
async function removeFolder(folder: string): Promise<void> {
  const options = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 };
  try {
    await rm(folder, options);
  } catch {
    await openFolders(folder);
    await rm(folder, options);
  }
}

async function openFolders(folder: string): Promise<void> {
  await chmod(folder, 0o700).catch(() => undefined);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await openFolders(join(folder, entry.name));
}

function tooLarge(limit: number): AppError {
  const message = `the files of the source are more than ${limit} bytes`;
  return new AppError({ code: 'plugin.too-large', kind: 'user', message });
}
