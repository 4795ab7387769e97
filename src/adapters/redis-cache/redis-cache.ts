/**
 * A cache in Redis that all replicas share. The client is loaded when a cache is made, as most installations have none. A
 * server that does not answer costs a caller the timeout once; then nothing is asked until it is back.
 */
import type { Redis, RedisOptions } from 'ioredis';
import { messageOf } from '../../base/errors.ts';
import type { Secret } from '../../base/secret.ts';
import type { CachePort } from '../../ports/cache.ts';
import type { LogPort } from '../../ports/log.ts';
import { packed, unpacked } from './packed-value.ts';

export interface RedisCacheOptions {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: Secret;
  readonly database?: number;
  /** PEM bundle and leniency; absent: no TLS. */
  readonly tls?: { readonly caBundle?: string; readonly insecureSkipVerify?: boolean };
  /** Several sentinels know the master of this name. */
  readonly sentinels?: {
    readonly master: string;
    readonly addresses: readonly { readonly host: string; readonly port: number }[];
  };
  /** Before each key, so that installations can share a server. */
  readonly prefix: string;
  readonly log: LogPort;
  /** Milliseconds for one answer; default 1 s. */
  readonly timeout?: number;
  /** Bytes of one value; larger ones are not stored. Default 64 MiB. */
  readonly maxValue?: number;
}

export interface RedisCache extends CachePort {
  close(): Promise<void>;
}

const TIMEOUT = 1000;
const MAX_VALUE = 64 * 1024 * 1024;
const LONGEST_PAUSE = 10_000;

/** Does not wait for the server: until it answers, the cache is empty. */
export async function createRedisCache(options: RedisCacheOptions): Promise<RedisCache> {
  const { Redis: Client } = await import('ioredis');
  const client = new Client(clientOptions(options));
  const health = followHealth(client, options.log);
  const limit = options.maxValue ?? MAX_VALUE;
  const nameOf = (key: string): string => `${options.prefix}${key}`;
  return {
    get: (key) =>
      health.tried(async () => {
        const stored = await client.getBuffer(nameOf(key));
        return stored === null ? undefined : unpacked(stored, limit);
      }),
    async set(key, value, { ttl } = {}) {
      if (value.length > limit || (ttl !== undefined && ttl < 1)) return;
      await health.tried(async () => {
        const stored = packed(value);
        if (ttl === undefined) await client.set(nameOf(key), stored);
        else await client.set(nameOf(key), stored, 'PX', Math.floor(ttl));
        return undefined;
      });
    },
    async delete(key) {
      await health.tried(async () => {
        await client.del(nameOf(key));
        return undefined;
      });
    },
    async close() {
      client.disconnect();
    },
  };
}

function clientOptions(options: RedisCacheOptions) {
  const { host, port, username, password, database = 0, tls, sentinels, timeout = TIMEOUT } = options;
  return {
    ...(sentinels === undefined
      ? { host, port }
      : { name: sentinels.master, sentinels: sentinels.addresses.map((address) => ({ ...address })) }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password: password.reveal() }),
    ...(tls === undefined ? {} : { tls: tlsOptions(tls) }),
    db: database,
    connectTimeout: timeout,
    commandTimeout: timeout,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: (times: number) => Math.min(100 * 2 ** Math.min(times, 10), LONGEST_PAUSE),
  } satisfies RedisOptions;
}

function tlsOptions({ caBundle, insecureSkipVerify }: NonNullable<RedisCacheOptions['tls']>) {
  return {
    ...(caBundle === undefined ? {} : { ca: caBundle }),
    ...(insecureSkipVerify === true ? { rejectUnauthorized: false } : {}),
  };
}

interface Health {
  /** Undefined instead of a fault. */
  tried<T>(work: () => Promise<T | undefined>): Promise<T | undefined>;
}

/** Tells once that the server does not answer, and once that it does again. */
function followHealth(client: Redis, log: LogPort): Health {
  let isDown = false;
  const down = (error: unknown): void => {
    if (!isDown) log.warn('the shared cache does not answer', { error: messageOf(error) });
    isDown = true;
  };
  client.on('error', down);
  client.on('ready', () => {
    if (isDown) log.info('the shared cache answers again', {});
    isDown = false;
  });
  return {
    async tried(work) {
      if (client.status !== 'ready') return undefined;
      try {
        return await work();
      } catch (error) {
        down(error);
        return undefined;
      }
    },
  };
}
