/**
 * The page: files of one folder, read once at the start, so that no path of a request ever reaches the file system. Paths
 * without an extension are views of the page and get index.html.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
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
    const file = files.get(path) ?? (extname(path) === '' ? files.get('/index.html') : undefined);
    if (!file) {
      const text = files.has('/index.html') ? 'Not Found\n' : 'The page is not built. Run "npm run build".\n';
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
      return;
    }
    write(request, response, file);
  };
}

function write(request: IncomingMessage, response: ServerResponse, file: StaticFile): void {
  const headers = { ...SECURITY_HEADERS, 'content-type': file.type, 'cache-control': 'no-cache', etag: file.tag };
  if (request.headers['if-none-match'] === file.tag) {
    response.writeHead(304, headers).end();
    return;
  }
  const zipped = (request.headers['accept-encoding'] ?? '').toString().includes('gzip');
  response.writeHead(200, { ...headers, vary: 'accept-encoding', ...(zipped ? { 'content-encoding': 'gzip' } : {}) });
  response.end(request.method === 'HEAD' ? undefined : zipped ? file.zipped : file.content);
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
