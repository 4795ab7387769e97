/** The adapter with the real program; skipped where it is not installed. */
import { execFile, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { signaturesContract } from '../../testkit/contracts/signatures.contract.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { createGpgCli } from './gpg-cli.ts';

const run = promisify(execFile);
const isInstalled = spawnSync('gpg', ['--version']).status === 0;

/** Somebody with a key of his own. */
async function signer(name: string) {
  const folder = await temporaryFolder();
  const home = ['--homedir', folder.path, '--batch', '--pinentry-mode', 'loopback', '--passphrase', ''];
  const gpg = async (...args: string[]): Promise<string> => (await run('gpg', [...home, ...args])).stdout;
  await gpg('--quick-generate-key', `${name}@example.com`, 'ed25519', 'sign', 'never');
  const key = await gpg('--armor', '--export');
  return {
    key,
    async sign(text: string): Promise<string> {
      const file = join(folder.path, 'text');
      await writeFile(file, text);
      return await gpg('--armor', '--clearsign', '--output', '-', file);
    },
    async [Symbol.asyncDispose]() {
      await run('gpgconf', ['--homedir', folder.path, '--kill', 'all']).catch(() => undefined);
      await folder[Symbol.asyncDispose]();
    },
  };
}

describe.skipIf(!isInstalled)('gpg', () => {
  async function open() {
    const stack = new AsyncDisposableStack();
    const [ada, bob] = [stack.use(await signer('ada')), stack.use(await signer('bob'))];
    const keys: readonly [string, string] = [ada.key, bob.key];
    return { port: createGpgCli(), keys, ada, sign: ada.sign, [Symbol.asyncDispose]: () => stack.disposeAsync() };
  }

  signaturesContract('gpg', open);

  test('a changed text, text around a signed one, two signed texts', async () => {
    await using given = await open();
    const one = await given.sign('one\n');
    const ask = (message: string) => given.port.verifyClearSigned(Buffer.from(message), given.keys);
    await expect(ask(one.replace('one', 'two'))).rejects.toMatchObject({ code: 'signature.invalid' });
    await expect(ask(`${one}${await given.sign('two\n')}`)).rejects.toMatchObject({ code: 'signature.invalid' });
    expect((await ask(`before\n${one}`).catch(() => ({ text: 'one\n' }))).text).toBe('one\n');
  });
});
