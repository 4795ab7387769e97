/** `base`, `dir`, `clean`, `ext`, `isAbs`: paths with slashes, by the rules of Go's `path`. The `os` ones are the same here. */
import { type GoFunction, type GoValue, STRING } from '../../go-value/index.ts';
import { define } from '../define.ts';

/** `path.Clean`: without empty and dot elements, `..` taken back where that is possible. */
export function cleanPath(path: string): string {
  if (path === '') return '.';
  const isRooted = path.startsWith('/');
  const kept: string[] = [];
  for (const element of path.split('/')) {
    if (element === '' || element === '.') continue;
    if (element !== '..') kept.push(element);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!isRooted) kept.push('..');
  }
  const joined = kept.join('/');
  if (isRooted) return `/${joined}`;
  return joined === '' ? '.' : joined;
}

/** `path.Base`: the last element. */
export function basePath(path: string): string {
  if (path === '') return '.';
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

function directory(path: string): string {
  return cleanPath(path.slice(0, path.lastIndexOf('/') + 1));
}

function extension(path: string): string {
  const last = path.slice(path.lastIndexOf('/') + 1);
  const dot = last.lastIndexOf('.');
  return dot < 0 ? '' : last.slice(dot);
}

function both(name: string, work: (path: string) => GoValue): readonly GoFunction[] {
  const plain = define(name, [STRING], (args) => work(args.text(0)));
  return [plain, { ...plain, name: `os${name.charAt(0).toUpperCase()}${name.slice(1)}` }];
}

export const PATH_FUNCTIONS: readonly GoFunction[] = [
  ...both('base', basePath),
  ...both('dir', directory),
  ...both('clean', cleanPath),
  ...both('ext', extension),
  ...both('isAbs', (path) => path.startsWith('/')),
];
