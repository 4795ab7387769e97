/** New private keys as PEM, in the forms that Go writes: PKCS#1, SEC 1, PKCS#8 and OpenSSL's for DSA. */
import { createECDH } from 'node:crypto';
import {
  bigInteger,
  bitString,
  objectIdentifier,
  octetString,
  sequence,
  context as tagged,
} from '../../../base/der.ts';
import { writePem } from '../../../base/pem.ts';
import type { CallContext } from '../../go-value/index.ts';
import { inverseModulo, powerModulo, randomPositive, randomPrime } from './prime.ts';

const EXPONENT = 65_537n;

/** RSA with a modulus of that many bits. */
export function rsaKey(context: CallContext, bits: number): string {
  // Less than it takes, since charts make many; a flood of them ends all the same.
  context.budget.step((bits / 2048) ** 3 * 200_000);
  for (;;) {
    const p = randomPrime(context, bits / 2, (candidate) => candidate | 1n);
    const q = randomPrime(context, bits / 2, (candidate) => candidate | 1n);
    const d = inverseModulo(EXPONENT, (p - 1n) * (q - 1n));
    const coefficient = inverseModulo(q, p);
    if (p === q || d === undefined || coefficient === undefined) continue;
    const numbers = [0n, p * q, EXPONENT, d, p, q, d % (p - 1n), d % (q - 1n), coefficient];
    return writePem('RSA PRIVATE KEY', sequence(...numbers.map(bigInteger)));
  }
}

const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** ECDSA over P-256. */
export function ecdsaKey(context: CallContext): string {
  context.budget.step(10_000);
  const secret = Buffer.from(randomPositive(context, P256_ORDER).toString(16).padStart(64, '0'), 'hex');
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(secret);
  const key = sequence(
    bigInteger(1n),
    octetString(secret),
    tagged(0, objectIdentifier('1.2.840.10045.3.1.7'), 'constructed'),
    tagged(1, bitString(curve.getPublicKey()), 'constructed'),
  );
  return writePem('EC PRIVATE KEY', key);
}

export function ed25519Key(context: CallContext): string {
  context.budget.step(10_000);
  const seed = octetString(octetString(Buffer.from(context.random(32))));
  return writePem('PRIVATE KEY', sequence(bigInteger(0n), sequence(objectIdentifier('1.3.101.112')), seed));
}

/** DSA with 2048 and 256 bits (FIPS 186-4). */
export function dsaKey(context: CallContext): string {
  context.budget.step(2_000_000);
  const q = randomPrime(context, 256, (candidate) => candidate | 1n);
  const p = randomPrime(context, 2048, (candidate) => candidate - (candidate % (2n * q)) + 1n);
  let g = 1n;
  for (let base = 2n; g === 1n; base += 1n) g = powerModulo(base, (p - 1n) / q, p);
  const x = randomPositive(context, q);
  const numbers = [0n, p, q, g, powerModulo(g, x, p), x];
  return writePem('DSA PRIVATE KEY', sequence(...numbers.map(bigInteger)));
}
