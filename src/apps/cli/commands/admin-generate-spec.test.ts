/** Manifests that would be created, as whole command lines. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandLine } from '../../../testkit/command-line.ts';
import { temporaryFolder } from '../../../testkit/temporary-folder.ts';

const run = await commandLine();

test('a repository is a Secret whose name comes from address and project', async () => {
  const { exit, stdout } = await run(
    'admin',
    'repo',
    'generate-spec',
    'https://git.example.com/a',
    '--username',
    'me',
    '--password',
    'p',
  );
  expect(exit).toBe(0);
  expect(stdout).toMatch(
    /^apiVersion: v1\nkind: Secret\nmetadata:\n {2}annotations:\n {4}managed-by: argocd\.argoproj\.io\n/,
  );
  expect(stdout).toMatch(
    / {2}name: repo-\d+\nstringData:\n {2}password: p\n {2}type: git\n {2}url: https:\/\/git\.example\.com\/a\n {2}username: me\n$/,
  );
  const other = await run('admin', 'repo', 'generate-spec', 'https://git.example.com/a', '--project', 'x');
  expect(/name: repo-\d+/.exec(other.stdout)).not.toEqual(/name: repo-\d+/.exec(stdout));
});

test('an Application without what only a cluster knows, as YAML and JSON', async () => {
  const argv = ['admin', 'app', 'generate-spec', 'web', '--repo', 'r', '--path', 'p', '--dest-namespace', 'n'];
  const json = JSON.parse((await run(...argv, '-o', 'json')).stdout);
  expect(json).toEqual({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'web' },
    spec: { destination: { namespace: 'n' }, project: '', source: { path: 'p', repoURL: 'r' } },
  });
  expect((await run(...argv)).stdout).toContain('kind: Application\nmetadata:\n  name: web\n');
  expect(await run(...argv, '-o', 'xml')).toEqual({ exit: 20, stdout: '', stderr: 'unknown output format: xml\n' });
});

test('in its place: what was there stays beside it', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'app.yaml');
  const before =
    'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web}\nspec: {project: p, destination: {}}\n';
  writeFileSync(file, before);
  const argv = ['admin', 'app', 'generate-spec', '--repo', 'r', '--inline'];
  expect(await run(...argv, '--file', file)).toEqual({ exit: 0, stdout: '', stderr: '' });
  expect([readFileSync(`${file}.back`, 'utf8'), readFileSync(file, 'utf8').includes('repoURL: r')]).toEqual([
    before,
    true,
  ]);
  expect((await run('admin', 'app', 'generate-spec', 'web', '--repo', 'r', '--inline')).stderr).toBe(
    "the file path must be specified using flag '--file'\n",
  );
  expect(existsSync(join(folder.path, '.back'))).toBe(false);
});

test('a project, and none that is named', async () => {
  const { exit, stdout } = await run('admin', 'proj', 'generate-spec', 'team', '--src', 'https://a/*');
  expect([exit, stdout.includes('kind: AppProject\nmetadata:\n  name: team\n')]).toEqual([0, true]);
  expect((await run('admin', 'proj', 'generate-spec')).exit).toBe(1);
});
