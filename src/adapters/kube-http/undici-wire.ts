/** The wire over the network: keep-alive connections by undici, one pool for short requests and one for streams. */
import { Agent, type Dispatcher, errors, ProxyAgent } from 'undici';
import { AppError, messageOf } from '../../base/errors.ts';
import type { KubeConnection } from './connection.ts';
import type { CredentialSource, Identity } from './credentials.ts';
import { kubeError } from './status-error.ts';
import type { Wire, WireAnswer, WireRequest } from './wire.ts';

/** Short requests wait for one of these; a watch holds its connection for minutes and has a pool of its own. */
const CONNECTIONS = 32;
const CONNECT_MILLISECONDS = 10_000;
/** Below the 90 s after which API servers close idle connections. */
const IDLE_MILLISECONDS = 30_000;

interface Pools {
  readonly short: Dispatcher;
  readonly streams: Dispatcher;
}

/** A wire to one server. Asks for new credentials once where the server says 401. Sends them nowhere but to this server. */
export function createUndiciWire(connection: KubeConnection, credentials: CredentialSource): Wire {
  const { origin, pathname } = new URL(connection.server);
  const basePath = pathname.replace(/\/+$/, '');
  const pools = poolsByCertificate(connection);
  async function once(request: WireRequest, identity: Identity): Promise<WireAnswer> {
    const pool = pools.of(identity);
    const sent = { ...request, path: basePath + request.path, headers: { ...request.headers, ...identity.headers } };
    return exchange(request.stream ? pool.streams : pool.short, origin, sent);
  }
  return {
    async send(request) {
      const identity = await credentials.current();
      const answer = await once(request, identity);
      if (answer.status !== 401 || !credentials.renew(identity)) return answer;
      for await (const _ of answer.body);
      return once(request, await credentials.current());
    },
    close: () => pools.close(),
  };
}

async function exchange(pool: Dispatcher, origin: string, request: WireRequest): Promise<WireAnswer> {
  const { method, path, headers, timeoutMilliseconds, signal, permit } = request;
  try {
    const {
      statusCode,
      headers: answered,
      body,
    } = await (permit === undefined ? pool : pool.compose(permitted(permit))).request({
      origin,
      method,
      path,
      headers,
      body: request.body ?? null,
      headersTimeout: timeoutMilliseconds,
      bodyTimeout: request.stream ? 0 : timeoutMilliseconds,
      signal: signal ?? null,
    });
    const watched = request.stream && timeoutMilliseconds > 0 ? endedBySilence(body, timeoutMilliseconds) : body;
    return { status: statusCode, headers: plainHeaders(answered), body: translated(watched, origin, signal) };
  } catch (error) {
    throw translate(error, origin, signal);
  }
}

/** A request may wait long for a connection: it is asked when it has one. */
function permitted(permit: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        handler.onRequestStart?.(controller, context);
        try {
          permit();
        } catch (error) {
          controller.abort(error instanceof Error ? error : new Error(messageOf(error)));
        }
      },
      onRequestUpgrade: (...upgrade) => handler.onRequestUpgrade?.(...upgrade),
      onResponseStart: (...start) => handler.onResponseStart?.(...start),
      onResponseData: (...data) => handler.onResponseData?.(...data),
      onResponseEnd: (...end) => handler.onResponseEnd?.(...end),
      onResponseError: (...error) => handler.onResponseError?.(...error),
    });
}

/** The client's own timer for silence wakes the process twice a second as long as any stream is open; this one does not. */
async function* endedBySilence(body: Dispatcher.ResponseData['body'], milliseconds: number): AsyncIterable<Uint8Array> {
  const timer = setTimeout(() => body.destroy(new errors.BodyTimeoutError()), milliseconds).unref();
  try {
    for await (const piece of body as AsyncIterable<Uint8Array>) {
      timer.refresh();
      yield piece;
    }
  } finally {
    clearTimeout(timer);
  }
}

async function* translated(
  body: AsyncIterable<Uint8Array>,
  origin: string,
  signal: AbortSignal | undefined,
): AsyncIterable<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw translate(error, origin, signal);
  }
}

/** Certificates that no repetition makes good (Node's `tls` documentation, "X509 certificate error codes"). */
const CERTIFICATE_CODE = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH)/;

function translate(error: unknown, origin: string, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted || error instanceof AppError) return signal?.aborted ? signal.reason : error;
  if (error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError) {
    return kubeError('kube.timeout', `${origin} did not answer in time`, { cause: error });
  }
  const code = codeOf(error);
  if (CERTIFICATE_CODE.test(code)) {
    const message = `${origin}: the TLS connection failed (${code}): ${messageOf(error)}`;
    return new AppError({
      code: 'kube.unreachable',
      kind: 'user',
      message,
      hint: 'Check the certificate authority and the client certificate of this cluster.',
      cause: error,
    });
  }
  return kubeError('kube.unreachable', `cannot reach ${origin}: ${messageOf(error)}`, { cause: error });
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? codeOf(error.cause) : '';
}

/** A credential plugin may give another client certificate each time: pools are kept by certificate, the newest only. */
function poolsByCertificate(connection: KubeConnection): { of(identity: Identity): Pools; close(): Promise<void> } {
  let certificate: string | undefined;
  let newest: Pools | undefined;
  let isClosed = false;
  return {
    of(identity) {
      if (isClosed) throw closedWire(connection.server);
      if (newest && certificate === identity.certificate) return newest;
      // What still runs over the old certificate may end in its own time.
      void newest?.short.close();
      void newest?.streams.close();
      certificate = identity.certificate;
      newest = {
        short: dispatcher(connection, identity, CONNECTIONS),
        streams: dispatcher(connection, identity, null),
      };
      return newest;
    },
    async close() {
      isClosed = true;
      await Promise.all([newest?.short.destroy(), newest?.streams.destroy()]);
    },
  };
}

/** Not worth a repetition: nobody opens it again. */
function closedWire(server: string): AppError {
  return new AppError({
    code: 'kube.unreachable',
    kind: 'terminal',
    message: `the connection to ${server} was closed`,
  });
}

function dispatcher(connection: KubeConnection, identity: Identity, connections: number | null): Dispatcher {
  const tls = {
    ...(connection.ca === undefined ? {} : { ca: connection.ca }),
    ...(connection.tlsServerName ? { servername: connection.tlsServerName } : {}),
    ...(connection.insecureSkipVerify ? { rejectUnauthorized: false } : {}),
    ...(identity.certificate === undefined ? {} : { cert: identity.certificate, key: identity.key?.reveal() ?? '' }),
  };
  const options = { connections, keepAliveTimeout: IDLE_MILLISECONDS, keepAliveMaxTimeout: IDLE_MILLISECONDS };
  // One connection a watch: 200 of them took 49 MB here, 14 MB over HTTP/2, where one broken connection ends all at once.
  const connect = { ...tls, timeout: CONNECT_MILLISECONDS, allowH2: false };
  if (connection.proxyUrl)
    return new ProxyAgent({ ...options, uri: connection.proxyUrl, requestTls: connect, allowH2: false });
  return new Agent({ ...options, connect, allowH2: false });
}

function plainHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return plain;
}
