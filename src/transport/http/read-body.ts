/** Reads a request's body with a cap that is checked before anything is parsed. */
import type { IncomingMessage } from 'node:http';
import { AppError } from '../../base/errors.ts';

/** As the API of Kubernetes: no object is larger. */
const MAX_BODY_BYTES = 3 * 1024 * 1024;

/** Throws `api.body-too-large` (user). */
export async function readBody(request: IncomingMessage, limit = MAX_BODY_BYTES): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tooLarge(limit: number): AppError {
  return new AppError({
    code: 'api.body-too-large',
    kind: 'user',
    message: `the request body is larger than ${limit} bytes`,
  });
}
