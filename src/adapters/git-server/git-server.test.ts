import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import { gitEnvironment } from '../../testkit/git-environment.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { readRoute } from './request-route.ts';

const run = promisify(execFile);
const credentials = { username: 'tester', password: new Secret('opensesame') };

async function git(folder: string, ...argv: readonly string[]): Promise<void> {
  await run('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...argv], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', GIT_TERMINAL_PROMPT: '0', GIT_CONFIG_NOSYSTEM: '1', HOME: folder },
  });
}

test('a clone, a push with credentials, and the hint that follows it', async () => {
  const pushed: string[] = [];
  await using environment = await gitEnvironment({
    pushCredentials: credentials,
    onPush: (repository) => pushed.push(repository),
  });
  await using work = await temporaryFolder();
  const repository = await environment.createTestRepository('team/app');
  await repository.commit({ files: { 'a.yaml': 'one\n' } });
  await git(work.path, 'clone', '--quiet', repository.url, 'clone');
  const clone = join(work.path, 'clone');
  expect(await readFile(join(clone, 'a.yaml'), 'utf8')).toBe('one\n');
  await writeFile(join(clone, 'a.yaml'), 'two\n');
  await git(clone, 'commit', '--quiet', '-am', 'two');
  await expect(git(clone, 'push', '--quiet')).rejects.toThrow();
  expect(pushed).toEqual([]);
  await git(clone, 'push', '--quiet', repository.url.replace('http://', 'http://tester:opensesame@'), 'main');
  expect(pushed).toEqual(['team/app']);
  expect(environment.server.requests('push')).toBe(1);
  expect(environment.server.requests('fetch', 'team/app')).toBe(1);
});

test('nobody pushes where no credentials are set', async () => {
  await using environment = await gitEnvironment();
  const repository = await environment.createTestRepository();
  const answer = await fetch(`${repository.url}/info/refs?service=git-receive-pack`);
  expect(answer.status).toBe(403);
});

test('a private repository asks for credentials, a missing one is not found', async () => {
  await using environment = await gitEnvironment({
    readCredentials: (name) => (name.startsWith('private') ? credentials : undefined),
  });
  const repository = await environment.createTestRepository('private');
  const refs = `${repository.url}/info/refs?service=git-upload-pack`;
  expect((await fetch(refs)).status).toBe(401);
  const basic = Buffer.from('tester:opensesame').toString('base64');
  expect((await fetch(refs, { headers: { authorization: `Basic ${basic}` } })).status).toBe(200);
  expect((await fetch(`${environment.server.urlOf('none')}/info/refs?service=git-upload-pack`)).status).toBe(404);
});

test('a foreign host name is refused, and so is a port in use', async () => {
  await using environment = await gitEnvironment();
  const { url } = await environment.createTestRepository();
  const path = new URL(`${url}/info/refs?service=git-upload-pack`);
  const status = await new Promise<number | undefined>((resolve) => {
    get(path, { headers: { host: 'rebound.example.com' } }, (response) => resolve(response.resume().statusCode));
  });
  expect(status).toBe(403);
  const odd = await new Promise<number | undefined>((resolve) => {
    get({ port: path.port, path: '//', host: '127.0.0.1' }, (response) => resolve(response.resume().statusCode));
  });
  expect(odd).toBe(404);
  const port = Number(path.port);
  await expect(gitEnvironment({ port })).rejects.toThrow(`cannot listen on 127.0.0.1:${port}`);
});

const routes = [
  ['refs of a repository', 'GET', '/a.git/info/refs?service=git-upload-pack', { repository: 'a', advertise: true }],
  ['without the ending', 'POST', '/team/a/git-receive-pack', { repository: 'team/a', advertise: false }],
  ['upwards', 'GET', '/../a.git/info/refs?service=git-upload-pack', { repository: 'a' }],
  ['an encoded way upwards', 'GET', '/%2e%2e/%2e%2e%2fa.git/info/refs?service=git-upload-pack', undefined],
  ['a hidden folder', 'GET', '/.git/info/refs?service=git-upload-pack', undefined],
  ['the dumb protocol', 'GET', '/a.git/info/refs', undefined],
  ['a wrong method', 'GET', '/a.git/git-upload-pack', undefined],
  ['another file', 'GET', '/a.git/config', undefined],
] as const;

test.each(routes)('route: %s', (_reason, method, path, expected) => {
  const route = readRoute(method, new URL(path, 'http://localhost'));
  if (expected === undefined) expect(route).toBeUndefined();
  else expect(route).toMatchObject(expected);
});
