/**
 * Lends credentials to the git of a plugin that wants them, as Argo CD does: git asks `argocd` in the sidecar, and that asks
 * here with a nonce. They are lent for one run and stand in no environment (Argo CD: provideGitCreds).
 */
import { randomUUID } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import {
  ASKPASS_SERVICE,
  credentialsRequest,
  credentialsResponse,
} from '../../api/config-management-plugin/messages.ts';
import { decodeProtobuf } from '../../api/protobuf/decode.ts';
import { encodeProtobuf } from '../../api/protobuf/encode.ts';
import type { PluginCredentials, PluginVariable } from '../../ports/plugins.ts';
import { AnswerReader, frame } from './grpc-frames.ts';

export interface LentCredentials extends Disposable {
  /** What the plugin's git needs to ask. */
  readonly environment: readonly PluginVariable[];
}

export interface AskpassBounds {
  /** Connections at the same time; further ones are closed at once. */
  readonly connections: number;
  /** Milliseconds that a connection may be silent. */
  readonly silence: number;
}

const BOUNDS: AskpassBounds = { connections: 256, silence: 10_000 };
const LARGEST_REQUEST = 4096;
const INVALID_ARGUMENT = 3;
const NOT_FOUND = 5;

export class AskpassServer {
  readonly #socket: string;
  readonly #bounds: AskpassBounds;
  readonly #lent = new Map<string, PluginCredentials>();
  #server: Promise<Http2Server> | undefined;

  /** `socket`: a path that the sidecars see as well; nothing listens there before credentials are lent. */
  constructor(socket: string, bounds = BOUNDS) {
    this.#socket = socket;
    this.#bounds = bounds;
  }

  /** Rejects where the socket cannot be made. */
  async lend(credentials: PluginCredentials): Promise<LentCredentials> {
    this.#server ??= this.#listen();
    await this.#server;
    const nonce = randomUUID();
    this.#lent.set(nonce, credentials);
    return {
      environment: [
        { name: 'GIT_ASKPASS', value: 'argocd' },
        { name: 'ARGOCD_GIT_ASKPASS_NONCE', value: nonce },
        { name: 'GIT_TERMINAL_PROMPT', value: '0' },
        { name: 'ARGOCD_BINARY_NAME', value: 'argocd-git-ask-pass' },
        { name: 'ARGOCD_ASK_PASS_SOCK', value: this.#socket },
      ],
      [Symbol.dispose]: () => {
        this.#lent.delete(nonce);
      },
    };
  }

  async close(): Promise<void> {
    const server = await this.#server;
    this.#lent.clear();
    if (server === undefined) return;
    server.close();
    rmSync(this.#socket, { force: true });
  }

  async #listen(): Promise<Http2Server> {
    rmSync(this.#socket, { force: true });
    const server = createServer();
    server.on('stream', (stream, headers) => this.#answer(stream, String(headers[':path'])));
    server.on('sessionError', () => undefined);
    server.maxConnections = this.#bounds.connections;
    server.on('session', (session) => session.setTimeout(this.#bounds.silence, () => session.destroy()));
    server.unref();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#socket, resolve);
    });
    // Sidecars run as the same user (Argo CD: 999).
    chmodSync(this.#socket, 0o600);
    return server;
  }

  #answer(stream: ServerHttp2Stream, path: string): void {
    const reader = new AnswerReader(LARGEST_REQUEST);
    stream.on('error', () => undefined);
    stream.on('data', (piece: Buffer) => {
      try {
        reader.add(piece);
      } catch {
        stream.close();
      }
    });
    stream.on('end', () => {
      // What was too large has closed it already: nothing can be answered there.
      if (stream.destroyed || stream.closed) return;
      if (path !== `/${ASKPASS_SERVICE}/GetCredentials`) refuse(stream, 12, 'unknown method');
      else this.#lendTo(stream, nonceIn(reader));
    });
  }

  #lendTo(stream: ServerHttp2Stream, nonce: string): void {
    const found = this.#lent.get(nonce);
    if (nonce === '') refuse(stream, INVALID_ARGUMENT, 'missing nonce');
    else if (found === undefined) refuse(stream, NOT_FOUND, 'unknown nonce');
    else {
      const { username, password } = found;
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
      stream.end(frame(encodeProtobuf(credentialsResponse, { username, password: password.reveal() })));
    }
  }
}

function nonceIn(reader: AnswerReader): string {
  try {
    const nonce = decodeProtobuf(credentialsRequest, reader.finish() ?? new Uint8Array())['nonce'];
    return typeof nonce === 'string' ? nonce : '';
  } catch {
    return '';
  }
}

function refuse(stream: ServerHttp2Stream, status: number, message: string): void {
  stream.respond(
    { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': String(status), 'grpc-message': message },
    { endStream: true },
  );
}
