/** The body of an answer, unpacked, within its limit: what exceeds it is an error, never cut off in silence. */
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { GatheredBytes } from '../../base/gathered-bytes.ts';
import { httpFault } from './http-fault.ts';

export interface BodyReading {
  readonly encoding: string;
  readonly limit: number;
  /** For messages. */
  readonly address: string;
}

/** Throws `http.too-large`, `http.malformed`, and whatever the connection throws. */
export async function readBody(body: Readable, { encoding, limit, address }: BodyReading): Promise<Uint8Array> {
  const gathered = new GatheredBytes();
  await pipeline(body, unpacking(encoding, address), async (unpacked) => {
    for await (const chunk of unpacked as AsyncIterable<Uint8Array>) {
      gathered.add(chunk);
      if (gathered.size > limit)
        throw httpFault('http.too-large', `${address}: the answer has more than ${limit} bytes`);
    }
  });
  return gathered.bytes();
}

function unpacking(encoding: string, address: string) {
  if (encoding === '' || encoding === 'identity') return new PassThrough();
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip();
  throw httpFault('http.malformed', `${address}: answers in an encoding that was not asked for`);
}
