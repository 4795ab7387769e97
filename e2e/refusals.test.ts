/** What stands in the way of a start is said in a sentence that names the thing and what to do. */
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const launcher = join(dirname(dirname(fileURLToPath(import.meta.url))), 'bin/tiphys');
const folder = mkdtempSync(join(tmpdir(), 'tiphys-refusals-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function up(
  flags: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ readonly code: number; readonly stderr: string }> {
  return new Promise((resolve) => {
    execFile(launcher, ['up', ...flags], { env, timeout: 100_000 }, (error, _stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stderr }),
    );
  });
}

test('a port in use', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const { code, stderr } = await up(['--port', String(port)]);
  server.close();
  expect(code).toBe(1);
  expect(stderr).toContain(
    `port ${port} on 127.0.0.1 is in use\nChoose another with --port, or --port 0 for any free one.\n`,
  );
});

test('no git', async () => {
  const empty = mkdtempSync(join(folder, 'path-'));
  writeFileSync(join(empty, 'node'), `#!/bin/sh\nexec ${process.execPath} "$@"\n`);
  writeFileSync(join(empty, 'env'), '#!/bin/sh\nexec "$@"\n');
  for (const file of ['node', 'env']) chmodSync(join(empty, file), 0o755);
  const { code, stderr } = await up(['--port', '0'], { ...process.env, PATH: empty });
  expect(code).toBe(1);
  expect(stderr).toContain('the program git was not found\ninstall git');
});

test('a data folder that cannot be made', async () => {
  writeFileSync(join(folder, 'file'), '');
  const { code, stderr } = await up(['--port', '0', '--data', join(folder, 'file/data')]);
  expect(code).toBe(1);
  expect(stderr).toContain(
    `cannot write the folder ${join(folder, 'file/data')}: ENOTDIR\nGive another one with --data, or make this one writable.\n`,
  );
});

test('a kubeconfig whose cluster does not answer', async () => {
  const path = join(folder, 'kubeconfig');
  writeFileSync(
    path,
    `apiVersion: v1
kind: Config
current-context: a
contexts: [{name: a, context: {cluster: a, user: a}}]
clusters: [{name: a, cluster: {server: 'https://127.0.0.1:1'}}]
users: [{name: a, user: {token: t}}]
`,
  );
  const { code, stderr } = await up(['--port', '0', '--kubeconfig', path]);
  expect(code).toBe(1);
  expect(stderr).toContain('https://127.0.0.1:1');
});

test('a kubeconfig that is not there, and a context that is not in it', async () => {
  const missing = await up(['--port', '0', '--kubeconfig', join(folder, 'nothing')]);
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining(join(folder, 'nothing')) });
  const context = await up(['--port', '0', '--kubeconfig', join(folder, 'kubeconfig'), '--context', 'b']);
  expect(context).toMatchObject({ code: 1, stderr: expect.stringContaining('"b"') });
});

test('a flag that there is not', async () => {
  const { code, stderr } = await up(['--colour']);
  expect(code).toBe(1);
  expect(stderr).toContain("'--colour'");
  expect(stderr).toContain('See: tiphys up --help');
});
