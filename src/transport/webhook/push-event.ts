/** What a host's message comes to, whoever sent it. */
export type WebhookEvent = PushEvent | PublishedArtifact;

/** Something was pushed to a repository of Git. */
export interface PushEvent {
  readonly kind: 'push';
  /** Addresses of the repository as the host writes them. */
  readonly urls: readonly string[];
  /** Branch or tag without `refs/heads/` or `refs/tags/`; undefined where they are too many to tell: any may be meant. */
  readonly revision: string | undefined;
  /** The default branch was pushed to, or the host does not say which one that is. */
  readonly touchesHead: boolean;
  /** Paths from the root that the commits touched; empty where the host does not tell all of them. */
  readonly files: readonly string[];
}

/** A tag of a registry means another artifact now. */
export interface PublishedArtifact {
  readonly kind: 'artifact';
  /** `host/name`, without a scheme. */
  readonly repository: string;
  readonly tag: string;
}

export type WebhookReading =
  | { readonly kind: 'events'; readonly events: readonly WebhookEvent[] }
  /** Understood, and of no concern: a ping, a comment. */
  | { readonly kind: 'ignored' }
  | { readonly kind: 'refused'; readonly message: string };
