/** Large primes from the entropy of a call. */
import type { CallContext } from '../../go-value/index.ts';
import { isPrime } from './primality.ts';

/** What one candidate costs beside small ones. */
const STEPS_OF_CANDIDATE = 100;

/** A random number with exactly that many bits, of which the two highest are set so that products have all their bits. */
export function randomBits(context: CallContext, bits: number): bigint {
  const bytes = Buffer.from(context.random(bits / 8));
  bytes[0] = (bytes[0] ?? 0) | 0xc0;
  return BigInt(`0x${bytes.toString('hex')}`);
}

/** A number from 1 up to and without `limit`. */
export function randomPositive(context: CallContext, limit: bigint): bigint {
  const size = Math.ceil(limit.toString(16).length / 2);
  for (;;) {
    const drawn = BigInt(`0x${Buffer.from(context.random(size)).toString('hex')}`);
    if (drawn > 0n && drawn < limit) return drawn;
  }
}

/** The first prime among candidates drawn at random; `refine` makes a candidate fit. */
export function randomPrime(context: CallContext, bits: number, refine: (candidate: bigint) => bigint): bigint {
  for (;;) {
    const candidate = refine(randomBits(context, bits));
    context.budget.step();
    if (!mayBePrime(candidate)) continue;
    context.budget.step(STEPS_OF_CANDIDATE);
    if (isPrime(candidate)) return candidate;
  }
}

/** Divisors that one remainder of a large number decides about together. */
const SMALL_PRIMES = primesBelow(2000);
const GROUPS = grouped(SMALL_PRIMES);

function mayBePrime(candidate: bigint): boolean {
  if (candidate % 2n === 0n) return false;
  return GROUPS.every(({ product, primes }) => {
    const rest = Number(candidate % product);
    return primes.every((prime) => rest % prime !== 0);
  });
}

/** Odd primes. */
function primesBelow(limit: number): readonly number[] {
  const isComposite = new Uint8Array(limit);
  const primes: number[] = [];
  for (let number = 3; number < limit; number += 2) {
    if (isComposite[number] === 1) continue;
    primes.push(number);
    for (let multiple = number * number; multiple < limit; multiple += 2 * number) isComposite[multiple] = 1;
  }
  return primes;
}

interface Group {
  readonly product: bigint;
  readonly primes: readonly number[];
}

/** Neighbours whose product a plain number holds. */
function grouped(primes: readonly number[]): readonly Group[] {
  const groups: Group[] = [];
  for (let at = 0; at < primes.length; ) {
    let product = 1;
    const start = at;
    while (at < primes.length && product * (primes[at] ?? 1) <= Number.MAX_SAFE_INTEGER) product *= primes[at++] ?? 1;
    groups.push({ product: BigInt(product), primes: primes.slice(start, at) });
  }
  return groups;
}

/** base^exponent modulo `modulus`. */
export function powerModulo(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** The inverse of a number; undefined where it shares a factor with the modulus. */
export function inverseModulo(value: bigint, modulus: bigint): bigint | undefined {
  let [a, b] = [value % modulus, modulus];
  let [x, y] = [1n, 0n];
  while (a !== 0n) {
    const quotient = b / a;
    [a, b] = [b - quotient * a, a];
    [x, y] = [y - quotient * x, x];
  }
  if (b !== 1n) return undefined;
  return ((y % modulus) + modulus) % modulus;
}
