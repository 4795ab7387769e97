/** What a Git host's message about a push comes to, whoever sent it. */
export interface PushEvent {
  /** Addresses of the repository as the host writes them. */
  readonly urls: readonly string[];
  /** Branch or tag without `refs/heads/` or `refs/tags/`. */
  readonly revision: string;
  /** The default branch was pushed to, or the host does not say which one that is. */
  readonly touchesHead: boolean;
}

export type WebhookReading =
  | { readonly kind: 'push'; readonly push: PushEvent }
  /** Understood, and of no concern: a ping, a comment. */
  | { readonly kind: 'ignored' }
  | { readonly kind: 'refused'; readonly message: string };
