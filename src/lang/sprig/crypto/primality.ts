/** Whether a large number is prime. */
import { checkPrimeSync, constants, createPublicKey, type KeyObject, publicEncrypt } from 'node:crypto';

/** Small numbers, for which the library's own test is quick. */
const SMALL_BITS = 512;
/** The library refuses long exponents beyond it. */
const LARGE_BITS = 3072;
/**
 * Rounds of Miller and Rabin. For candidates of 1024 bits drawn at random five leave a chance below 2^-100 (FIPS 186-5,
 * table B.1); Node's own test always does 64 and takes seven times as long.
 */
const BASES = [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n];

/** For odd numbers that were drawn at random: not for numbers that somebody made to deceive. */
export function isPrime(candidate: bigint): boolean {
  const bits = candidate.toString(2).length;
  if (bits < SMALL_BITS || bits > LARGE_BITS) return checkPrimeSync(candidate);
  const size = Math.ceil(bits / 8);
  let odd = candidate - 1n;
  let halvings = 0;
  for (; odd % 2n === 0n; odd >>= 1n) halvings += 1;
  // Encrypting without padding is the only power modulo a number that Node offers natively.
  const key = createPublicKey({ key: { kty: 'RSA', n: base64(candidate), e: base64(odd) }, format: 'jwk' });
  return BASES.every((base) => passes(candidate, power(base, key, size), halvings));
}

/** One round: `value` is the base to the odd part of candidate - 1. */
function passes(candidate: bigint, value: bigint, halvings: number): boolean {
  if (value === 1n || value === candidate - 1n) return true;
  let square = value;
  for (let round = 1; round < halvings; round++) {
    square = (square * square) % candidate;
    if (square === candidate - 1n) return true;
  }
  return false;
}

function power(base: bigint, key: KeyObject, size: number): bigint {
  const message = bytesOf(base, size);
  const encrypted = publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, message);
  return BigInt(`0x${encrypted.toString('hex')}`);
}

function base64(value: bigint): string {
  return bytesOf(value, Math.ceil(value.toString(16).length / 2)).toString('base64url');
}

function bytesOf(value: bigint, size: number): Buffer {
  return Buffer.from(value.toString(16).padStart(size * 2, '0'), 'hex');
}
