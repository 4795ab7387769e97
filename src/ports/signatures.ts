/**
 * OpenPGP signatures. Implemented by `adapters/gpg-cli` and by the memory signer of the test kit.
 */

export interface SignedText {
  /** What was signed, without the signature. */
  readonly text: string;
  /** Fingerprint of the key that signed, in hex. */
  readonly fingerprint: string;
}

export type SignatureErrorCode =
  /** No signature, a broken one, or one of a key that is revoked or has expired. */
  | 'signature.invalid'
  /** Signed by a key that is none of those given. */
  | 'signature.unknown-key'
  | 'signature.tool-missing'
  | 'signature.failed';

export interface SignaturePort {
  /** A text with its signature around it (RFC 9580, section 7) by one of these armoured public keys. Throws `AppError`. */
  verifyClearSigned(message: Uint8Array, keys: readonly string[], signal?: AbortSignal): Promise<SignedText>;
}
