/** From the command line to Applications: those of a file, or one that a folder stands for, as they are at a revision. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { AppError } from '../../../base/errors.ts';
import {
  type LocalRepositories,
  type LocalRepository,
  localRepositories,
  namedLocal,
  nameOf,
  pathInside,
  repositoryAround,
} from './local-repositories.ts';
import { readObjects } from './read-objects.ts';
import type { RenderFlags } from './render-flags.ts';
import { fileAt } from './user-git.ts';
import { isApplication, type WantedApplication, wantedApplication } from './wanted-application.ts';

export interface Subject {
  readonly locals: LocalRepositories;
  /** At a commit of the repository around the file; undefined: as it is on disk. Throws `cli.invalid-file` (user). */
  applications(
    commitOf: (local: LocalRepository) => Promise<string | undefined>,
  ): Promise<readonly WantedApplication[]>;
}

/** Throws `cli.usage` and `cli.invalid-file` (user). */
export async function findSubject(flags: RenderFlags, workingFolder: string): Promise<Subject> {
  const named = await Promise.all(flags.locals.map(namedLocal));
  if (flags.subject.kind === 'repository') return await repositorySubject(flags, named);
  const given = flags.subject.of;
  const path = given === '-' ? workingFolder : existing(given);
  const around = await repositoryAround(path);
  const locals = localRepositories([...named, ...(around === undefined ? [] : [around])]);
  if (given !== '-' && around !== undefined && statSync(path).isDirectory()) {
    const source = { repoURL: around.urls[0] ?? '', path: pathInside(around, path) };
    return { locals, applications: async () => [folderApplication(flags, source, nameOf(path))] };
  }
  if (given === '-') {
    const text = readFileSync(0, 'utf8');
    return { locals, applications: async () => applicationsOf(text, 'standard input') };
  }
  return {
    locals,
    async applications(commitOf) {
      const commit = around?.isClone === true ? await commitOf(around) : undefined;
      if (around === undefined || commit === undefined) return applicationsOf(readText(path, given), given);
      const text = await fileAt(around.folder, commit, pathInside(around, path));
      return text === undefined ? [] : applicationsOf(text, given);
    },
  };
}

/** A folder of this machine is a repository at its commits, not with its working tree. */
async function repositorySubject(flags: RenderFlags, named: readonly LocalRepository[]): Promise<Subject> {
  const url = isAbsolute(flags.subject.of) ? pathToFileURL(flags.subject.of).href : flags.subject.of;
  const folder = url.startsWith('file:') ? existing(pathOf(url)) : undefined;
  const own = folder === undefined ? [] : [{ folder, urls: [url], isClone: true, revision: 'HEAD' }];
  const source = { repoURL: url, path: flags.path ?? '.' };
  return {
    locals: localRepositories([...named, ...own]),
    applications: async () => [folderApplication(flags, source, nameOf(flags.path ?? url).replace(/\.git$/, ''))],
  };
}

function folderApplication(
  flags: RenderFlags,
  source: { readonly repoURL: string; readonly path: string },
  name: string,
): WantedApplication {
  const { project, namespace } = flags;
  return { name: flags.name ?? name, project, namespace, sources: [source], origin: flags.subject.of };
}

function applicationsOf(text: string, file: string): readonly WantedApplication[] {
  const wanted = readObjects(text, file).filter(({ object }) => isApplication(object));
  if (wanted.length === 0) throw invalid(`${file}: there is no Application in it`);
  return wanted.map(({ object, line }) => wantedApplication(object, `${file}:${line}`));
}

function pathOf(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    throw invalid(`${url}: no folder of this machine`);
  }
}

function existing(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    throw invalid(`${path}: no such file or folder`);
  }
}

function readText(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw invalid(`${shown}: cannot be read: ${cause instanceof Error ? cause.message : 'unknown'}`);
  }
}

function invalid(message: string): AppError {
  return new AppError({ code: 'cli.invalid-file', kind: 'user', message });
}
