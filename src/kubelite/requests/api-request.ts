/** A request and its answer without a transport: the HTTPS listener and in-process callers use the same door. */

export interface ApiRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** Lower-case names; every value of a repeated header. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
  readonly body: Uint8Array;
  /** Common name and organisations of a client certificate that our CA signed. */
  readonly certificate?: { readonly name: string; readonly groups: readonly string[] };
}

/** Larger bodies are refused. */
export const BODY_LIMIT = 3 * 1024 * 1024;

/** Takes the chunks of a stream. */
export interface StreamSink {
  /** False where the receiver is gone, or is too slow and has been cut off. */
  write(chunk: Uint8Array | string): boolean;
  end(): void;
  /** Absent where whoever takes the chunks is never slower than they come. */
  readonly flow?: StreamFlow;
}

/** How fast a receiver reads. */
export interface StreamFlow {
  /** True where enough is waiting to be read: more should come when it was. */
  isFull(): boolean;
  /** Calls once when the receiver has read what is waiting; not at all where it never does. */
  onceRead(then: () => void): void;
  /** Ends the connection to a receiver that does not read. */
  cut(): void;
}

/** A body that is too long to stand in memory as a whole: its parts are made when they are sent. */
export interface LongBody {
  /** In bytes. */
  readonly length: number;
  /** Parts may stand in `scratch`, each until the next one is asked for. */
  readonly parts: (scratch?: Buffer) => Iterable<Uint8Array>;
  toString(): string;
}

export interface FullAnswer {
  readonly kind: 'full';
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Uint8Array | LongBody;
}

export interface StreamAnswer {
  readonly kind: 'stream';
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** Begins to send; the answer stops it when the receiver goes away. */
  readonly start: (sink: StreamSink) => () => void;
}

export type ApiAnswer = FullAnswer | StreamAnswer;

/** A body in one piece. */
export function wholeBody({ body }: FullAnswer): Buffer {
  if (typeof body === 'string') return Buffer.from(body);
  return body instanceof Uint8Array ? Buffer.from(body) : Buffer.concat([...body.parts()], body.length);
}

/** The first value of a header. */
export function headerOf(request: ApiRequest, name: string): string | undefined {
  return Object.hasOwn(request.headers, name) ? request.headers[name]?.[0] : undefined;
}

export function jsonAnswer(status: number, body: FullAnswer['body'], contentType = 'application/json'): FullAnswer {
  return { kind: 'full', status, headers: { 'content-type': contentType }, body };
}

export function textAnswer(status: number, body: string): FullAnswer {
  return { kind: 'full', status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}
