/**
 * How much strangers may ask of the one address that takes messages without a login (features O4; security row 50): so many
 * at a time, so many bytes together, so many a second from one address, and each only for so long.
 */
import type { IncomingMessage } from 'node:http';
import { AppError } from '../../base/errors.ts';
import { GatheredBytes } from '../../base/gathered-bytes.ts';
import { senderAt } from './sender.ts';

export interface GateLimits {
  /** Bytes that a message may have. */
  readonly bytes: () => number;
  /** Messages that are read at a time. */
  readonly parallel: () => number;
  /** Milliseconds that a message may take to arrive. */
  readonly patience: number;
  readonly monotonic: () => number;
}

/** Messages of one sender within a second, over a while; this many at once. */
const PER_SECOND = 50;
const BURST = 200;
/** So many bytes count as a message: large ones are more work. */
const BYTES_OF_ONE = 64 * 1024;
const SENDERS = 10_000;
/** Beyond so many pieces they have so many bytes each on average: a byte at a time is a thousand times the work. */
const SMALL_PIECES = 2000;
const SMALLEST = 64;
/** All bodies together may have this many times the size of the largest. */
const LARGEST_AT_ONCE = 4;

interface Bucket {
  tokens: number;
  at: number;
}

export class RequestGate {
  readonly #limits: GateLimits;
  readonly #buckets = new Map<string, Bucket>();
  #reading = 0;
  #bytes = 0;

  constructor(limits: GateLimits) {
    this.#limits = limits;
  }

  /** The whole body. Throws `api.too-many` (transient), `api.body-too-large`, `api.too-slow` and `api.invalid-argument` (user). */
  async read(request: IncomingMessage): Promise<string> {
    const sender = senderAt(request.socket.remoteAddress ?? '');
    if (!this.#isPermitted(sender)) throw tooMany('too many messages from this address');
    if (this.#reading >= this.#limits.parallel()) throw tooMany('too many messages at the same time');
    this.#reading += 1;
    const mine = { bytes: 0 };
    try {
      return await this.#body(request, mine);
    } finally {
      this.#reading -= 1;
      this.#bytes -= mine.bytes;
      this.#charge(sender, mine.bytes);
    }
  }

  async #body(request: IncomingMessage, mine: { bytes: number }): Promise<string> {
    const limit = this.#limits.bytes();
    if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
    const late = setTimeout(() => request.destroy(tooSlow()), this.#limits.patience);
    const body = new GatheredBytes();
    let pieces = 0;
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        mine.bytes += chunk.length;
        this.#bytes += chunk.length;
        if (mine.bytes > limit) throw tooLarge(limit);
        if (this.#bytes > limit * LARGEST_AT_ONCE) throw tooMany('too many bytes at the same time');
        pieces += 1;
        if (pieces > SMALL_PIECES && mine.bytes < pieces * SMALLEST) throw inCrumbs();
        body.add(chunk);
      }
    } finally {
      clearTimeout(late);
    }
    return body.text();
  }

  #isPermitted(sender: string): boolean {
    const now = this.#limits.monotonic();
    const known = this.#buckets.get(sender) ?? { tokens: BURST, at: now };
    const tokens = Math.min(BURST, known.tokens + ((now - known.at) / 1000) * PER_SECOND);
    const isPermitted = tokens >= 1;
    this.#buckets.delete(sender);
    this.#buckets.set(sender, { tokens: isPermitted ? tokens - 1 : tokens, at: now });
    const oldest = this.#buckets.size > SENDERS ? this.#buckets.keys().next() : undefined;
    if (oldest?.done === false) this.#buckets.delete(oldest.value);
    return isPermitted;
  }

  /** Afterwards, so that one large message passes, and the next ones wait. */
  #charge(sender: string, bytes: number): void {
    const bucket = this.#buckets.get(sender);
    if (bucket !== undefined) bucket.tokens -= Math.floor(bytes / BYTES_OF_ONE);
  }
}

function tooLarge(limit: number): AppError {
  const message = `the request body is larger than ${limit} bytes`;
  return new AppError({ code: 'api.body-too-large', kind: 'user', message });
}

function tooSlow(): AppError {
  return new AppError({ code: 'api.too-slow', kind: 'user', message: 'the request body took too long to arrive' });
}

function inCrumbs(): AppError {
  const message = 'the request body comes in pieces of a few bytes';
  return new AppError({ code: 'api.invalid-argument', kind: 'user', message });
}

function tooMany(message: string): AppError {
  return new AppError({ code: 'api.too-many', kind: 'transient', message });
}
