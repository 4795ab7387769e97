/**
 * Calls and streams through a message channel, everything as JSON text: what is no plain JSON, or was held by reference,
 * does not come out at the other end. Stands for the wire between processes in tests of ports that must be serialisable.
 */
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { AppError, type ErrorKind, messageOf } from '../base/errors.ts';
import { parseJson } from '../base/json/parse.ts';
import { stringifyJson } from '../base/json/stringify.ts';
import { isList, isObject, type Json, type JsonObject, member, textAt } from '../base/json-value.ts';

/** Serves one method. Its result ends the call; `tell` sends items before that. */
export type Serve = (
  request: readonly unknown[],
  tell: (item: unknown) => void,
  signal: AbortSignal,
) => Promise<unknown>;

export interface JsonClient {
  /** The result, or the fault as it was thrown. An abort rejects at once with its reason. */
  call(method: string, request: readonly unknown[], signal?: AbortSignal): Promise<unknown>;
  /** Items until the call ends. */
  stream(method: string, request: readonly unknown[], signal: AbortSignal): AsyncIterable<unknown>;
  /** Calls the listener for each item until the answer is called. */
  subscribe(method: string, listener: (item: unknown) => void): () => void;
}

/** A client whose calls these methods serve. */
export function jsonChannel(methods: Readonly<Record<string, Serve>>): JsonClient {
  const { port1, port2 } = new MessageChannel();
  serve(port2, methods);
  return new Client(port1);
}

function serve(port: MessagePort, methods: Readonly<Record<string, Serve>>): void {
  const running = new Map<number, AbortController>();
  const post = (message: object): void => port.postMessage(asText(message));
  port.on('message', (text: string) => {
    const message = parseJson(text);
    const id = Number(member(message, 'id'));
    if (member(message, 'abort') === true) return running.get(id)?.abort();
    const stop = new AbortController();
    running.set(id, stop);
    const request = member(message, 'request');
    const method = methods[textAt(message, 'method') ?? ''];
    if (!method) throw new Error('no such method');
    method(isList(request) ? request : [], (item) => post({ id, item }), stop.signal)
      .then(
        (value) => post({ id, value }),
        (error: unknown) => post({ id, fault: faultOf(error) }),
      )
      .finally(() => running.delete(id));
  });
  port.unref();
}

interface Waiting {
  item(value: Json | undefined): void;
  end(answer: JsonObject): void;
}

class Client implements JsonClient {
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, Waiting>();
  #number = 0;

  constructor(port: MessagePort) {
    this.#port = port;
    port.on('message', (text: string) => {
      const answer = parseJson(text);
      if (!isObject(answer)) return;
      const id = Number(answer['id']);
      if (Object.hasOwn(answer, 'item')) this.#waiting.get(id)?.item(answer['item']);
      else this.#waiting.get(id)?.end(answer);
    });
    port.unref();
  }

  call(method: string, request: readonly unknown[], signal?: AbortSignal): Promise<unknown> {
    return this.#begin({ method, request, signal, item: () => undefined });
  }

  async *stream(method: string, request: readonly unknown[], signal: AbortSignal): AsyncIterable<unknown> {
    const items: unknown[] = [];
    let wake = (): void => undefined;
    let ended = false;
    const done = new AbortController();
    const either = AbortSignal.any([signal, done.signal]);
    const end = (): void => {
      ended = true;
      wake();
    };
    const item = (value: unknown): void => {
      items.push(value);
      wake();
    };
    const result = this.#begin({ method, request, signal: either, item }).finally(end);
    result.catch(() => undefined);
    try {
      for (;;) {
        yield* items.splice(0);
        if (ended && items.length === 0) break;
        if (items.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      }
      if (!signal.aborted) await result;
    } finally {
      done.abort();
    }
  }

  subscribe(method: string, listener: (item: unknown) => void): () => void {
    const stop = new AbortController();
    this.#begin({ method, request: [], signal: stop.signal, item: listener }).catch(() => undefined);
    return () => stop.abort();
  }

  #begin(call: {
    readonly method: string;
    readonly request: readonly unknown[];
    readonly signal: AbortSignal | undefined;
    readonly item: (value: unknown) => void;
  }): Promise<unknown> {
    const { method, request, signal, item } = call;
    if (signal?.aborted) return Promise.reject(signal.reason);
    this.#number += 1;
    const id = this.#number;
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiting.delete(id);
        this.#port.postMessage(asText({ id, abort: true }));
        reject(signal?.reason);
      };
      const end = (answer: JsonObject): void => {
        this.#waiting.delete(id);
        signal?.removeEventListener('abort', onAbort);
        const { fault } = answer;
        if (fault === undefined) resolve(answer['value']);
        else reject(asFault(fault));
      };
      this.#waiting.set(id, { item, end });
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#port.postMessage(asText({ id, method, request }));
    });
  }
}

/** JSON text; throws where something inside is no JSON. */
function asText(message: object): string {
  checkPlain(message, 'message');
  return stringifyJson(message as JsonObject);
}

function checkPlain(value: unknown, place: string): void {
  if (value === undefined || value === null || ['boolean', 'number', 'bigint', 'string'].includes(typeof value)) return;
  const prototype: unknown = typeof value === 'object' ? Object.getPrototypeOf(value) : undefined;
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) {
    throw new Error(`${place} cannot be serialised: it is a ${value.constructor.name}`);
  }
  for (const [key, inner] of Object.entries(value)) checkPlain(inner, `${place}.${key}`);
}

function faultOf(error: unknown): object {
  if (!(error instanceof AppError)) return { code: 'wire.defect', kind: 'terminal', message: messageOf(error) };
  const { code, kind, message, hint } = error;
  return { code, kind, message, hint };
}

function asFault(fault: Json): AppError {
  const kinds: readonly ErrorKind[] = ['user', 'transient', 'terminal'];
  const hint = textAt(fault, 'hint');
  return new AppError({
    code: textAt(fault, 'code') ?? '',
    kind: kinds.find((kind) => kind === textAt(fault, 'kind')) ?? 'terminal',
    message: textAt(fault, 'message') ?? '',
    ...(hint === undefined ? {} : { hint }),
  });
}
