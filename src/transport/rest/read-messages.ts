/**
 * The messages of a client stream as the gateway reads them: JSON objects one after the other, each by itself. No more of
 * the body is in memory than one message.
 */
import { AppError } from '../../base/errors.ts';
import { parseJson } from '../../base/json/parse.ts';
import { isObject, type JsonObject } from '../../base/json-value.ts';

/** As gRPC takes them. */
const LONGEST_MESSAGE = 4 * 1024 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** Throws `api.body-too-large` and `api.bad-request` (user). */
export async function* readMessages(body: AsyncIterable<Uint8Array>): AsyncIterable<JsonObject> {
  const scanner = newScanner();
  for await (const chunk of body) yield* messagesIn(scanner, chunk);
  if (scanner.size > 0) throw badRequest('the last message is cut off');
}

interface Scanner {
  parts: Uint8Array[];
  size: number;
  depth: number;
  isInText: boolean;
  isEscaped: boolean;
}

function newScanner(): Scanner {
  return { parts: [], size: 0, depth: 0, isInText: false, isEscaped: false };
}

function* messagesIn(scanner: Scanner, chunk: Uint8Array): Iterable<JsonObject> {
  let from = 0;
  for (let at = 0; at < chunk.length; at += 1) {
    const byte = chunk[at] ?? 0;
    if (scanner.depth === 0 && byte !== OPEN) {
      if (!isSpace(byte)) throw badRequest('a message must be a JSON object');
      from = at + 1;
      continue;
    }
    step(scanner, byte);
    if (scanner.depth > 0) continue;
    take(scanner, chunk.subarray(from, at + 1));
    from = at + 1;
    yield message(scanner);
  }
  take(scanner, chunk.subarray(from));
}

function step(scanner: Scanner, byte: number): void {
  if (scanner.isEscaped) scanner.isEscaped = false;
  else if (scanner.isInText) {
    if (byte === BACKSLASH) scanner.isEscaped = true;
    else if (byte === QUOTE) scanner.isInText = false;
  } else if (byte === QUOTE) scanner.isInText = true;
  else if (byte === OPEN) scanner.depth += 1;
  else if (byte === CLOSE) scanner.depth -= 1;
}

function take(scanner: Scanner, part: Uint8Array): void {
  if (part.length === 0) return;
  scanner.size += part.length;
  if (scanner.size > LONGEST_MESSAGE) {
    const message = `one message is larger than ${LONGEST_MESSAGE} bytes`;
    throw new AppError({ code: 'api.body-too-large', kind: 'user', message });
  }
  scanner.parts.push(part);
}

function message(scanner: Scanner): JsonObject {
  const text = Buffer.concat(scanner.parts).toString('utf8');
  scanner.parts = [];
  scanner.size = 0;
  const value = parseJson(text);
  if (!isObject(value)) throw badRequest('a message must be a JSON object');
  return value;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

function badRequest(text: string): AppError {
  return new AppError({ code: 'api.bad-request', kind: 'user', message: text });
}
