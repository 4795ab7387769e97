/**
 * Who asks a repository where the password is not written down but given out for an hour at a time by a service: GitHub Apps,
 * accounts of Google Cloud, identities of Azure (Argo CD declarative setup, "Repositories"). Adapters for Git, charts and
 * registries know nothing of it: `adapters/issued-tokens` puts plain credentials in its place.
 */
import type { Secret } from '../base/secret.ts';
import type { HttpCredentials, HttpRoute } from './http.ts';

export type IssuedIdentity =
  | {
      readonly kind: 'github-app';
      readonly appId: string;
      /** Empty: the installation of whoever owns the repository is looked up. */
      readonly installationId: string;
      readonly privateKey: Secret;
      /** Base of the interface; empty: `https://api.github.com`. */
      readonly baseUrl: string;
    }
  /** A JSON file with the key of a service account. */
  | { readonly kind: 'google'; readonly accountKey: Secret }
  /** The identity of the process itself, by the token file that Azure mounts. */
  | { readonly kind: 'azure-workload' }
  | {
      readonly kind: 'azure-principal';
      readonly tenantId: string;
      readonly clientId: string;
      readonly clientSecret: Secret;
      /** Base of the login service; empty: `https://login.microsoftonline.com`. */
      readonly authority: string;
    };

export interface TokenWish {
  readonly identity: IssuedIdentity;
  /** What is to be opened. */
  readonly url: string;
  readonly use: 'git' | 'registry';
  /** How the repository is reached; what is trusted there is trusted on its own host only. */
  readonly route: HttpRoute;
}

export type IssuedTokenErrorCode =
  /** The service does not accept the identity. */
  | 'identity.refused'
  /** The identity cannot be used at all: a key that is none, a setting that is missing. */
  | 'identity.unusable'
  | 'identity.unreachable';

/** Gives out credentials and keeps them until shortly before they end. Throws `AppError` with a code of `IssuedTokenErrorCode`. */
export interface TokenIssuer {
  credentials(wish: TokenWish, signal?: AbortSignal): Promise<HttpCredentials>;
  /** These were refused: others in their place; undefined where they are as new as can be had. */
  renewed(wish: TokenWish, refused: HttpCredentials, signal?: AbortSignal): Promise<HttpCredentials | undefined>;
}
