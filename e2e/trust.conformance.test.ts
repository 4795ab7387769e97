import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createGitHandler } from '../src/adapters/git-server/git-handler.ts';
import { gitEnvironment } from '../src/testkit/git-environment.ts';
import { hasSshServer, startSshServer } from '../src/testkit/ssh-server.ts';
import { testCertificates } from '../src/testkit/test-certificates.ts';
import { type Product, startProduct } from './product.ts';

async function logIn({ ready, argocd }: Product): Promise<void> {
  const server = new URL(ready.url).host;
  await argocd('login', server, '--plaintext', '--username', ready.username, '--password', ready.password);
}

async function state({ argocd }: Product, url: string): Promise<string> {
  const { stdout } = await argocd('repo', 'get', url, '--refresh', 'hard', '-o', 'json');
  return (JSON.parse(stdout) as { connectionState: { status: string } }).connectionState.status;
}

/** The product follows ConfigMaps by a watch: what was written holds a moment later. */
async function until(product: Product, url: string, status: string): Promise<void> {
  for (let attempt = 0; (await state(product, url)) !== status; attempt++) {
    if (attempt === 20) throw new Error(`the repository does not become ${status}`);
  }
}

test.skipIf(!hasSshServer)(
  'certificates and host keys of repositories hold from when they are added until they are removed (H3)',
  async () => {
    await using git = await gitEnvironment();
    const repository = await git.createTestRepository('trusted');
    await repository.commit({ files: { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n' } });
    const { server: identity } = testCertificates();
    const handler = createGitHandler({ root: git.server.root });
    const https = createServer({ cert: identity.certificate, key: identity.key }, (request, response) => {
      void handler(request, response);
    });
    await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve));
    await using ssh = await startSshServer();
    await using product = await startProduct(['--no-sample']);
    await logIn(product);
    const { argocd, folder } = product;
    const file = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const overTls = `https://127.0.0.1:${(https.address() as AddressInfo).port}/trusted.git`;
    try {
      const unknown = await argocd('repo', 'add', overTls);
      expect([unknown.code, unknown.stderr]).toEqual([20, expect.stringContaining('certificate')]);
      const authority = file('ca.pem', identity.authority);
      expect((await argocd('cert', 'add-tls', '127.0.0.1', '--from', authority)).code).toBe(0);
      expect((await argocd('repo', 'add', overTls)).stdout).toBe(`Repository '${overTls}' added\n`);
      expect(await state(product, overTls)).toBe('Successful');
      expect((await argocd('cert', 'rm', '127.0.0.1')).stdout).toContain(
        "Removed cert for '127.0.0.1' of type 'https'",
      );
      await until(product, overTls, 'Failed');

      const overSsh = ssh.urlOf(repository.folder);
      const key = file('key', ssh.privateKey);
      const add = () => argocd('repo', 'add', overSsh, '--ssh-private-key-path', key);
      const stranger = await add();
      expect([stranger.code, stranger.stderr]).toEqual([20, expect.stringContaining('known hosts')]);
      const hosts = file('hosts', `${ssh.knownHosts}\n`);
      expect((await argocd('cert', 'add-ssh', '--batch', '--from', hosts)).stdout).toBe(
        'Successfully created 1 SSH known host entries\n',
      );
      expect((await add()).code).toBe(0);
      expect(await state(product, overSsh)).toBe('Successful');
      const name = ssh.knownHosts.split(' ')[0] ?? '';
      expect((await argocd('cert', 'rm', name.replaceAll(/[[\]]/g, '\\$&'), '--cert-type', 'ssh')).code).toBe(0);
      await until(product, overSsh, 'Failed');
    } finally {
      https.closeAllConnections();
      await new Promise((resolve) => https.close(resolve));
    }
  },
  120_000,
);
