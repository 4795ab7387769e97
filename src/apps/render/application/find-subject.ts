/** From the command line to Applications: those of a file, or one that a folder stands for, as they are at a revision. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { AppError } from '../../../base/errors.ts';
import { applicationSetsIn, type MetApplicationSet } from './application-sets.ts';
import {
  type LocalRepositories,
  type LocalRepository,
  localRepositories,
  namedLocal,
  nameOf,
  pathInside,
  repositoryAround,
} from './local-repositories.ts';
import { readObjects, readText } from './read-objects.ts';
import type { RenderFlags } from './render-flags.ts';
import { fileAt } from './user-git.ts';
import { isApplication, type WantedApplication, wantedApplication } from './wanted-application.ts';

export interface Subject {
  readonly locals: LocalRepositories;
  /** At a commit of the repository around the file; undefined: as it is on disk. Throws `cli.invalid-file` (user). */
  contents(commitOf: (local: LocalRepository) => Promise<string | undefined>): Promise<SubjectContents>;
}

export interface SubjectContents {
  readonly applications: readonly WantedApplication[];
  /** Beside them. */
  readonly applicationSets: readonly MetApplicationSet[];
}

const NOTHING: SubjectContents = { applications: [], applicationSets: [] };

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
    return { locals, contents: async () => folderContents(flags, source, nameOf(path)) };
  }
  if (given === '-') {
    const text = readFileSync(0, 'utf8');
    return { locals, contents: async () => contentsOf(text, 'standard input') };
  }
  return {
    locals,
    async contents(commitOf) {
      const commit = around?.isClone === true ? await commitOf(around) : undefined;
      if (around === undefined || commit === undefined) return contentsOf(readText(path, given), given);
      const text = await fileAt(around.folder, commit, pathInside(around, path));
      return text === undefined ? NOTHING : contentsOf(text, given);
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
    contents: async () => folderContents(flags, source, nameOf(flags.path ?? url).replace(/\.git$/, '')),
  };
}

function folderContents(
  flags: RenderFlags,
  source: { readonly repoURL: string; readonly path: string },
  name: string,
): SubjectContents {
  const { project, namespace } = flags;
  const one = { name: flags.name ?? name, project, namespace, sources: [source], origin: flags.subject.of };
  return { ...NOTHING, applications: [one] };
}

function contentsOf(text: string, file: string): SubjectContents {
  const found = readObjects(text, file);
  const place = ({ line }: { readonly line: number }): string => `${file}:${line}`;
  const wanted = found.filter(({ object }) => isApplication(object));
  const applicationSets = applicationSetsIn(found, place);
  if (wanted.length === 0) throw invalid(`${file}: there is no Application in it${insteadOfOne(applicationSets)}`);
  return { applications: wanted.map((one) => wantedApplication(one.object, place(one))), applicationSets };
}

function insteadOfOne([set]: readonly MetApplicationSet[]): string {
  return set === undefined ? '' : `; ApplicationSet ${set.name} (${set.origin}) is not expanded`;
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

function invalid(message: string): AppError {
  return new AppError({ code: 'cli.invalid-file', kind: 'user', message });
}
