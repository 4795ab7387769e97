/**
 * Addresses of kustomizations in other repositories, in every form that Kustomize 5.8 takes them: `host/org/repo//path?ref=…`,
 * `git@host:org/repo`, `ssh://`, `https://`, `file://`, `_git/` of Azure, `.git/` before the path.
 */
import { readDuration } from '../../../base/duration.ts';

export interface RepositoryUrl {
  /** As the kustomization writes it. */
  readonly raw: string;
  /** What Git is given. */
  readonly clone: string;
  /** Folder in the repository, without `.`, `..` and slashes around. */
  readonly path: string;
  /** Branch, tag or commit; empty for the default branch. */
  readonly ref: string;
  readonly submodules: boolean;
  /** Milliseconds that one Git command may take; undefined where the address says nothing. */
  readonly timeout: number | undefined;
}

type Query = Pick<RepositoryUrl, 'ref' | 'submodules' | 'timeout'>;

const SCHEMES = ['ssh://', 'https://', 'http://', 'file://'];
const FILE = 'file://';
const AZURE = '_git/';
const GIT = '.git';

/** Undefined for what Kustomize takes for a path on this machine. */
export function readRepositoryUrl(raw: string): RepositoryUrl | undefined {
  if (raw.startsWith('/')) return undefined;
  const [address, query] = cut(raw, '?');
  const host = readHost(address.replace(/^git::/i, ''));
  if (host === undefined) return undefined;
  const parts = splitPath(host.rest, host.host.startsWith(FILE));
  if (parts === undefined || parts.repository === '') return undefined;
  const path = cleaned(parts.path);
  if (path === undefined) return undefined;
  return { raw, clone: host.host + parts.repository, path, ...readQuery(query) };
}

/** Whether the address says by its spelling that it is a repository, so that no file need be looked for there. */
export function isSpelledAsRepository(url: string): boolean {
  const [address] = cut(url, '?');
  return /\.git(?:\/|$)/.test(address) || address.includes(`/${AZURE}`);
}

interface HostAndRest {
  /** With scheme and user, up to and with the separator. */
  readonly host: string;
  readonly rest: string;
}

function readHost(address: string): HostAndRest | undefined {
  const scheme = SCHEMES.find((each) => address.toLowerCase().startsWith(each)) ?? '';
  const afterScheme = address.slice(scheme.length);
  const user = /^[a-zA-Z][a-zA-Z0-9-]*@/.exec(afterScheme)?.[0] ?? '';
  const rest = afterScheme.slice(user.length);
  const isGithub = /^github\.com[/:]/i.test(rest);
  const mayBeShort = scheme === '' && (user !== '' || isGithub);
  if (scheme === '' && !mayBeShort) return undefined;
  if (scheme === FILE) return { host: FILE, rest: afterScheme };
  const end = separator(rest, mayBeShort);
  const host = end < 0 ? rest : rest.slice(0, end + 1);
  const path = end < 0 ? '' : rest.slice(end + 1);
  if (isGithub) return { host: githubHost(scheme, user), rest: path };
  return host === '' ? undefined : { host: scheme + user + host, rest: path };
}

/** Where the path begins; in the short form of ssh behind a colon. */
function separator(hostAndPath: string, mayBeShort: boolean): number {
  const slash = hostAndPath.indexOf('/');
  const colon = mayBeShort ? hostAndPath.indexOf(':') : -1;
  if (mayBeShort && slash < 0) return colon;
  return colon > 0 && colon < slash ? colon : slash;
}

/** Kustomize reaches GitHub by https, or by ssh where a user or ssh is named. */
function githubHost(scheme: string, user: string): string {
  return scheme === 'ssh://' || user !== '' ? `${user}github.com:` : 'https://github.com/';
}

interface PathParts {
  readonly repository: string;
  readonly path: string;
}

function splitPath(path: string, isFile: boolean): PathParts | undefined {
  const azure = path.indexOf(AZURE);
  if (azure >= 0) {
    const [name = '', ...inside] = path.slice(azure + AZURE.length).split('/');
    return { repository: path.slice(0, azure) + AZURE + name, path: inside.join('/') };
  }
  const double = path.indexOf('//');
  if (double >= 0) return { repository: path.slice(0, double), path: path.slice(double + 2) };
  const git = path.indexOf(GIT);
  if (git >= 0) return { repository: path.slice(0, git + GIT.length), path: path.slice(git + GIT.length) };
  if (isFile) return { repository: path, path: '' };
  const segments = path.split('/');
  if (segments.length < 2) return undefined;
  return { repository: segments.slice(0, 2).join('/'), path: segments.slice(2).join('/') };
}

/** Undefined where it leads out of the repository. */
function cleaned(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** As Go reads queries; with a fault anywhere nothing of it counts. */
function readQuery(query: string): Query {
  const values = queryValues(query);
  const first = (key: string): string => values?.find(([name]) => name === key)?.[1] ?? '';
  return {
    ref: first('ref') || first('version'),
    submodules: !/^(?:0|f|F|false|FALSE|False)$/.test(first('submodules')),
    timeout: readTimeout(first('timeout')),
  };
}

function queryValues(query: string): readonly (readonly [string, string])[] | undefined {
  const pairs = query.split('&').filter((pair) => pair !== '');
  try {
    return pairs.map((pair) => {
      if (pair.includes(';')) throw new URIError('a semicolon separates nothing');
      const [key, value] = cut(pair, '=');
      return [unescaped(key), unescaped(value)] as const;
    });
  } catch {
    return undefined;
  }
}

/** Throws `URIError`. */
function unescaped(text: string): string {
  if (/%(?![0-9a-fA-F]{2})/.test(text)) throw new URIError('a broken escape');
  return text
    .replaceAll('+', ' ')
    .replace(/(?:%[0-9a-fA-F]{2})+/g, (codes) => Buffer.from(codes.replaceAll('%', ''), 'hex').toString('utf8'));
}

/** Seconds, or a duration; what is neither or not above zero counts as nothing said. */
function readTimeout(text: string): number | undefined {
  const seconds = /^[+-]?\d{1,15}$/.test(text) ? Number(text) : undefined;
  const milliseconds = seconds === undefined ? readDuration(text) : seconds * 1000;
  return milliseconds !== undefined && milliseconds > 0 ? milliseconds : undefined;
}

function cut(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + mark.length)];
}
