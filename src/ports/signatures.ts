/**
 * OpenPGP signatures. Implemented by `adapters/gpg-cli` and by the memory signer of the test kit.
 */

export interface SignedText {
  /** What was signed, without the signature. */
  readonly text: string;
  /** Fingerprint of the key that signed, in hex. */
  readonly fingerprint: string;
}

/** A signature beside what it covers. */
export interface DetachedSignature {
  readonly payload: Uint8Array;
  /** Armoured. */
  readonly signature: string;
}

export interface SignatureVerdict {
  readonly kind: 'good' | 'bad' | 'expired-signature' | 'expired-key' | 'revoked-key' | 'missing-key';
  /** Long id (16 hex digits) of the key that signed, as the signature tells it; empty where it tells none. */
  readonly keyId: string;
  /** Of the key and of its primary key, in hex; empty unless the signature is good. */
  readonly fingerprints: readonly string[];
}

/** A public key as people are shown it. */
export interface PublicKey {
  /** Long id: the last 16 hex digits of the fingerprint. */
  readonly keyId: string;
  readonly fingerprint: string;
  /** The first user id. */
  readonly owner: string;
  /** With its size where it has one: `rsa4096`, `ed25519`. */
  readonly algorithm: string;
  /** This key alone, armoured. */
  readonly armored: string;
}

export type SignatureErrorCode =
  /** A text that holds no public key, or more than may be read. */
  | 'signature.no-key'
  /** No signature, a broken one, or one of a key that is revoked or has expired. */
  | 'signature.invalid'
  /** Signed by a key that is none of those given. */
  | 'signature.unknown-key'
  | 'signature.tool-missing'
  | 'signature.failed';

export interface SignaturePort {
  /** A text with its signature around it (RFC 9580, section 7) by one of these armoured public keys. Throws `AppError`. */
  verifyClearSigned(message: Uint8Array, keys: readonly string[], signal?: AbortSignal): Promise<SignedText>;
  /** What each signature is worth by these armoured public keys, in order. What is no signature is bad. Throws faults of the tool. */
  verifyDetached(
    signatures: readonly DetachedSignature[],
    keys: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly SignatureVerdict[]>;
  /** The public keys in an armoured text, in its order. Throws `signature.no-key`, and faults of the tool. */
  publicKeys(armored: string, signal?: AbortSignal): Promise<readonly PublicKey[]>;
}
