/** Ports for programs that want theirs named before they start. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

const PAUSE_MILLISECONDS = 10;
const ATTEMPTS = 1000;

/** A port of loopback where nobody listens now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Resolves when somebody listens there; throws, with the name of who should, after ten seconds. */
export async function untilListening(port: number, name: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (await isOpen(port)) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
  }
  throw new Error(`${name} does not listen`);
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket: Socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
