/** What every judge of signatures does. */
import { describe, expect, test } from 'vitest';
import type { SignaturePort } from '../../ports/signatures.ts';

export interface SignaturesCase extends AsyncDisposable {
  readonly port: SignaturePort;
  /** Two public keys. */
  readonly keys: readonly [string, string];
  /** Signs with the first. */
  sign(text: string): Promise<string>;
  /** A signature beside the text, by the first. */
  signBeside(text: string): Promise<string>;
}

const code = (wanted: string) => expect.objectContaining({ name: 'AppError', code: wanted });
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Registers the tests. */
export function signaturesContract(name: string, open: () => Promise<SignaturesCase>): void {
  describe(`Signatures: ${name}`, () => {
    test('what one of the keys signed, as it was; nothing else', async () => {
      await using given = await open();
      const [own, other] = given.keys;
      const text = 'files:\n  web-1.0.0.tgz: sha256:00\n- a dash\n';
      const signed = await given.sign(text);
      const found = await given.port.verifyClearSigned(bytes(signed), [other, own]);
      expect([found.text, found.fingerprint]).toEqual([text, expect.stringMatching(/\S/)]);
      const ask = (message: string, keys: readonly string[]) => given.port.verifyClearSigned(bytes(message), keys);
      await expect(ask(signed, [other])).rejects.toEqual(code('signature.unknown-key'));
      await expect(ask(signed, [])).rejects.toEqual(code('signature.unknown-key'));
      await expect(ask(text, [own])).rejects.toEqual(code('signature.invalid'));
      await expect(ask('', [own])).rejects.toEqual(code('signature.invalid'));
    });

    test('signatures beside what they cover, each judged by itself', async () => {
      await using given = await open();
      const [own, other] = given.keys;
      const [one, two] = [await given.signBeside('one'), await given.signBeside('two')];
      const asked = [
        { payload: bytes('one'), signature: one },
        { payload: bytes('one'), signature: two },
        { payload: bytes('one'), signature: 'nothing' },
        { payload: bytes('two'), signature: two },
      ];
      const verdicts = await given.port.verifyDetached(asked, [other, own]);
      expect(verdicts.map(({ kind }) => kind)).toEqual(['good', 'bad', 'bad', 'good']);
      expect(verdicts[0]?.fingerprints.length).toBeGreaterThan(0);
      const unknown = await given.port.verifyDetached(asked.slice(0, 1), [other]);
      expect(unknown).toEqual([{ kind: 'missing-key', keyId: verdicts[0]?.keyId, fingerprints: [] }]);
      expect(await given.port.verifyDetached([], [own])).toEqual([]);
    });
  });
}
