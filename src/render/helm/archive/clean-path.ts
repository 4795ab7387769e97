/** Paths of archives and folders, with slashes. */

/** Empty parts, `.` and `..`. */
const UNCLEAN = /(?:^|\/)\.{0,2}(?:\/|$)/;

/** The shortest path that means the same, as Go's path.Clean: `.` for the empty one, `..` kept where it leads out. */
export function cleanPath(path: string): string {
  if (path !== '' && !UNCLEAN.test(path)) return path;
  const rooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!rooted) parts.push('..');
  }
  const joined = parts.join('/');
  if (rooted) return `/${joined}`;
  return joined === '' ? '.' : joined;
}

/** Go's path.Join: empty parts are passed over. */
export function joinPaths(...parts: readonly string[]): string {
  const given = parts.filter((part) => part !== '');
  return given.length === 0 ? '' : cleanPath(given.join('/'));
}

/** Go's path.Base: the last element; `.` for the empty path. */
export function baseName(path: string): string {
  if (path === '') return '.';
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** Go's path.Ext: from the last dot of the last element, the dot included; empty where there is none. */
export function extension(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot);
}
