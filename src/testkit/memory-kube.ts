/**
 * A `KubePort` straight onto an embedded Kubernetes API in the same process: the client's own protocol without sockets, so that
 * everything runs on a fake clock.
 */
import { createKubeClient } from '../adapters/kube-http/kube-client.ts';
import type { Wire, WireAnswer, WireRequest } from '../adapters/kube-http/wire.ts';
import type { Clock } from '../base/clock.ts';
import { ADMIN, createKubelite, type Kubelite, type KubeliteUser } from '../kubelite/index.ts';
import { type ApiAnswer, type FullAnswer, type StreamAnswer, wholeBody } from '../kubelite/requests/api-request.ts';
import type { KubePort } from '../ports/kube.ts';
import type { MetricsPort } from '../ports/metrics.ts';
import { byteQueue } from './byte-queue.ts';

export interface MemoryKubeOptions {
  readonly clock: Clock;
  /** Default: a new one on this clock. */
  readonly kubelite?: Kubelite;
  /** Default: who may do everything. */
  readonly user?: KubeliteUser;
  readonly server?: string;
  readonly metrics?: MetricsPort;
}

export interface MemoryKube extends KubePort {
  readonly kubelite: Kubelite;
  /** Breaks every stream off, as a restarting API server does; new ones work. */
  breakStreams(): void;
}

export function memoryKube(options: MemoryKubeOptions): MemoryKube {
  const { clock, user = ADMIN, server = 'https://kubernetes.default.svc', metrics } = options;
  const kubelite = options.kubelite ?? createKubelite({ clock });
  const streams = new Set<() => void>();
  const client = createKubeClient(memoryWire(kubelite, kubelite.issueToken(user), streams), {
    server,
    userAgent: 'tiphys/test',
    retry: { clock, random: () => 0.5, attempts: 4, baseMilliseconds: 200, capMilliseconds: 30_000 },
    timeoutMilliseconds: 30_000,
    ...(metrics === undefined ? {} : { metrics }),
  });
  return {
    ...client,
    kubelite,
    breakStreams() {
      for (const end of [...streams]) end();
    },
  };
}

function memoryWire(kubelite: Kubelite, token: string, streams: Set<() => void>): Wire {
  return {
    async send(request) {
      request.signal?.throwIfAborted();
      request.permit?.();
      const answer = kubelite.handle({
        method: request.method,
        url: request.path,
        headers: headersOf(request, token),
        body: Buffer.from(request.body ?? ''),
      });
      return { status: answer.status, headers: plainHeaders(answer), body: bodyOf(answer, request, streams) };
    },
    close: async () => undefined,
  };
}

function headersOf(request: WireRequest, token: string): Record<string, readonly string[]> {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, [value].flat()]);
  return { ...Object.fromEntries(headers), authorization: [`Bearer ${token}`] };
}

function plainHeaders(answer: ApiAnswer): Record<string, string> {
  return Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, [value].flat().join(', ')]));
}

function bodyOf(answer: ApiAnswer, request: WireRequest, streams: Set<() => void>): WireAnswer['body'] {
  return answer.kind === 'full' ? once(answer) : streamed(answer, request.signal, streams);
}

async function* once(answer: FullAnswer): AsyncIterable<Uint8Array> {
  yield wholeBody(answer);
}

/** Begins at once, so that nothing between the answer and its reading is missed. */
function streamed(
  answer: StreamAnswer,
  signal: AbortSignal | undefined,
  streams: Set<() => void>,
): AsyncIterable<Uint8Array> {
  const queue = byteQueue();
  streams.add(queue.end);
  const stop = answer.start({
    write: (chunk) => {
      queue.push(Buffer.from(chunk));
      return true;
    },
    end: queue.end,
  });
  signal?.addEventListener('abort', queue.end, { once: true });
  return queue.read(() => {
    stop();
    streams.delete(queue.end);
    signal?.removeEventListener('abort', queue.end);
  });
}
