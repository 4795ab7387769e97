/** Streams over REST: one JSON a line, or server-sent events where the client asks for them (surface §1.4). */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Method } from '../../api/methods/method.ts';
import { encodeJson } from '../../api/schema/encode.ts';
import { type Json, textAt } from '../../base/json-value.ts';
import { streamSelection } from './stream-selection.ts';
import { wireValue } from './wire-value.ts';

const KEEPALIVE_MILLISECONDS = 15_000;

export interface StreamReply {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: Method;
  readonly messages: AsyncIterable<unknown>;
  /** The parameter of that name: what of each message is wanted; empty: all. */
  readonly fields: string;
}

/** Writes until the messages or the connection end. A fault before the first message is thrown to the caller. */
export async function writeStream({ request, response, method, messages, fields }: StreamReply): Promise<void> {
  const events = (request.headers.accept ?? '').includes('text/event-stream');
  const select = streamSelection(fields);
  const encode = (message: unknown): string =>
    select(`{"result":${encodeJson(method.reply, wireValue(method.reply, message as Json))}}`);
  const isRepeated = repetitions(fields);
  const start = (): void => {
    if (response.headersSent) return;
    const type = events ? 'text/event-stream' : 'application/json';
    response.writeHead(200, {
      'content-type': type,
      'grpc-metadata-content-type': 'application/grpc',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    response.flushHeaders();
  };
  if (events) start();
  const keepalive = events ? setInterval(() => response.write(':\n\n'), KEEPALIVE_MILLISECONDS) : undefined;
  try {
    for await (const message of messages) {
      const text = encode(message);
      if (isRepeated(message, text)) continue;
      start();
      if (!response.write(events ? `data: ${text}\n\n` : `${text}\n`))
        await Promise.race([once(response, 'drain'), once(response, 'close')]);
    }
    start();
    response.end();
  } finally {
    clearInterval(keepalive);
  }
}

/** A change of an Application that does not touch the wanted fields is not told (surface §1.4). */
function repetitions(fields: string): (message: unknown, text: string) => boolean {
  const told = new Map<string, string>();
  return (message, text) => {
    const uid = textAt(message as Json, 'application', 'metadata', 'uid');
    if (fields === '' || uid === undefined) return false;
    const isSame = told.get(uid) === text;
    if (textAt(message as Json, 'type') === 'DELETED') told.delete(uid);
    else told.set(uid, text);
    return isSame;
  };
}
