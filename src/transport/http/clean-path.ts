/** Paths as Go's ServeMux wants them: no empty segments, no dots; it redirects to the clean one (recordings 0b 7). Pure. */

/** The clean form of a raw path. What is percent-encoded stays so; a trailing slash stays. */
export function cleanPath(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') kept.pop();
    else kept.push(segment);
  }
  const last = path.split('/').at(-1) ?? '';
  const slash = kept.length > 0 && ['', '.', '..'].includes(last) ? '/' : '';
  return `/${kept.join('/')}${slash}`;
}

/** Where a request with this target is sent instead; undefined where its path is clean. Never another host. */
export function redirectOf(target: string): string | undefined {
  const [path = '', ...query] = target.split('?');
  const clean = cleanPath(path);
  if (clean === path) return undefined;
  const location = query.length > 0 ? `${clean}?${query.join('?')}` : clean;
  // A browser reads a backslash as a slash, and the answer's text is HTML.
  return location.replace(/[\\"'<>]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
