/** What a URL gives that may be a file or a repository: Kustomize asks for the file first. */
import { kustomizeFault, statusFault } from '../fault.ts';
import type { KustomizeFiles } from './files.ts';
import { isSpelledAsRepository, readRepositoryUrl } from './repository-url.ts';
import { withoutSecrets } from './safe-repository.ts';

export function isRemote(path: string): boolean {
  return /^https?:\/\//.test(path);
}

/** Whether to look for a file there at all. */
export function mayBeFile(url: string): boolean {
  return isRemote(url) && !isSpelledAsRepository(url);
}

/** Throws where there is no file: `kustomize.http-status` (user) where nothing else can be there either. */
export function remoteContent(files: KustomizeFiles, url: string): Uint8Array {
  if (!mayBeFile(url)) throw kustomizeFault('URL is a git repository');
  const found = files.remote(url);
  if (found.kind === 'content') return found.content;
  if (found.kind === 'unreachable') throw kustomizeFault(`Get "${withoutSecrets(url)}": ${found.reason}`);
  if (readRepositoryUrl(url) !== undefined) throw kustomizeFault('URL is a git repository');
  const text = `HTTP Error: status code ${found.status} (${STATUS_TEXTS[found.status] ?? ''})`;
  throw statusFault(text);
}

const STATUS_TEXTS: Readonly<Record<number, string>> = {
  301: 'Moved Permanently',
  302: 'Found',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  418: "I'm a teapot",
  422: 'Unprocessable Entity',
  423: 'Locked',
  429: 'Too Many Requests',
  451: 'Unavailable For Legal Reasons',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};
