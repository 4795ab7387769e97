import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { createStaticFiles } from './static-files.ts';

const PAGE = '<!doctype html>the page';
let port = 0;
let close = async (): Promise<void> => undefined;

beforeAll(async () => {
  const folder = await temporaryFolder();
  mkdirSync(join(folder.path, 'page', 'assets'), { recursive: true });
  writeFileSync(join(folder.path, 'secret.txt'), 'secret');
  writeFileSync(join(folder.path, 'page', 'index.html'), PAGE);
  writeFileSync(join(folder.path, 'page', 'assets', 'app.js'), 'run()');
  const [page, none] = [createStaticFiles(join(folder.path, 'page')), createStaticFiles(join(folder.path, 'none'))];
  const server = createServer((asked, response) => {
    const path = asked.url ?? '';
    if (path.startsWith('/none')) none(asked, response, path.slice(5));
    else page(asked, response, path);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  close = async () => {
    server.close();
    await folder[Symbol.asyncDispose]();
  };
});

afterAll(() => close());

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

function ask(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, async (answer) => {
      resolve({ status: answer.statusCode, headers: answer.headers, body: await buffer(answer) });
    });
    sent.on('error', reject).end();
  });
}

test.each([
  ['a file', '/assets/app.js', 200, 'run()', 'text/javascript; charset=utf-8'],
  ['the page', '/index.html', 200, PAGE, 'text/html; charset=utf-8'],
  ['a view of the page', '/applications/argocd/web', 200, PAGE, 'text/html; charset=utf-8'],
  ['extensions that nobody made', '/extensions.js', 200, '', 'text/javascript; charset=utf-8'],
  ['a file that is not there', '/assets/none.js', 404, 'Not Found\n', 'text/plain; charset=utf-8'],
  ['a file beside the folder', '/../secret.txt', 404, 'Not Found\n', 'text/plain; charset=utf-8'],
  ['the same in disguise', '/%2e%2e/secret.txt', 404, 'Not Found\n', 'text/plain; charset=utf-8'],
  ['a file of the machine', '//etc/host.conf', 404, 'Not Found\n', 'text/plain; charset=utf-8'],
  [
    'a folder that is not built',
    '/none/',
    404,
    'The page is not built. Run "npm run build".\n',
    'text/plain; charset=utf-8',
  ],
])('%s', async (_reason, path, status, text, type) => {
  const answer = await ask(path);
  expect([answer.status, answer.body.toString(), answer.headers['content-type']]).toEqual([status, text, type]);
  expect(answer.headers['x-content-type-options']).toBe('nosniff');
});

test('a known file is not sent again', async () => {
  const { headers } = await ask('/index.html');
  const tag = headers.etag ?? '';
  const again = await ask('/index.html', { 'if-none-match': `"other", W/${tag}` });
  expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, tag]);
  expect((await ask('/index.html', { 'if-none-match': '"other"' })).status).toBe(200);
  expect((await ask('/assets/app.js')).headers.etag).not.toBe(tag);
});

test.each([
  ['gzip', true],
  ['br, gzip;q=0.5', true],
  ['br', false],
  ['gzip;q=0, br', false],
  ['gzip; q=0.0', false],
  ['xgzip', false],
])('a client that accepts "%s" gets it zipped: %s', async (accepted, zipped) => {
  const { headers, body } = await ask('/index.html', { 'accept-encoding': accepted });
  expect([headers['content-encoding'], headers.vary]).toEqual([zipped ? 'gzip' : undefined, 'accept-encoding']);
  expect((zipped ? gunzipSync(body) : body).toString()).toBe(PAGE);
});

test('HEAD has headers only; nothing can be written', async () => {
  const head = await ask('/index.html', {}, 'HEAD');
  expect([head.status, head.body.length, head.headers['content-length']]).toEqual([200, 0, String(PAGE.length)]);
  expect((await ask('/index.html', {}, 'POST')).status).toBe(405);
});

test('the page may not be framed by others nor run what is not its own', async () => {
  const { headers } = await ask('/index.html');
  expect(headers['content-security-policy']).toContain("default-src 'self'");
  expect(headers['x-frame-options']).toBe('sameorigin');
});
