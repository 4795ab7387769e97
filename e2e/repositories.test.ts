import { expect, test } from 'vitest';
import { Secret } from '../src/base/secret.ts';
import { gitEnvironment } from '../src/testkit/git-environment.ts';
import { startProduct } from './product.ts';

test('a private repository from the command line: added, connected to, refused with an old password, changed at once, removed', async () => {
  let password = 'first';
  await using git = await gitEnvironment({
    readCredentials: () => ({ username: 'git', password: new Secret(password) }),
  });
  const repository = await git.createTestRepository('private');
  await repository.commit({ files: { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n' } });
  const { url } = repository;
  await using product = await startProduct(['--no-sample']);
  const { ready } = product;
  const server = new URL(ready.url).host;
  const argocd = (...args: readonly string[]) => product.argocd(...args);
  await argocd('login', server, '--plaintext', '--username', ready.username, '--password', ready.password);
  const wrong = await argocd('repo', 'add', url, '--username', 'git', '--password', 'wrong');
  expect([wrong.code, wrong.stderr]).toEqual([20, expect.stringContaining('authentication required')]);
  const added = await argocd('repo', 'add', url, '--username', 'git', '--password', 'first');
  expect([added.code, added.stdout]).toEqual([0, `Repository '${url}' added\n`]);
  const row = async () => (await argocd('repo', 'list', '--refresh', 'hard')).stdout.split('\n')[1]?.split(/\s{2,}/);
  expect(await row()).toEqual(['git', url, 'false', 'false', 'false', 'true', 'Successful', expect.anything()]);
  password = 'second';
  expect((await row())?.join(' ')).toContain('Failed Unable to connect to repository');
  const changed = await argocd('repo', 'add', url, '--username', 'git', '--password', 'second', '--upsert');
  expect(changed.code).toBe(0);
  expect((await row())?.join(' ')).toContain('Successful');
  expect((await argocd('repo', 'rm', url)).stdout).toBe(`Repository '${url}' removed\n`);
  expect((await argocd('repo', 'list', '-o', 'url')).stdout).toBe('');
}, 120_000);
