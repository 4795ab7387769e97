/**
 * One HTTP exchange with an API server, below the Kubernetes protocol and above sockets. `undici-wire.ts` sends over the
 * network; a test can answer from memory.
 */

export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with query, below the server's address. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
  /** The answer is read for long (watch, followed log): it gets a connection of its own. */
  readonly stream: boolean;
  /** Longest wait for the head, and then between two pieces of the body. */
  readonly timeoutMilliseconds: number;
  readonly signal?: AbortSignal;
  /** Called when the request is about to be written to the connection; what it throws is thrown, and nothing is written. */
  readonly permit?: () => void;
}

export interface WireAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
}

/** Throws `AppError` with `kube.unreachable` or `kube.timeout`, or the signal's reason. Follows no redirect. */
export interface Wire {
  send(request: WireRequest): Promise<WireAnswer>;
  /** Ends every exchange and connection. */
  close(): Promise<void>;
}
