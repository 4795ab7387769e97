/** A cache in this process: what was used last, up to a number of bytes. */
import { ByteLru } from '../../base/byte-lru.ts';
import type { Clock } from '../../base/clock.ts';
import type { CachePort } from '../../ports/cache.ts';

export interface MemoryCacheOptions {
  /** Bytes of keys and values together. */
  readonly budget: number;
  readonly clock: Clock;
}

interface Kept {
  readonly value: Uint8Array;
  /** By the monotonic clock. */
  readonly until: number;
}

/** What an entry costs beside its key and value. */
const ENTRY_BYTES = 200;

export function createMemoryCache({ budget, clock }: MemoryCacheOptions): CachePort {
  const kept = new ByteLru<Kept>(budget);
  return {
    async get(key) {
      const found = kept.get(key);
      if (found === undefined || clock.monotonic() < found.until) return found?.value;
      kept.delete(key);
      return undefined;
    },
    async set(key, value, { ttl = Number.POSITIVE_INFINITY } = {}) {
      // A copy: whoever gave it may go on writing into it.
      const own = Uint8Array.from(value);
      kept.set(key, { value: own, until: clock.monotonic() + ttl }, own.length + 2 * key.length + ENTRY_BYTES);
    },
    async delete(key) {
      kept.delete(key);
    },
  };
}
