/** Reads a request's body with a cap that is checked before anything is parsed. */
import type { IncomingMessage } from 'node:http';
import { AppError } from '../../base/errors.ts';
import { GatheredBytes } from '../../base/gathered-bytes.ts';

/** As the API of Kubernetes: no object is larger. */
const MAX_BODY_BYTES = 3 * 1024 * 1024;

/** Throws `api.body-too-large` (user). */
export async function readBody(request: IncomingMessage, limit = MAX_BODY_BYTES): Promise<string> {
  const body = new GatheredBytes();
  for await (const chunk of request as AsyncIterable<Buffer>) {
    body.add(chunk);
    if (body.size > limit) throw tooLarge(limit);
  }
  return body.text();
}

function tooLarge(limit: number): AppError {
  return new AppError({
    code: 'api.body-too-large',
    kind: 'user',
    message: `the request body is larger than ${limit} bytes`,
  });
}
