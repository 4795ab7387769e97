/**
 * A cache that replicas may share. It may lose anything at any time, and one that cannot be reached is an empty one: nothing
 * here throws. Implemented by `adapters/memory-cache` and `adapters/redis-cache`.
 */

export interface CacheWrite {
  /** Milliseconds after which the value is gone; default: kept while there is room. */
  readonly ttl?: number;
}

export interface CachePort {
  get(key: string): Promise<Uint8Array | undefined>;
  set(key: string, value: Uint8Array, write?: CacheWrite): Promise<void>;
  delete(key: string): Promise<void>;
}
