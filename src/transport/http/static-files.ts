/**
 * The page: files of one folder, read once at the start, so that no path of a request ever reaches the file system. Paths
 * without an extension are views of the page and get index.html.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writePlainError } from './plain-error.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.map': 'application/json',
};

const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'; base-uri 'self'; object-src 'none'",
  'x-frame-options': 'sameorigin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
};

interface StaticFile {
  readonly type: string;
  readonly content: Buffer;
  readonly zipped: Buffer;
  readonly tag: string;
}

export type StaticFiles = (request: IncomingMessage, response: ServerResponse, path: string) => void;

/** A missing folder serves a sentence that says how to build the page. */
export function createStaticFiles(folder: string): StaticFiles {
  const files = readFolder(folder);
  files.set('/extensions.js', asFile(Buffer.from(''), '.js'));
  return (request, response, path) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      writePlainError(response, 405, 'Method Not Allowed');
      return;
    }
    const file = files.get(path) ?? (extname(path) === '' ? files.get('/index.html') : undefined);
    if (!file) {
      const text = files.has('/index.html') ? 'Not Found' : 'The page is not built. Run "npm run build".';
      writePlainError(response, 404, text);
      return;
    }
    write(request, response, file);
  };
}

function write(request: IncomingMessage, response: ServerResponse, file: StaticFile): void {
  const caching = { 'cache-control': 'no-cache', etag: file.tag, vary: 'accept-encoding' };
  const headers = { ...SECURITY_HEADERS, ...caching, 'content-type': file.type };
  if ((request.headers['if-none-match'] ?? '').includes(file.tag)) {
    response.writeHead(304, headers).end();
    return;
  }
  const zipped = takesGzip((request.headers['accept-encoding'] ?? '').toString());
  const content = zipped ? file.zipped : file.content;
  const encoding = zipped ? { 'content-encoding': 'gzip' } : {};
  response.writeHead(200, { ...headers, ...encoding, 'content-length': content.length });
  response.end(request.method === 'HEAD' ? undefined : content);
}

function takesGzip(accepted: string): boolean {
  return /(^|[,\s])gzip\s*(,|$|;(?!\s*q=0(\.0*)?\s*(,|$)))/i.test(accepted);
}

function readFolder(folder: string): Map<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  for (const entry of entriesOf(folder)) {
    files.set(`/${relative(folder, entry).replaceAll('\\', '/')}`, asFile(readFileSync(entry), extname(entry)));
  }
  return files;
}

function entriesOf(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}

function asFile(content: Buffer, extension: string): StaticFile {
  const tag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
  return { type: TYPES[extension] ?? 'application/octet-stream', content, zipped: gzipSync(content), tag };
}
