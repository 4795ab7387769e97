/** The files of a directory source (A7): a walk in byte order, filtered by extension, `exclude`, then `include`. */
import { compileGlob } from '../../base/glob/glob.ts';
import { childPath } from '../app-path.ts';
import type { NamedEntry, PathEntry } from '../contract.ts';
import { renderFault } from '../render-fault.ts';
import type { Questions } from '../trace/questions.ts';
import { resolvePath } from '../trace/resolve-path.ts';

export interface DirectoryOptions {
  readonly recurse: boolean;
  readonly include: string;
  readonly exclude: string;
  readonly disableExtensionFilter: boolean;
}

export interface ManifestFile {
  /** From the source's folder, e.g. `team/a.yaml`; what the globs are matched with. */
  readonly name: string;
  /** From the root of the repository, as the user wrote it: links not followed. */
  readonly path: string;
  /** The regular file, behind links. */
  readonly entry: PathEntry;
}

/** A tree may repeat one subtree at every level: few objects, endlessly many paths. */
const MOST_ENTRIES = 200_000;
const DEEPEST = 200;
const EXTENSION = /\.(?:yaml|yml|json|jsonnet)$/;

/**
 * Files to read, in the order of Go's filepath.Walk. Hidden folders are walked too (recorded), and submodules, which are folders
 * of a working tree; links to folders are not; a link to a missing file is passed over. Throws `render.path-outside` for a link
 * out of the tree, `render.too-large` for endlessly many.
 */
export function findFiles(questions: Questions, folder: string, options: DirectoryOptions): readonly ManifestFile[] {
  const excluded = options.exclude === '' ? () => false : compileGlob(options.exclude);
  const included = options.include === '' ? () => true : compileGlob(options.include);
  const wanted = (name: string): boolean =>
    (options.disableExtensionFilter || EXTENSION.test(name)) && !excluded(name) && included(name);
  return walk({ questions, root: folder, recurse: options.recurse, wanted, seen: { entries: 0 } }, '');
}

interface Walk {
  readonly questions: Questions;
  readonly root: string;
  readonly recurse: boolean;
  readonly wanted: (name: string) => boolean;
  readonly seen: { entries: number };
}

function walk(context: Walk, folder: string): readonly ManifestFile[] {
  const { questions, root } = context;
  const entries = questions.listing(folder === '' ? root : childPath(root, folder)) ?? [];
  context.seen.entries += entries.length;
  if (context.seen.entries > MOST_ENTRIES || folder.split('/').length > DEEPEST) throw tooMany(root);
  if (context.recurse) questions.expectListings(subfolders(context, folder, entries));
  return entries.flatMap((entry): readonly ManifestFile[] => {
    const name = childPath(folder, entry.name);
    const path = childPath(root, name);
    if (entry.mode === 'tree' || entry.mode === 'submodule') return context.recurse ? walk(context, name) : [];
    if (entry.mode === 'symlink') return linkedFile(context, name, path);
    if (!context.wanted(name)) return [];
    // Listings record names only; the entry's own question records the content's id.
    const file = questions.entry(path);
    return file === undefined ? [] : [{ name, path, entry: file }];
  });
}

function tooMany(root: string): Error {
  const hint = 'point the source at a smaller folder, or switch recurse off';
  return renderFault('render.too-large', `${root || '.'}: more than ${MOST_ENTRIES} files or ${DEEPEST} levels`, hint);
}

function subfolders({ root }: Walk, folder: string, entries: readonly NamedEntry[]): readonly string[] {
  const trees = entries.filter(({ mode }) => mode === 'tree');
  return trees.map(({ name }) => childPath(root, childPath(folder, name)));
}

/** Every link that is met has to stay inside, whether or not its name is one of a manifest. */
function linkedFile({ questions, wanted }: Walk, name: string, path: string): readonly ManifestFile[] {
  const target = resolvePath(questions, path);
  if (target === undefined || !wanted(name)) return [];
  const regular = target.entry.mode === 'file' || target.entry.mode === 'executable';
  return regular ? [{ name, path, entry: target.entry }] : [];
}
