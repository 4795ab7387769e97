/** An HTTP server on loopback that answers as a test says and keeps what it was asked. For faults that a real API server rarely shows. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. */
  readonly body?: unknown;
  /** Pieces sent one after another instead of `body`. */
  readonly pieces?: readonly (string | Uint8Array)[];
  /** Break the connection off after the pieces, or at once. */
  readonly broken?: boolean;
  /** Never answer. */
  readonly silent?: boolean;
  /** Send nothing more after the pieces, and never end. */
  readonly stalled?: boolean;
}

export interface ScriptedApi extends AsyncDisposable {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
}

/** `answer` is asked for each request, with its number from 0. */
export async function scriptedApi(
  answer: (request: SeenRequest, number: number) => ScriptedAnswer,
): Promise<ScriptedApi> {
  const seen: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const { method = '', url = '', headers } = request;
    const noted = { method, url, headers, body: Buffer.concat(pieces).toString('utf8') };
    await send(response, answer(noted, seen.push(noted) - 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function send(response: ServerResponse, answer: ScriptedAnswer): Promise<void> {
  if (answer.silent) return;
  const { status = 200, headers = {}, pieces, body, broken } = answer;
  if (broken && pieces === undefined) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  for (const piece of pieces ?? []) {
    response.write(piece);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  if (answer.stalled) return;
  if (broken) response.destroy();
  else response.end(pieces ? undefined : typeof body === 'string' ? body : JSON.stringify(body ?? {}));
}
