/** People who sign: with real keys, by the real gpg, each in a home of its own. */
import { execFile, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from './temporary-folder.ts';

const run = promisify(execFile);

/** Tests that need signatures are skipped without it. */
export const isGpgInstalled = spawnSync('gpg', ['--version']).status === 0;

export interface PgpSigner extends AsyncDisposable {
  /** Armoured public key. */
  readonly key: string;
  /** Its long id. */
  readonly keyId: string;
  /** `GNUPGHOME`. */
  readonly home: string;
  /** A text with the signature around it. */
  sign(text: string): Promise<string>;
  /** A signature beside the text. */
  signBeside(text: string): Promise<string>;
}

/** Somebody with a key of his own, made by the real gpg. */
export async function pgpSigner(name: string): Promise<PgpSigner> {
  const folder = await temporaryFolder();
  const home = ['--homedir', folder.path, '--batch', '--pinentry-mode', 'loopback', '--passphrase', ''];
  const gpg = async (...args: string[]): Promise<string> => (await run('gpg', [...home, ...args])).stdout;
  await gpg('--quick-generate-key', `${name}@example.com`, 'ed25519', 'sign', 'never');
  const key = await gpg('--armor', '--export');
  const listed = await gpg('--with-colons', '--list-keys');
  return {
    key,
    keyId: /^pub:(?:[^:]*:){3}([0-9A-F]{16}):/m.exec(listed)?.[1] ?? '',
    home: folder.path,
    async sign(text: string): Promise<string> {
      const file = join(folder.path, 'text');
      await writeFile(file, text);
      return await gpg('--armor', '--clearsign', '--output', '-', file);
    },
    async signBeside(text: string): Promise<string> {
      const file = join(folder.path, 'beside');
      await writeFile(file, text);
      return await gpg('--armor', '--detach-sign', '--output', '-', file);
    },
    async [Symbol.asyncDispose]() {
      await run('gpgconf', ['--homedir', folder.path, '--kill', 'all']).catch(() => undefined);
      await folder[Symbol.asyncDispose]();
    },
  };
}
