/** Signatures that are a line of text: a key is a name, and its word counts. */
import { AppError } from '../base/errors.ts';
import type { SignatureErrorCode, SignaturePort } from '../ports/signatures.ts';

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
  };
}

function fault(code: SignatureErrorCode): AppError {
  return new AppError({ code, kind: 'user', message: code });
}
