/** The tree of a source as plugins get it: everything in it but what the installation leaves out, and no link out of it. */
import { createHash } from 'node:crypto';
import { AppError } from '../../base/errors.ts';
import { matchPath } from '../../base/glob/path-match.ts';
import type { WorkingFile, WorkingFiles } from '../../ports/plugins.ts';
import type { Answer, NamedEntry, Need, PathEntry } from '../../render/contract.ts';
import { isNameOfGit } from './git-name.ts';
import { sourceFault } from './source-fault.ts';

/** A tree whose folders come to memory and whose contents are read as they are wanted. */
export interface TreeFiles {
  /** Object id of the root. */
  readonly root: string;
  /** Whether it is the repository's own, and not an archive that somebody made or sent. */
  readonly isRepository: boolean;
  listing(path: string): Answer<readonly NamedEntry[] | undefined>;
  fill(needs: readonly Need[]): Promise<void>;
  /** Throws faults of the Git port, `git.too-large` over the limit. */
  content(file: PathEntry, limit: number): Promise<Uint8Array>;
}

export interface Selection {
  /** The folder that becomes the root; empty: all. */
  readonly folder: string;
  /** Patterns of paths that are left out, as Go's filepath.Match (`reposerver.plugin.tar.exclusions`). */
  readonly excluded: readonly string[];
  /** Links that lead out are left out (`reposerver.allow.oob.symlinks`); default: they are refused. */
  readonly permitsLinksOut?: boolean;
}

/** Bytes of one file. */
const LARGEST = 512 * 1024 * 1024;
const LONGEST_LINK = 4096;
const ROUNDS = 1000;
/** A tree may hold itself many times over at every level: few objects, endlessly many paths. */
const MOST_ENTRIES = 200_000;
const DEEPEST = 200;

/** Reading them throws `render.path-outside` at a link that leads out, `plugin.too-large`, and faults of the Git port. */
export function workingFiles(tree: TreeFiles, selection: Selection): WorkingFiles {
  const { folder, excluded, permitsLinksOut = false } = selection;
  const parts = JSON.stringify([tree.root, folder, excluded, permitsLinksOut]);
  return {
    key: createHash('sha256').update(parts).digest('hex'),
    entries: () => entriesBelow({ tree, selection, seen: { entries: 0 } }, ''),
  };
}

interface Walk {
  readonly tree: TreeFiles;
  readonly selection: Selection;
  readonly seen: { entries: number };
}

async function* entriesBelow(walk: Walk, folder: string): AsyncGenerator<WorkingFile> {
  const { tree, selection, seen } = walk;
  if (folder.split('/').length > DEEPEST) throw tooMany();
  const inTree = joined(selection.folder, folder);
  for (const entry of (await listingOf(tree, inTree)) ?? []) {
    const path = joined(folder, entry.name);
    seen.entries += 1;
    if (seen.entries > MOST_ENTRIES) throw tooMany();
    if (!isPlainName(entry.name))
      throw sourceFault('render.path-outside', 'user', `no name of a file: ${JSON.stringify(path)}`);
    if (selection.excluded.some((pattern) => matchPath(pattern, path) === 'match')) continue;
    if (entry.mode === 'tree' || entry.mode === 'submodule') {
      yield { kind: 'folder', path };
      yield* entriesBelow(walk, path);
    } else if (entry.mode === 'symlink') {
      const link = await linkAt(tree, entry, path);
      if (link !== undefined) yield link;
      else if (selection.permitsLinksOut !== true) throw linkOut(path);
    } else yield fileAt(tree, entry, path);
  }
}

/** Git refuses such names in what it writes itself; a tree can be made by others. */
function isPlainName(name: string): boolean {
  if (name === '' || name === '.' || name === '..' || /[/\0]/.test(name)) return false;
  return !isNameOfGit(name);
}

async function listingOf(tree: TreeFiles, path: string): Promise<readonly NamedEntry[] | undefined> {
  for (let round = 0; round < ROUNDS; round++) {
    const answer = tree.listing(path);
    if (answer.kind === 'known') return answer.value;
    await tree.fill(answer.needs);
  }
  throw sourceFault('source.failed', 'terminal', `folder ${path} asks for ever more`);
}

function fileAt(tree: TreeFiles, entry: NamedEntry, path: string): WorkingFile {
  return {
    kind: 'file',
    path,
    isExecutable: entry.mode === 'executable',
    content: () => tree.content(entry, LARGEST),
  };
}

/** Undefined where it leads out. */
async function linkAt(tree: TreeFiles, entry: NamedEntry, path: string): Promise<WorkingFile | undefined> {
  const target = Buffer.from(await tree.content(entry, LONGEST_LINK)).toString('utf8');
  return leadsOut(path, target) ? undefined : { kind: 'link', path, target };
}

function tooMany(): Error {
  const message = `the source has more than ${MOST_ENTRIES} files or ${DEEPEST} levels`;
  const hint = 'leave out what the plugin does not need: reposerver.plugin.tar.exclusions';
  return new AppError({ code: 'plugin.too-large', kind: 'user', message, hint });
}

function linkOut(path: string): Error {
  return sourceFault('render.path-outside', 'user', `repository contains out-of-bounds symlinks. file: ${path}`);
}

/**
 * Whether a link may lead out of the root. Ways up are only believed at the beginning of the target, where they start from a
 * real folder: behind a name that is a link itself they would lead elsewhere than they seem to.
 */
function leadsOut(path: string, target: string): boolean {
  if (target === '' || target.startsWith('/') || target.includes('\0')) return true;
  const depth = path.split('/').length - 1;
  const parts = target.split('/').filter((part) => part !== '' && part !== '.');
  const first = parts.findIndex((part) => part !== '..');
  const ups = first === -1 ? parts.length : first;
  return ups > depth || parts.slice(ups).includes('..');
}

function joined(folder: string, name: string): string {
  if (folder === '' || name === '') return folder + name;
  return `${folder}/${name}`;
}
