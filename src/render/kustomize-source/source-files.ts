/** The tree of a source as kustomizations see it: links lead anywhere within the repository and nowhere out of it. */
import { type AppError, hasCode } from '../../base/errors.ts';
import type { PathMode, RepositoryQuestion } from '../contract.ts';
import { kustomizeFault, repositoryFault } from '../kustomize/fault.ts';
import type { KustomizeFiles, RemoteFile, Resolved } from '../kustomize/files/files.ts';
import type { RepositoryUrl } from '../kustomize/files/repository-url.ts';
import { withoutSecrets } from '../kustomize/files/safe-repository.ts';
import { SHOWN_ROOT } from '../shown-root.ts';
import type { Questions } from '../trace/questions.ts';
import { repositoryReference } from '../trace/read.ts';
import { resolvePath } from '../trace/resolve-path.ts';
import { folderTrace } from './folder-trace.ts';

/** Largest file or chart that a build reads. */
const LARGEST = 100 * 1024 * 1024;
/** Largest file of another server. */
const LARGEST_REMOTE = 32 * 1024 * 1024;

export interface SourceFilesOptions {
  readonly restrictsToRoot: boolean;
  /** The repository whose tree this is, where it is not the source's own. */
  readonly repository?: RepositoryUrl;
}

export function sourceFiles(questions: Questions, options: SourceFilesOptions): KustomizeFiles {
  const { repository } = options;
  const isForeign = repository !== undefined;
  return {
    restrictsToRoot: options.restrictsToRoot,
    resolve: (path) => resolved(questions, path, isForeign),
    expect: (paths) => expectContents(questions, paths),
    content: (path) => contentOf(questions, path),
    list: (path) => {
      const entries = questions.listing(path) ?? [];
      const inside = (name: string): string => (path === '' ? name : `${path}/${name}`);
      return new Map(entries.map(({ name }) => [name, kindOf(resolved(questions, inside(name), isForeign))]));
    },
    remote: (url) => remoteFile(questions, url),
    repository: (url) => repositoryFiles(questions, url),
    expectRemote: ({ files, repositories }) => {
      questions.remotes(files, LARGEST_REMOTE);
      questions.repositories(repositories.map(questionOf));
    },
    chart: ({ repository: from, name, version }, asker) => {
      const field = asker.replace(`${SHOWN_ROOT}/`, '');
      const [chart] = questions.charts([{ repository: from, name, version }], LARGEST, field);
      if (chart === undefined || chart.archive === 'too-large') throw tooLarge(`chart ${name} of ${from}`);
      return chart.archive;
    },
    each: (works) => questions.each(works),
    trace: folderTrace(questions),
    shown: (path) => (isForeign ? shownIn(repository, path) : shownPath(path)),
  };
}

/** A path of the source's own repository. */
export function shownPath(path: string): string {
  return path === '' ? SHOWN_ROOT : `${SHOWN_ROOT}/${path}`;
}

/** A folder or file of another repository in the form in which a kustomization names it. */
export function shownIn({ clone, ref }: RepositoryUrl, path: string): string {
  return `${withoutSecrets(clone)}${path === '' ? '' : `//${path}`}${ref === '' ? '' : `?ref=${ref}`}`;
}

/** Nothing stands above the repository. */
function resolved(questions: Questions, path: string, isForeign: boolean): Resolved {
  const leadsOut = path === '..' || path.startsWith('../') || path.startsWith('/');
  if (leadsOut) return { kind: isForeign ? 'outside' : 'absent' };
  const found = isForeign ? orOutside(() => resolvePath(questions, path)) : resolvePath(questions, path);
  if (found === undefined) return { kind: 'absent' };
  if (found === 'outside') return { kind: 'outside' };
  return { kind: isFolder(found.entry.mode) ? 'folder' : 'file', path: found.path };
}

/** The links of other repositories are no fault of this one. */
function orOutside<T>(work: () => T): T | 'outside' {
  try {
    return work();
  } catch (error) {
    if (hasCode(error, 'render.path-outside')) return 'outside';
    throw error;
  }
}

function isFolder(mode: PathMode): boolean {
  return mode === 'tree' || mode === 'submodule';
}

function kindOf({ kind }: Resolved): 'file' | 'folder' | 'irregular' {
  return kind === 'file' || kind === 'folder' ? kind : 'irregular';
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

function remoteFile(questions: Questions, url: string): RemoteFile {
  const [answer] = questions.remotes([url], LARGEST_REMOTE);
  if (answer === undefined || answer.kind === 'too-large') throw tooLarge(withoutSecrets(url), LARGEST_REMOTE);
  return answer;
}

/** Throws `kustomize.repository` where the repository, its ref, or the permission to read it is missing. */
function repositoryFiles(questions: Questions, url: RepositoryUrl): KustomizeFiles {
  const question = questionOf(url);
  const [answer] = questions.repositories([question]);
  if (answer?.kind === 'fault') throw repositoryFault(answer.message, answer.faultKind);
  return sourceFiles(questions.in(repositoryReference(question)), { restrictsToRoot: true, repository: url });
}

function questionOf({ clone, ref, timeout, submodules }: RepositoryUrl): RepositoryQuestion {
  return { url: clone, ref, timeout, ...(submodules ? {} : { submodules }) };
}

function tooLarge(what: string, limit = LARGEST): AppError {
  return kustomizeFault(`${what} is larger than ${limit} bytes`);
}
