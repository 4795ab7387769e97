/**
 * Ssh through a proxy: a port of this machine behind which the proxy leads to one server, and to no other. OpenSSH would want a
 * command for that, which a shell reads.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ProxyAddress } from './proxy-address.ts';

export interface SshTarget {
  readonly host: string;
  readonly port: number;
}

export interface SshTunnel extends AsyncDisposable {
  /** On loopback. */
  readonly port: number;
}

const PATIENCE = 10_000;
const LONGEST_HEAD = 16 * 1024;
const [SOCKS, NO_METHOD, PASSWORD_METHOD, CONNECT, BY_NAME] = [5, 0, 2, 1, 3];

/** A connection for which the proxy does not open the way is closed. */
export async function openSshTunnel(proxy: ProxyAddress, target: SshTarget): Promise<SshTunnel> {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    hold(open, near);
    const far = reach(proxy);
    hold(open, far);
    lead(far, proxy, target).then(
      () => near.pipe(far).pipe(near),
      () => near.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function hold(open: Set<Socket>, socket: Socket): void {
  open.add(socket);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => open.delete(socket));
}

function reach({ kind, host, port }: ProxyAddress): Socket {
  if (kind !== 'https') return connect(port, host);
  return connectTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}) });
}

/** Resolves when what is written next goes to the target. */
async function lead(far: Socket, proxy: ProxyAddress, target: SshTarget): Promise<void> {
  const late = setTimeout(() => far.destroy(), PATIENCE);
  try {
    await once(far, proxy.kind === 'https' ? 'secureConnect' : 'connect');
    await (proxy.kind === 'socks5' ? leadBySocks(far, proxy, target) : leadByHttp(far, proxy, target));
  } catch (error) {
    far.destroy();
    throw error;
  } finally {
    clearTimeout(late);
  }
}

/** RFC 9110, section 9.3.6. */
async function leadByHttp(far: Socket, { user }: ProxyAddress, { host, port }: SshTarget): Promise<void> {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const basic = user && Buffer.from(`${user.name}:${user.password.reveal()}`).toString('base64');
  const proof = basic === undefined ? '' : `Proxy-Authorization: Basic ${basic}\r\n`;
  far.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${proof}\r\n`);
  let head = '';
  while (!head.endsWith('\r\n\r\n')) {
    if (head.length > LONGEST_HEAD) throw new Error('the answer of the proxy has no end');
    head += (await take(far, 1)).toString('latin1');
  }
  if (!/^HTTP\/1\.[01] 2\d\d /.test(head)) throw new Error('the proxy does not open the way');
}

/** RFC 1928 and 1929. */
async function leadBySocks(far: Socket, { user }: ProxyAddress, { host, port }: SshTarget): Promise<void> {
  far.write(Buffer.from(user === undefined ? [SOCKS, 1, NO_METHOD] : [SOCKS, 2, NO_METHOD, PASSWORD_METHOD]));
  const [version, method] = await take(far, 2);
  if (version !== SOCKS) throw new Error('the proxy speaks no SOCKS 5');
  if (method === PASSWORD_METHOD && user !== undefined) {
    far.write(Buffer.concat([Buffer.from([1]), counted(user.name), counted(user.password.reveal())]));
    if ((await take(far, 2))[1] !== 0) throw new Error('the proxy refuses the user');
  } else if (method !== NO_METHOD) throw new Error('the proxy wants another way to log in');
  const place = Buffer.from([port >> 8, port & 0xff]);
  far.write(Buffer.concat([Buffer.from([SOCKS, CONNECT, 0, BY_NAME]), counted(host), place]));
  const [, refusal, , kind] = await take(far, 4);
  if (refusal !== 0) throw new Error('the proxy does not open the way');
  const length = kind === 1 ? 4 : kind === 4 ? 16 : ((await take(far, 1))[0] ?? 0);
  await take(far, length + 2);
}

function counted(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (bytes.length > 255) throw new Error('too long for SOCKS 5');
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function take(socket: Socket, size: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const attempt = (): void => {
      const got = socket.read(size) as Buffer | null;
      if (got === null && !socket.destroyed && !socket.readableEnded) return;
      for (const event of ['readable', 'end', 'close']) socket.off(event, attempt);
      if (got?.length === size) resolve(got);
      else reject(new Error('the proxy closed the connection'));
    };
    for (const event of ['readable', 'end', 'close']) socket.on(event, attempt);
    attempt();
  });
}
