import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { gitOverSsh } from '../../testkit/git-over-ssh.ts';
import { pointerOf } from '../../testkit/lfs-server.ts';
import { hasSshServer, startSshServer } from '../../testkit/ssh-server.ts';
import { testCertificates } from '../../testkit/test-certificates.ts';

const FILE = Buffer.from('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: large}\n'.padEnd(4000, '#'));
const OTHER = Buffer.from('another file');

/** Gives every file to who shows the proof. */
function lfsApi(files: ReadonlyMap<string, Buffer>, tls: { readonly cert: string; readonly key: string }): Server {
  return createServer(tls, async (request, response) => {
    if (request.headers.authorization !== 'Bearer proof') return void response.writeHead(401).end();
    const path = request.url ?? '';
    if (path !== '/lfs/objects/batch') return void response.end(files.get(path.slice(1)));
    const { objects } = JSON.parse(await text(request)) as { objects: { oid: string }[] };
    const at = `https://${request.headers.host}`;
    response.end(
      JSON.stringify({ objects: objects.map(({ oid }) => ({ oid, actions: { download: { href: `${at}/${oid}` } } })) }),
    );
  });
}

test.skipIf(!hasSshServer)(
  'Git LFS of an ssh repository: its server says where and with what proof (A23)',
  async () => {
    const { server } = testCertificates();
    await using ssh = await startSshServer();
    await using given = await gitOverSsh(ssh);
    const files = new Map(
      [FILE, OTHER].map((content) => [/sha256:(\w+)/.exec(pointerOf(content))?.[1] ?? '', content]),
    );
    const api = lfsApi(files, { cert: server.certificate, key: server.key });
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
    const at = `127.0.0.1:${(api.address() as AddressInfo).port}/lfs`;
    const asked = join(ssh.programs, 'asked');
    const answers = (href: string) => {
      const answer = JSON.stringify({ href, header: { Authorization: 'Bearer proof' }, expires_in: 600 });
      const script = `#!/bin/sh\necho "$@" >> ${asked}\necho '${answer}'\n`;
      return writeFile(join(ssh.programs, 'git-lfs-authenticate'), script, { mode: 0o755 });
    };
    const remote = { ...given.remote, lfs: true, caBundle: server.authority };
    const oid = await given.repository.commit({ files: { large: pointerOf(FILE), other: pointerOf(OTHER) } });
    await given.port.fetch(remote, oid);
    const entries = await given.port.tree(remote, (await given.port.commit(remote, oid)).tree);
    const read = (name: string, over = remote) =>
      given.port.blob(over, entries.find((entry) => entry.name === name)?.oid ?? '');
    try {
      await expect(read('large')).rejects.toMatchObject({ code: 'git.failed', kind: 'user' });
      await answers(`http://${at}`);
      await expect(read('large')).rejects.toMatchObject({ message: expect.stringContaining('no https address') });
      await answers(`https://${at}/`);
      expect(await Promise.all([read('large'), read('other')])).toEqual([FILE, OTHER]);
      const questions = (await readFile(asked, 'utf8')).trim().split('\n');
      // One for the plain address, one for both files.
      expect(questions).toEqual([1, 2].map(() => `${new URL(remote.url).pathname} download`));
    } finally {
      api.closeAllConnections();
      await new Promise((resolve) => api.close(resolve));
    }
  },
  60_000,
);
