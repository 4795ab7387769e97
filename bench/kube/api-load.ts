/** Many requests to one API server over few connections of HTTP/2, as programs with many informers send them. */
import { type ClientHttp2Session, connect } from 'node:http2';

/** Windows as large as those of Go's client, so that the transport is not what is measured. */
const STREAM_WINDOW = 4 * 1024 * 1024;
const SESSION_WINDOW = 256 * 1024 * 1024;
const NEWLINE = 10;

export interface ApiAddress {
  readonly url: string;
  /** PEM text. */
  readonly ca: string;
  readonly token: string;
}

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  /** Default `application/json`. */
  readonly type?: string;
}

export interface ApiLoad {
  /** The answer's body. Rejects for a status of 400 and above, and where the connection breaks. */
  send(request: ApiRequest): Promise<Buffer>;
  /** Opens a watch and resolves when it has begun; `onEvents` hears how many events came. */
  watch(path: string, onEvents: (count: number) => void): Promise<void>;
  close(): void;
}

/** Connections are taken in turn. */
export function openApi({ url, ca, token }: ApiAddress, connections: number): ApiLoad {
  const sessions = Array.from({ length: connections }, () => openSession(url, ca));
  let turn = 0;
  const open = ({ method, path, type = 'application/json' }: ApiRequest) => {
    const session = sessions[turn++ % sessions.length];
    if (session === undefined) throw new Error('no connection');
    const authorization = `Bearer ${token}`;
    return session.request(
      { ':method': method, ':path': path, authorization, 'content-type': type, accept: 'application/json' },
      { endStream: method === 'GET' },
    );
  };
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        const stream = open(request);
        let status = 0;
        const chunks: Buffer[] = [];
        stream.on('response', (headers) => (status = headers[':status'] ?? 0));
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('error', reject);
        stream.on('end', () =>
          status < 400
            ? resolve(Buffer.concat(chunks))
            : reject(new Error(`${request.method} ${request.path}: ${status}`)),
        );
        if (request.method !== 'GET') stream.end(JSON.stringify(request.body ?? {}));
      }),
    watch: (path, onEvents) =>
      new Promise((resolve, reject) => {
        const stream = open({ method: 'GET', path });
        stream.on('response', (headers) =>
          headers[':status'] === 200 ? resolve() : reject(new Error(`watch ${path}: ${headers[':status']}`)),
        );
        stream.on('data', (chunk: Buffer) => onEvents(linesIn(chunk)));
        // Watches end with their connections.
        stream.on('error', reject);
      }),
    close: () => {
      for (const session of sessions) session.destroy();
    },
  };
}

function openSession(url: string, ca: string): ClientHttp2Session {
  const session = connect(url, { ca, settings: { initialWindowSize: STREAM_WINDOW }, maxSessionMemory: 512 });
  session.on('connect', () => session.setLocalWindowSize(SESSION_WINDOW));
  session.on('error', () => undefined);
  return session;
}

/** Events end with a newline, which stands nowhere else. */
function linesIn(chunk: Buffer): number {
  let lines = 0;
  for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) lines += 1;
  return lines;
}

/** Does `count` pieces of work, so many at a time; the answer is the seconds it took. */
export async function inParallel(
  { count, width }: { readonly count: number; readonly width: number },
  work: (index: number) => Promise<unknown>,
): Promise<number> {
  const started = performance.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      await work(index);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return (performance.now() - started) / 1000;
}
