/** Paths inside the repository, through symbolic links: a link may lead anywhere in the tree and nowhere out of it. */
import { AppError } from '../../base/errors.ts';
import type { PathEntry } from '../contract.ts';
import type { Questions } from './questions.ts';

export interface ResolvedPath {
  /** The path without links. */
  readonly path: string;
  readonly entry: PathEntry;
}

const MOST_LINKS = 40;
const LONGEST_LINK = 4096;
const ROOT: PathEntry = { mode: 'tree', oid: '' };

/**
 * What a path means; undefined where nothing is there. Throws `render.path-outside` where links go round in circles, and
 * where one leaves the tree but where that is permitted: then nothing is there.
 */
export function resolvePath(questions: Questions, path: string): ResolvedPath | undefined {
  if (path === '') return { path, entry: ROOT };
  const direct = questions.entry(path);
  if (direct !== undefined && direct.mode !== 'symlink') return { path, entry: direct };
  return followLinks(questions, path);
}

function followLinks(questions: Questions, path: string): ResolvedPath | undefined {
  let rest = path.split('/');
  let done: readonly string[] = [];
  let links = 0;
  while (rest.length > 0) {
    const here = [...done, rest[0]].join('/');
    const entry = questions.entry(here);
    if (entry === undefined) return undefined;
    if (entry.mode !== 'symlink') {
      if (rest.length === 1) return { path: here, entry };
      if (entry.mode !== 'tree') return undefined;
      done = [...done, rest[0] ?? ''];
      rest = rest.slice(1);
      continue;
    }
    links += 1;
    if (links > MOST_LINKS) throw outside(path);
    const target = joinInside(done.join('/'), targetOf(questions, entry));
    if (target === undefined && questions.permitsLinksOut) return undefined;
    if (target === undefined) throw outside(path);
    rest = [...(target === '' ? [] : target.split('/')), ...rest.slice(1)];
    done = [];
  }
  return { path: '', entry: ROOT };
}

function targetOf(questions: Questions, link: PathEntry): string {
  const [content] = questions.contents([link], LONGEST_LINK);
  return content === undefined || content === 'too-large' ? '/' : Buffer.from(content).toString('utf8');
}

/** A relative path from a folder, without `.` and `..`; undefined where it is absolute or leaves the tree. */
export function joinInside(folder: string, relative: string): string | undefined {
  if (relative.startsWith('/') || relative.includes('\0')) return undefined;
  const parts: string[] = folder === '' ? [] : folder.split('/');
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

function outside(path: string): AppError {
  const message = `repository contains out-of-bounds symlinks. file: ${path}`;
  return new AppError({ code: 'render.path-outside', kind: 'user', message });
}
