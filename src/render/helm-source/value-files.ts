/**
 * The value files of a source in the order in which Helm gets them (A11): patterns expanded in place, a file once; where an
 * entry names a file itself, that is its place.
 */
import { compileGlob } from '../../base/glob/glob.ts';
import { childPath } from '../app-path.ts';
import { renderFault } from '../render-fault.ts';
import type { Questions } from '../trace/questions.ts';
import { resolvePath } from '../trace/resolve-path.ts';
import { VALUE_FILES, type ValuePath, type ValuePlace, valuePath } from './value-path.ts';

const GLOB = /[*?[]/;
const MAX_MATCHES = 10_000;

export interface ValueFileOptions extends ValuePlace {
  readonly ignoreMissing: boolean;
}

/** Throws `render.no-value-files` where a pattern matches nothing, and the faults of `valuePath`. */
export function valueFiles(entries: readonly string[], options: ValueFileOptions): readonly ValuePath[] {
  const meant = entries.map((entry) => ({ entry, found: valuePath(entry, options, 'value-file') }));
  const named = new Set(meant.flatMap(({ found }) => (isPattern(found) ? [] : [keyOf(found)])));
  const seen = new Set<string>();
  const files: ValuePath[] = [];
  for (const { entry, found } of meant) {
    if (!isPattern(found)) {
      if (!isMissing(found, options) && !seen.has(keyOf(found))) files.push(found);
      seen.add(keyOf(found));
      continue;
    }
    const matches = expand(found, options.questions);
    if (matches.length === 0 && !options.ignoreMissing) {
      throw renderFault(
        'render.no-value-files',
        `${VALUE_FILES}values file glob ${JSON.stringify(entry)} matched no files`,
      );
    }
    for (const match of matches) {
      if (named.has(keyOf(match)) || seen.has(keyOf(match))) continue;
      seen.add(keyOf(match));
      files.push(match);
    }
  }
  return files;
}

type InTree = Extract<ValuePath, { kind: 'path' }>;

function isPattern(path: ValuePath): path is InTree {
  return path.kind === 'path' && GLOB.test(path.path);
}

function keyOf(path: ValuePath): string {
  return path.kind === 'url' ? path.url : `${path.reference ?? ''}:${path.path}`;
}

function isMissing(path: ValuePath, { ignoreMissing, questions }: ValueFileOptions): boolean {
  if (path.kind === 'url' || !ignoreMissing) return false;
  const tree = path.reference === undefined ? questions : questions.in(path.reference);
  return resolvePath(tree, path.path) === undefined;
}

/** As doublestar walks: the files of a folder in order, then its folders in order. */
function expand({ path, reference }: InTree, questions: Questions): readonly ValuePath[] {
  const tree = reference === undefined ? questions : questions.in(reference);
  const found = [...walk(tree, '', path.split('/'))];
  if (found.length > MAX_MATCHES) {
    throw renderFault(
      'render.value-file',
      `values file glob ${JSON.stringify(path)} matches more than ${MAX_MATCHES} files`,
    );
  }
  return [...new Set(found)].map((one) => ({ kind: 'path', path: one, reference }));
}

function* walk(tree: Questions, folder: string, pattern: readonly string[]): Generator<string> {
  const [first = '', ...rest] = pattern;
  if (first === '**') {
    yield* walk(tree, folder, rest.length === 0 ? ['*'] : rest);
    for (const name of names(tree, folder, 'folder')) yield* walk(tree, childPath(folder, name), pattern);
    return;
  }
  const matches = compileGlob(first.replace(/\[\^/g, '[!'));
  const kind = rest.length === 0 ? 'file' : 'folder';
  for (const name of names(tree, folder, kind)) {
    if (!matches(name)) continue;
    if (kind === 'file') yield childPath(folder, name);
    else yield* walk(tree, childPath(folder, name), rest);
  }
}

/** In byte order. Links to files are files; links to folders are not walked, which would not end. */
function names(tree: Questions, folder: string, kind: 'file' | 'folder'): readonly string[] {
  return (tree.listing(folder) ?? []).flatMap(({ name, mode }) => {
    if (mode === 'tree') return kind === 'folder' ? [name] : [];
    if (kind === 'folder' || mode === 'submodule') return [];
    const meant = mode === 'symlink' ? resolvePath(tree, childPath(folder, name))?.entry.mode : mode;
    return meant === 'file' || meant === 'executable' ? [name] : [];
  });
}
