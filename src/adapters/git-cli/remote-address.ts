/**
 * Where a remote is and by which transport. User names and passwords inside the URL are taken out of it, so that what is
 * left can stand in messages and arguments.
 */
import { Secret } from '../../base/secret.ts';
import type { GitCredentials } from '../../ports/git.ts';
import { gitError } from './git-error.ts';

export interface RemoteAddress {
  readonly kind: 'http' | 'ssh' | 'file';
  /** What `git` and messages are given: no user information for HTTP, no control characters, never begins with a dash. */
  readonly url: string;
  /** Scheme, host and port; the file system for files. Credentials are bound to it. */
  readonly origin: string;
  /** From the URL itself. */
  readonly credentials: GitCredentials | undefined;
}

const HOST = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9][A-Za-z0-9._-]*)$/;
const SCP = /^(?:([A-Za-z0-9_][\w.-]*)@)?([A-Za-z0-9][\w.-]*|\[[0-9A-Fa-f:.]+\]):(?!\/\/)([^:-].*)$/;

/**
 * Reads a repository URL. Throws `git.scheme-not-allowed` for anything but https, http, ssh, `user@host:path` and, where
 * it is allowed, files; `git.failed` (user) for text that is no URL.
 */
export function readAddress(text: string, options: { readonly allowFile: boolean }): RemoteAddress {
  const shown = withoutUser(text);
  if (hasControl(text)) throw malformed(shown);
  if (!text.includes('://')) return readShortForm(text, options);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw malformed(shown);
  if (url.protocol === 'https:' || url.protocol === 'http:') return readHttp(url);
  if (url.protocol === 'ssh:' || url.protocol === 'git+ssh:') return readSsh(url, shown);
  if (url.protocol === 'file:' && options.allowFile && url.host === '') return fileAddress(url.href);
  throw gitError('git.scheme-not-allowed', `${shown}: only https, http and ssh repositories are allowed`);
}

/** A URL without user name and password, for messages. */
export function withoutUser(text: string): string {
  return text.replace(/^([A-Za-z][\w+.-]*:\/\/)[^/]*@/, '$1').replace(/[\u0000-\u001f\u007f]/g, '?');
}

function readHttp(url: URL): RemoteAddress {
  const clean = `${url.origin}${url.pathname.replace(/\/+$/, '')}${url.search}`;
  const credentials = credentialsOf(url);
  return { kind: 'http', url: clean, origin: url.origin, credentials };
}

function credentialsOf(url: URL): GitCredentials | undefined {
  if (url.username === '' && url.password === '') return undefined;
  const password = new Secret(decodeURIComponent(url.password));
  return { kind: 'basic', username: decodeURIComponent(url.username), password };
}

function readSsh(url: URL, shown: string): RemoteAddress {
  const user = decodeURIComponent(url.username);
  if (!HOST.test(url.hostname) || !/^(?:[\w][\w.-]*)?$/.test(user)) throw malformed(shown);
  const address = `ssh://${user === '' ? '' : `${user}@`}${url.host}${url.pathname}`;
  return { kind: 'ssh', url: address, origin: `ssh://${url.host}`, credentials: undefined };
}

function readShortForm(text: string, options: { readonly allowFile: boolean }): RemoteAddress {
  if (text.startsWith('/') && options.allowFile) return fileAddress(text);
  const match = SCP.exec(text);
  if (match === null) {
    throw gitError(
      'git.scheme-not-allowed',
      `${withoutUser(text)}: not the address of an https, http or ssh repository`,
    );
  }
  return { kind: 'ssh', url: text, origin: `ssh://${match[2]}`, credentials: undefined };
}

function fileAddress(url: string): RemoteAddress {
  return { kind: 'file', url, origin: 'file://', credentials: undefined };
}

/** Control characters, plain or percent-encoded: they split lines of protocols and of credential helpers. */
function hasControl(text: string): boolean {
  return /[\u0000-\u0020\u007f]|%[01][0-9A-Fa-f]|%7[Ff]/.test(text) || text.startsWith('-');
}

function malformed(shown: string): Error {
  return gitError('git.failed', `${shown}: not a repository URL`, { kind: 'user' });
}
