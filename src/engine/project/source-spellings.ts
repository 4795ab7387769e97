/** A repository has one place and many spellings: what a project says of it holds for all of them. */

/**
 * The address as whoever connects reads it: without `..` and `.` in its path, with slashes for backslashes, without query and fragment. The
 * text itself where it has none of these.
 */
export function reachedUrl(text: string): string {
  if (!/[\\?#\u0000-\u0020]|(?:^|[/:])(?:\.|%2e){1,2}(?:\/|$)/i.test(text)) return text;
  const short = /^([^/:]*@?[^/:]+:)(?!\/\/)(.*)$/s.exec(text);
  if (short !== null) return `${short[1]}${withoutDots(short[2] ?? '')}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return text;
  const user = /^[^:/]+:\/\/([^/?#\\]*@)/.exec(text)?.[1] ?? '';
  return `${url.protocol}//${user}${url.host}${url.pathname}`;
}

/** The place alone: without user, without the port that goes without saying, without slashes too many. */
export function placeUrl(text: string): string {
  const found = /^([a-z][a-z0-9+.-]*:\/\/)(?:[^/]*@)?([^/]*)(.*)$/is.exec(reachedUrl(text));
  if (found === null) return text;
  const [, scheme = '', server = '', path = ''] = found;
  const port = PORTS[scheme.toLowerCase()];
  const host = server.replace(/\.?(:\d+)?$/, (_all, given: string | undefined) =>
    given === undefined || given === port ? '' : given,
  );
  return `${scheme}${host}${path.replaceAll(/\/{2,}/g, '/').replace(/\/$/, '')}`;
}

const PORTS: Readonly<Record<string, string>> = { 'https://': ':443', 'http://': ':80', 'ssh://': ':22' };

function withoutDots(path: string): string {
  const { pathname } = new URL(`http://host/${path}`);
  return path.startsWith('/') ? pathname.replace(/^\/+/, '/') : pathname.slice(1);
}
