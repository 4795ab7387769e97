import { checkPrimeSync, generatePrimeSync, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { isPrime } from './primality.ts';

function odd(bits: number): bigint {
  const bytes = randomBytes(bits / 8);
  bytes[0] = (bytes[0] ?? 0) | 0x80;
  return BigInt(`0x${bytes.toString('hex')}`) | 1n;
}

test.each([256, 512, 768, 1024, 2048])('primes of %d bits', (bits) => {
  expect(isPrime(generatePrimeSync(bits, { bigint: true }))).toBe(true);
});

test.each([256, 512, 1024, 4096])('odd numbers of %d bits as the library says', (bits) => {
  for (let round = 0; round < 20; round++) {
    const candidate = odd(bits);
    expect(isPrime(candidate)).toBe(checkPrimeSync(candidate));
  }
});

test('products of two primes, and a prime of which one less is divisible by four', () => {
  const [p, q] = [generatePrimeSync(512, { bigint: true }), generatePrimeSync(512, { bigint: true })];
  expect([isPrime(p * q), isPrime(p * p)]).toEqual([false, false]);
  expect(isPrime(2n ** 521n - 1n)).toBe(true);
  // 2^607 - 1 is a Mersenne prime, 3 * 2^534 + 1 is prime.
  expect([isPrime(2n ** 607n - 1n), isPrime(3n * 2n ** 534n + 1n), isPrime(3n * 2n ** 535n + 1n)]).toEqual([
    true,
    true,
    false,
  ]);
});
