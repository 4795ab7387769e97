/** The body of an answer, unpacked, within its limit: what exceeds it is an error, never cut off in silence. */
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { httpFault } from './http-fault.ts';

export interface BodyReading {
  readonly encoding: string;
  readonly limit: number;
  /** For messages. */
  readonly address: string;
}

/** Throws `http.too-large`, `http.malformed`, and whatever the connection throws. */
export async function readBody(body: Readable, { encoding, limit, address }: BodyReading): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  await pipeline(body, unpacking(encoding, address), async (unpacked) => {
    for await (const chunk of unpacked as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > limit) throw httpFault('http.too-large', `${address}: the answer has more than ${limit} bytes`);
      chunks.push(chunk);
    }
  });
  return Buffer.concat(chunks);
}

function unpacking(encoding: string, address: string) {
  if (encoding === '' || encoding === 'identity') return new PassThrough();
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip();
  throw httpFault('http.malformed', `${address}: answers in an encoding that was not asked for`);
}
