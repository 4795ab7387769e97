/** What the main thread and the thread of kubelite say to each other. */
import type { KubeliteUser } from '../kubelite/index.ts';

export interface KubeliteThreadOptions {
  readonly host?: string;
  readonly port?: number;
  /** Where objects, keys and port are kept; default: in memory only. */
  readonly data?: string;
  /** Path of the audit log. */
  readonly audit?: string;
  /** Simulated workloads; default true. */
  readonly controllers?: boolean;
}

export type ToKubelite =
  | { readonly kind: 'issue'; readonly id: number; readonly user: KubeliteUser }
  | { readonly kind: 'close' };

export interface KubeliteReady {
  readonly url: string;
  /** PEM text of the CA. */
  readonly ca: string;
  readonly adminToken: string;
  /** Of the administrator; holds the token. */
  readonly kubeconfig: string;
}

export type FromKubelite =
  | ({ readonly kind: 'ready' } & KubeliteReady)
  | { readonly kind: 'issued'; readonly id: number; readonly token: string; readonly kubeconfig: string }
  | { readonly kind: 'failed'; readonly message: string; readonly hint?: string }
  /** Something in the background failed. */
  | { readonly kind: 'report'; readonly line: string }
  | { readonly kind: 'closed' };
