/** The adapter with the real program; skipped where it is not installed. */
import { describe, expect, test } from 'vitest';
import { signaturesContract } from '../../testkit/contracts/signatures.contract.ts';
import { isGpgInstalled, pgpSigner } from '../../testkit/pgp-signer.ts';
import { createGpgCli } from './gpg-cli.ts';

describe.skipIf(!isGpgInstalled)('gpg', () => {
  async function open() {
    const stack = new AsyncDisposableStack();
    const [ada, bob] = [stack.use(await pgpSigner('ada')), stack.use(await pgpSigner('bob'))];
    const keys: readonly [string, string] = [ada.key, bob.key];
    const { sign, signBeside } = ada;
    return { port: createGpgCli(), keys, ada, sign, signBeside, [Symbol.asyncDispose]: () => stack.disposeAsync() };
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
