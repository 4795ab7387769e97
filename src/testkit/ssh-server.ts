/** An sshd of our own on loopback that serves Git repositories to one key. Only where the machine has one. */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, untilListening } from './free-port.ts';
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
  /** From now on the stranger's key logs in, and no other. */
  changeUser(): Promise<void>;
  /** Shows another host key from now on; answers its line of a known_hosts file. */
  changeHostKey(): Promise<string>;
  /** Folder whose programs whoever logs in may run by their names. */
  readonly programs: string;
}

export async function startSshServer(): Promise<SshServer> {
  const folder = await temporaryFolder();
  const port = await freePort();
  await Promise.all(['host', 'user', 'stranger'].map((name) => makeKey(join(folder.path, name))));
  const key = async (name: string): Promise<string> => await readFile(join(folder.path, name), 'utf8');
  const authorize = async (name: string): Promise<void> => {
    await writeFile(join(folder.path, 'authorized_keys'), await key(`${name}.pub`), { mode: 0o600 });
  };
  await authorize('user');
  const hostLine = async (): Promise<string> =>
    `[127.0.0.1]:${port} ${(await key('host.pub')).split(' ').slice(0, 2).join(' ')}`;
  await mkdir(join(folder.path, 'programs'));
  await writeFile(join(folder.path, 'sshd_config'), configuration(folder.path, port));
  // The privilege separation folder that sshd insists on.
  await mkdir('/run/sshd', { recursive: true }).catch(() => undefined);
  const child = spawn(SSHD, ['-D', '-e', '-f', join(folder.path, 'sshd_config')], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await untilListening(port, 'sshd');
  return {
    urlOf: (path) => `ssh://${userInfo().username}@127.0.0.1:${port}${path}`,
    programs: join(folder.path, 'programs'),
    privateKey: await key('user'),
    strangerKey: await key('stranger'),
    knownHosts: await hostLine(),
    changeUser: () => authorize('stranger'),
    async changeHostKey() {
      await Promise.all(['host', 'host.pub'].map((name) => rm(join(folder.path, name))));
      await makeKey(join(folder.path, 'host'));
      const line = await hostLine();
      child.kill('SIGHUP');
      await untilShown(port, line);
      return line;
    },
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

/** A server that reads its settings anew is gone for a moment. */
async function untilShown(port: number, line: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const scanned = await run('ssh-keyscan', ['-t', 'ed25519', '-p', String(port), '127.0.0.1']).catch(() => undefined);
    if (scanned?.stdout.includes(line)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('sshd does not show its new key');
}
