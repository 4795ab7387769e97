/** A registry of the distribution project on loopback, with passwords or a token service, over HTTP or HTTPS. Where it is installed. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import bcrypt from 'bcryptjs';
import { freePort, untilListening } from './free-port.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** False: tests that need it skip. */
export const hasDockerRegistry = spawnSync('docker-registry', ['--version']).status === 0;

export interface DockerRegistryOptions {
  /** Who may read and write. Undefined: everybody. */
  readonly password?: { readonly username: string; readonly password: string };
  /** In place of a password: tokens that this service signs. */
  readonly tokens?: { readonly realm: string; readonly certificate: string };
  /** Over HTTPS; `clients`: only for those whose certificate this authority signed. */
  readonly tls?: { readonly certificate: string; readonly key: string; readonly clients?: string | undefined };
  /** Folder of what it holds, which several may serve; default: one of its own. */
  readonly storage?: string;
}

export interface DockerRegistry extends AsyncDisposable {
  /** Host and port. */
  readonly host: string;
  /** From now on this password opens it, and no other. */
  setPassword(username: string, password: string): Promise<void>;
}

export async function dockerRegistry(options: DockerRegistryOptions = {}): Promise<DockerRegistry> {
  await using stack = new AsyncDisposableStack();
  const { path } = stack.use(await temporaryFolder());
  const port = await freePort();
  const { password, tokens, tls } = options;
  if (password !== undefined) await writePassword(path, password);
  if (tokens !== undefined) await writeFile(`${path}/tokens.pem`, tokens.certificate);
  if (tls !== undefined) {
    await writeFile(`${path}/server.pem`, tls.certificate);
    await writeFile(`${path}/server.key`, tls.key, { mode: 0o600 });
    await writeFile(`${path}/clients.pem`, tls.clients ?? '');
  }
  await writeFile(`${path}/config.yml`, JSON.stringify(configuration(path, port, options)));
  const child: ChildProcess = spawn('docker-registry', ['serve', `${path}/config.yml`], { stdio: 'ignore' });
  stack.defer(async () => {
    const ended = once(child, 'exit');
    if (child.kill('SIGKILL')) await ended;
  });
  await untilListening(port, 'docker-registry');
  const kept = stack.move();
  return {
    host: `127.0.0.1:${port}`,
    setPassword: (username, text) => writePassword(path, { username, password: text }),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

function configuration(folder: string, port: number, options: DockerRegistryOptions) {
  const { password, tokens, tls, storage = `${folder}/data` } = options;
  const clients = tls?.clients === undefined ? {} : { clientcas: [`${folder}/clients.pem`] };
  const certificates = { certificate: `${folder}/server.pem`, key: `${folder}/server.key`, ...clients };
  const htpasswd = { realm: 'test', path: `${folder}/htpasswd` };
  const token = { realm: tokens?.realm, service: 'test', issuer: 'test', rootcertbundle: `${folder}/tokens.pem` };
  return {
    version: 0.1,
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: storage } },
    http: { addr: `127.0.0.1:${port}`, ...(tls === undefined ? {} : { tls: certificates }) },
    ...(tokens !== undefined ? { auth: { token } } : password === undefined ? {} : { auth: { htpasswd } }),
  };
}

async function writePassword(
  folder: string,
  { username, password }: { readonly username: string; readonly password: string },
): Promise<void> {
  await writeFile(`${folder}/htpasswd`, `${username}:${await bcrypt.hash(password, 4)}\n`);
}
