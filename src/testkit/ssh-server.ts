/** An sshd of our own on loopback that serves Git repositories to one key. Only where the machine has one. */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from './temporary-folder.ts';

const run = promisify(execFile);
const SSHD = '/usr/sbin/sshd';

/** False: tests that need it skip. */
export const hasSshServer = existsSync(SSHD);

export interface SshServer extends AsyncDisposable {
  /** `ssh://user@127.0.0.1:port` followed by an absolute path. */
  urlOf(folder: string): string;
  readonly privateKey: string;
  /** A key that may not log in. */
  readonly strangerKey: string;
  /** Line of a known_hosts file. */
  readonly knownHosts: string;
  /** Folder whose programs whoever logs in may run by their names. */
  readonly programs: string;
}

export async function startSshServer(): Promise<SshServer> {
  const folder = await temporaryFolder();
  const port = await freePort();
  await Promise.all(['host', 'user', 'stranger'].map((name) => makeKey(join(folder.path, name))));
  const key = async (name: string): Promise<string> => await readFile(join(folder.path, name), 'utf8');
  await writeFile(join(folder.path, 'authorized_keys'), await key('user.pub'), { mode: 0o600 });
  await mkdir(join(folder.path, 'programs'));
  await writeFile(join(folder.path, 'sshd_config'), configuration(folder.path, port));
  // The privilege separation folder that sshd insists on.
  await mkdir('/run/sshd', { recursive: true }).catch(() => undefined);
  const child = spawn(SSHD, ['-D', '-e', '-f', join(folder.path, 'sshd_config')], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await listening(port);
  return {
    urlOf: (path) => `ssh://${userInfo().username}@127.0.0.1:${port}${path}`,
    programs: join(folder.path, 'programs'),
    privateKey: await key('user'),
    strangerKey: await key('stranger'),
    knownHosts: `[127.0.0.1]:${port} ${(await key('host.pub')).split(' ').slice(0, 2).join(' ')}`,
    async [Symbol.asyncDispose]() {
      child.kill();
      await ended;
      await folder[Symbol.asyncDispose]();
    },
  };
}

function configuration(folder: string, port: number): string {
  return [
    `ListenAddress 127.0.0.1:${port}`,
    `HostKey ${join(folder, 'host')}`,
    `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
    `PidFile ${join(folder, 'sshd.pid')}`,
    'UsePAM no',
    'StrictModes no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    'AcceptEnv GIT_PROTOCOL',
    `SetEnv PATH=${join(folder, 'programs')}:/usr/local/bin:/usr/bin:/bin`,
    '',
  ].join('\n');
}

async function makeKey(path: string): Promise<void> {
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', path]);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('sshd does not listen');
}
