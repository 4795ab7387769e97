import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { gitOverSsh } from '../../testkit/git-over-ssh.ts';
import { hasSshServer, startSshServer } from '../../testkit/ssh-server.ts';

interface TestProxy extends AsyncDisposable {
  readonly port: number;
  /** `host:port` that it was asked for, in order. */
  readonly asked: readonly string[];
}

async function listening(server: Server, asked: readonly string[]): Promise<TestProxy> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => open.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function joined(near: Socket, port: number, ready: () => void): void {
  const far = connect(port, '127.0.0.1', () => {
    ready();
    near.pipe(far).pipe(near);
  });
  for (const end of [near, far]) end.on('error', () => far.destroy());
}

/** Wants `me:secret`. */
function httpProxy(): Promise<TestProxy> {
  const asked: string[] = [];
  const server = createHttpServer().on('connect', (request, socket: Socket) => {
    if (request.headers['proxy-authorization'] !== `Basic ${btoa('me:secret')}`) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    asked.push(request.url ?? '');
    joined(socket, Number(request.url?.split(':').at(-1)), () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
  });
  return listening(server, asked);
}

/** SOCKS 5 with a user; asked for names only. */
function socksProxy(): Promise<TestProxy> {
  const asked: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    const steps = [
      () => socket.write(Buffer.from([5, 2])),
      (data: Buffer) => socket.write(Buffer.from([1, data.includes('secret') ? 0 : 1])),
      (data: Buffer) => {
        const length = data[4] ?? 0;
        const port = data.readUInt16BE(5 + length);
        asked.push(`${data.toString('utf8', 5, 5 + length)}:${port}`);
        socket.removeAllListeners('data');
        joined(socket, port, () => socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0])));
        return true;
      },
    ];
    socket.on('data', (data) => void steps.shift()?.(data));
  });
  return listening(server, asked);
}

test.skipIf(!hasSshServer)(
  'ssh goes through a proxy of either kind, with a user, unless the host is exempt (H1)',
  async () => {
    await using ssh = await startSshServer();
    await using given = await gitOverSsh(ssh);
    const oid = await given.repository.commit({ files: { a: '1' } });
    const host = new URL(given.remote.url).host;
    for (const [scheme, open] of [
      ['http', httpProxy],
      ['socks5', socksProxy],
    ] as const) {
      await using proxy = await open();
      const through = { ...given.remote, proxy: `${scheme}://me:secret@127.0.0.1:${proxy.port}` };
      expect((await given.port.listRefs(through)).refs.get('refs/heads/main')).toBe(oid);
      await given.port.fetch(through, oid);
      expect(new Set(proxy.asked)).toEqual(new Set([host]));
      const before = proxy.asked.length;
      await given.port.listRefs({ ...through, noProxy: '127.0.0.1' });
      expect(proxy.asked).toHaveLength(before);
      // The host key is still the one of the server, whatever leads there.
      await expect(given.port.listRefs({ ...through, knownHosts: '' })).rejects.toMatchObject({ code: 'git.host-key' });
      const refused = { ...through, proxy: `${scheme}://me:wrong@127.0.0.1:${proxy.port}` };
      await expect(given.port.listRefs(refused)).rejects.toMatchObject({ code: 'git.unreachable' });
    }
  },
  60_000,
);
