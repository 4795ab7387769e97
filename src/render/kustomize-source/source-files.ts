/** The tree of a source as kustomizations see it: links lead anywhere within the repository and nowhere out of it. */
import type { PathMode } from '../contract.ts';
import { kustomizeFault } from '../kustomize/fault.ts';
import type { KustomizeFiles, Resolved } from '../kustomize/files/files.ts';
import type { Questions } from '../trace/questions.ts';
import { resolvePath } from '../trace/resolve-path.ts';

/** Largest file, chart or remote file that a build reads. */
const LARGEST = 100 * 1024 * 1024;

export function sourceFiles(questions: Questions, options: { readonly restrictsToRoot: boolean }): KustomizeFiles {
  return {
    restrictsToRoot: options.restrictsToRoot,
    resolve: (path) => resolved(questions, path),
    expect: (paths) => expectContents(questions, paths),
    content: (path) => contentOf(questions, path),
    list: (path) => {
      const entries = questions.listing(path) ?? [];
      return new Map(
        entries.map(({ name }) => [name, kindOf(resolved(questions, path === '' ? name : `${path}/${name}`))]),
      );
    },
    remote: (url) => remoteFile(questions, url),
    chart: ({ repository, name, version }) => {
      const [chart] = questions.charts([{ repository, name, version }], LARGEST);
      if (chart === undefined || chart.archive === 'too-large') throw tooLarge(`chart ${name} of ${repository}`);
      return chart.archive;
    },
    shown: (path) => path || '.',
  };
}

/** Nothing stands above the repository. */
function resolved(questions: Questions, path: string): Resolved {
  if (path === '..' || path.startsWith('../') || path.startsWith('/')) return { kind: 'absent' };
  const found = resolvePath(questions, path);
  if (found === undefined) return { kind: 'absent' };
  return { kind: isFolder(found.entry.mode) ? 'folder' : 'file', path: found.path };
}

function isFolder(mode: PathMode): boolean {
  return mode === 'tree' || mode === 'submodule';
}

function kindOf({ kind }: Resolved): 'file' | 'folder' | 'irregular' {
  return kind === 'absent' ? 'irregular' : kind;
}

/** Nothing is refused here: what cannot be had is refused where it is read. */
function expectContents(questions: Questions, paths: readonly string[]): void {
  const inside = paths.filter((path) => path !== '..' && !path.startsWith('../') && !path.startsWith('/'));
  const folders = new Set(inside.map((path) => path.split('/').slice(0, -1).join('/')));
  questions.expectListings([...folders]);
  const files = inside.flatMap((path) => {
    const entry = questions.entry(path);
    return entry !== undefined && (entry.mode === 'file' || entry.mode === 'executable') ? [entry] : [];
  });
  questions.contents(files, LARGEST);
}

function contentOf(questions: Questions, path: string): Uint8Array {
  const found = resolvePath(questions, path);
  const [content] = found === undefined ? [] : questions.contents([found.entry], LARGEST);
  if (content === undefined || content === 'too-large') throw tooLarge(`file ${path}`);
  return content;
}

function remoteFile(questions: Questions, url: string): Uint8Array {
  if (isRepository(url))
    throw kustomizeFault(`${url} is a Git repository: bases in other repositories are not supported yet`);
  const [content] = questions.remoteFiles([url], LARGEST);
  if (content === undefined || content === 'too-large') throw tooLarge(url);
  return content;
}

/** Kustomize's ways to write a repository and a folder in it. */
function isRepository(url: string): boolean {
  const afterScheme = url.replace(/^[a-z+]+:\/\//, '');
  return /\.git(?:[/?]|$)|\/\/|[?&]ref=|_git\//.test(afterScheme);
}

function tooLarge(what: string): Error {
  return kustomizeFault(`${what} is larger than ${LARGEST} bytes`);
}
