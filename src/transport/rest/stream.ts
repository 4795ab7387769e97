/** Streams over REST: one JSON a line, or server-sent events where the client asks for them (surface §1.4). */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Method } from '../../api/methods/method.ts';
import { encodeJson } from '../../api/schema/encode.ts';
import type { Json } from '../../base/json-value.ts';

import { wireValue } from './wire-value.ts';

const KEEPALIVE_MILLISECONDS = 15_000;

export interface StreamReply {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: Method;
  readonly messages: AsyncIterable<unknown>;
}

/** Writes until the messages or the connection end. A fault before the first message is thrown to the caller. */
export async function writeStream({ request, response, method, messages }: StreamReply): Promise<void> {
  const events = (request.headers.accept ?? '').includes('text/event-stream');
  const frame = (message: unknown): string => {
    const text = `{"result":${encodeJson(method.reply, wireValue(method.reply, message as Json))}}`;
    return events ? `data: ${text}\n\n` : `${text}\n`;
  };
  const start = (): void => {
    if (response.headersSent) return;
    const type = events ? 'text/event-stream' : 'application/json';
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    response.flushHeaders();
  };
  if (events) start();
  const keepalive = events ? setInterval(() => response.write(':\n\n'), KEEPALIVE_MILLISECONDS) : undefined;
  try {
    for await (const message of messages) {
      start();
      if (!response.write(frame(message))) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    }
    start();
    response.end();
  } finally {
    clearInterval(keepalive);
  }
}
