/** Sends one request of the Kubernetes protocol: headers, retries, counting, and the fault where the server refuses. */

import type { ResourceType } from '../../ports/kube.ts';
import type { Fence } from '../../ports/leadership.ts';
import type { MetricsPort } from '../../ports/metrics.ts';
import { readAnything } from './answers.ts';
import { createKnownTexts, type KnownTexts } from './known-texts.ts';
import { type RetryPolicy, sendWithRetries } from './retry.ts';
import { errorOfAnswer } from './status-error.ts';
import type { Wire, WireAnswer, WireRequest } from './wire.ts';

export interface KubeClientOptions {
  /** Address as in cluster Secrets. */
  readonly server: string;
  /** The text before its slash is the field manager of writes that name none. */
  readonly userAgent: string;
  readonly retry: RetryPolicy;
  /** Longest silence of the server within one request. */
  readonly timeoutMilliseconds: number;
  readonly metrics?: MetricsPort;
}

export interface Call {
  readonly method: WireRequest['method'];
  readonly path: string;
  /** For the request counter: `get`, `list`, `apply` … */
  readonly verb: string;
  readonly type?: ResourceType;
  readonly headers?: WireRequest['headers'];
  readonly body?: string;
  readonly stream?: boolean;
  readonly timeoutMilliseconds?: number;
  readonly signal?: AbortSignal | undefined;
  readonly fence?: Fence | undefined;
}

/** An answer, and the texts that came before it. */
export interface Answer extends WireAnswer {
  readonly known: KnownTexts;
}

/** Sends a call and resolves with an answer of success. Throws the fault of any other. */
export type Ask = (call: Call) => Promise<Answer>;

export function createAsk(wire: Wire, options: KubeClientOptions): Ask {
  const known = createKnownTexts();
  return async (call) => {
    const request = wireRequest(call, options);
    const send = async (): Promise<WireAnswer> => {
      const answer = await wire.send(request);
      options.metrics?.count('tiphys_kube_requests_total', labelsOf(call, options.server, answer.status));
      return call.stream ? answer : await received(answer);
    };
    const answer = await sendWithRetries(send, {
      read: call.method === 'GET',
      policy: options.retry,
      signal: call.signal,
    });
    if (answer.status >= 200 && answer.status < 300) return { ...answer, known };
    throw errorOfAnswer(await readAnything(answer), answer.status, describe(call));
  };
}

/** With its whole body, so that a connection that breaks in the middle is tried again like one that breaks before. */
async function received(answer: WireAnswer): Promise<WireAnswer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of answer.body) pieces.push(piece);
  return { ...answer, body: inOrder(pieces) };
}

async function* inOrder(pieces: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* pieces;
}

/** Names a request in messages: method and path without its query, which can hold continue tokens. */
export function describe(call: Pick<Call, 'method' | 'path'>): string {
  return `${call.method} ${call.path.split('?')[0]}`;
}

function wireRequest(call: Call, options: KubeClientOptions): WireRequest {
  return {
    method: call.method,
    path: call.path,
    headers: { accept: 'application/json', 'user-agent': options.userAgent, ...call.headers },
    ...(call.body === undefined ? {} : { body: call.body }),
    stream: call.stream ?? false,
    timeoutMilliseconds: call.timeoutMilliseconds ?? options.timeoutMilliseconds,
    ...(call.signal === undefined ? {} : { signal: call.signal }),
    ...(call.fence === undefined ? {} : { permit: () => call.fence?.check() }),
  };
}

function labelsOf(call: Call, server: string, status: number): Readonly<Record<string, string>> {
  const resource = call.type === undefined ? '' : [call.type.plural, call.type.group].filter(Boolean).join('.');
  return { server, verb: call.verb, resource, code: String(status) };
}
