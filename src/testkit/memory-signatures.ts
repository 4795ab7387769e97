/** Signatures that are a line of text: a key is a name, and its word counts. */
import { AppError } from '../base/errors.ts';
import type { DetachedSignature, SignatureErrorCode, SignaturePort, SignatureVerdict } from '../ports/signatures.ts';

const MARK = /^signed by (\S+)\n/;

export function memorySigned(text: string, key: string): string {
  return `signed by ${key}\n${text}`;
}

export function createMemorySignatures(): SignaturePort {
  return {
    async verifyClearSigned(message, keys) {
      const all = new TextDecoder().decode(message);
      const key = MARK.exec(all)?.[1];
      if (key === undefined) throw fault('signature.invalid');
      if (!keys.includes(key)) throw fault('signature.unknown-key');
      return { text: all.replace(MARK, ''), fingerprint: key };
    },
    async publicKeys(armored) {
      const names = armored.split('\n').filter((name) => name !== '');
      if (names.length === 0) throw fault('signature.no-key');
      return names.map((name) => ({ keyId: name, fingerprint: name, owner: name, algorithm: 'memory', armored: name }));
    },
    verifyDetached: async (signatures, keys) => signatures.map((one) => verdict(one, keys)),
  };
}

/** A signature beside a text is one around it, with the text. */
function verdict({ payload, signature }: DetachedSignature, keys: readonly string[]): SignatureVerdict {
  const key = MARK.exec(signature)?.[1] ?? '';
  const isWhole = key !== '' && signature.replace(MARK, '') === new TextDecoder().decode(payload);
  if (!isWhole) return { kind: 'bad', keyId: key, fingerprints: [] };
  return keys.includes(key)
    ? { kind: 'good', keyId: key, fingerprints: [key] }
    : { kind: 'missing-key', keyId: key, fingerprints: [] };
}

function fault(code: SignatureErrorCode): AppError {
  return new AppError({ code, kind: 'user', message: code });
}
