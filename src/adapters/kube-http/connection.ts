/** Where an API server is and how to prove who we are: what a kubeconfig, a service account or a cluster Secret boil down to. */
import type { Secret } from '../../base/secret.ts';

export interface KubeConnection {
  /** Address with an optional base path, e.g. `https://10.0.0.1:6443`. */
  readonly server: string;
  /** PEM bundle the server's certificate must be signed by; undefined: the system's authorities. */
  readonly ca?: string;
  readonly insecureSkipVerify?: boolean;
  /** Name to ask for and verify instead of the address's host. */
  readonly tlsServerName?: string;
  readonly proxyUrl?: string;
  readonly credentials: KubeCredentials;
  /** Namespace of the context; only a default for people. */
  readonly namespace?: string;
}

export type KubeCredentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'token'; readonly token: Secret }
  /** Read again when it is older than a minute: kubelets renew service account tokens in place. */
  | { readonly kind: 'token-file'; readonly path: string }
  | { readonly kind: 'basic'; readonly username: string; readonly password: Secret }
  | { readonly kind: 'client-certificate'; readonly certificate: string; readonly key: Secret }
  | { readonly kind: 'exec'; readonly plugin: ExecPlugin };

/** A credential plugin (`client.authentication.k8s.io`), as a kubeconfig or a cluster Secret names it. */
export interface ExecPlugin {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly apiVersion: string;
  readonly installHint: string;
  readonly provideClusterInfo: boolean;
}
