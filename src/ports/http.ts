/**
 * One HTTP exchange with a server that an installation names: chart repositories, registries, hosts of source code,
 * receivers of notifications. The only way out for them, so that every address, redirect and answer is checked in one
 * place. Implemented by `adapters/http-client`.
 */
import type { Secret } from '../base/secret.ts';
import type { IssuedIdentity } from './issued-identity.ts';

/** How a server is trusted and reached. */
export interface HttpRoute {
  /** PEM bundle that the server's certificate may be signed by, beside the system's. */
  readonly caBundle?: string;
  readonly insecureSkipVerify?: boolean;
  readonly clientCertificate?: { readonly certificate: string; readonly key: Secret };
  readonly proxy?: string;
  readonly noProxy?: string;
  /**
   * The address was named by what a repository holds: this machine and its link are connected to at no hop, whatever names mean. Absent:
   * the first server may be anywhere; redirects do not lead from elsewhere to there.
   */
  readonly farOnly?: boolean;
  /** No repository of its server is configured: the link of this machine is connected to at no hop, whatever names mean. */
  readonly offLink?: boolean;
}

export interface HttpRequest {
  /** Default GET. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** http or https, without user information. */
  readonly url: string;
  /** Hold no secret: they follow redirects to other servers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers that only the origin of `url` gets, `authorization` for example; lost at a redirect elsewhere, for good. */
  readonly secretHeaders?: Readonly<Record<string, Secret>>;
  readonly body?: string | Uint8Array;
  /** Its client certificate and leniency hold for the origin of `url` only. */
  readonly route?: HttpRoute;
  /** Bytes of the answer's body, unpacked; a longer one is `http.too-large`. */
  readonly limit: number;
  /** Milliseconds for everything; default 30 s. */
  readonly timeout?: number;
  /** How many redirects are followed; default 5. Only GET and HEAD are redirected. */
  readonly redirects?: number;
}

export interface HttpAnswer {
  /** Any status of 200 and above; faults of the status are the caller's. */
  readonly status: number;
  /** Names in lower case; several values of one name joined by a comma. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
  /** Where the answer came from, after redirects. */
  readonly url: string;
}

export type HttpErrorCode =
  /** No connection, or it broke; transient. */
  | 'http.unreachable'
  | 'http.timeout'
  /** The server's certificate is not trusted. */
  | 'http.certificate'
  | 'http.too-large'
  /** The address, scheme or redirect is not permitted. */
  | 'http.not-allowed'
  /** The answer breaks the protocol. */
  | 'http.malformed';

/** Throws `AppError` with a code of `HttpErrorCode`; its messages name the address without query and secrets. Retries nothing. */
export interface HttpPort {
  exchange(request: HttpRequest, signal?: AbortSignal): Promise<HttpAnswer>;
}

/** Who asks a server that an installation has credentials for, and how it is reached. */
export interface HttpAccess {
  readonly credentials?: HttpCredentials;
  /** In place of credentials; `adapters/issued-tokens` turns it into such. */
  readonly identity?: IssuedIdentity;
  readonly route?: HttpRoute;
}

export type HttpCredentials =
  | { readonly kind: 'basic'; readonly username: string; readonly password: Secret }
  | { readonly kind: 'bearer'; readonly token: Secret };
