/**
 * One configured service that tells people or machines of something: a chat, a mailbox, a webhook. What is said was written
 * by templates before; when to say it again is the caller's. Implemented by `adapters/notifier/<service>` and by the memory
 * service of the test kit.
 */

export interface Notification {
  /** Plain text, for services that want nothing else. */
  readonly message: string;
  /** The service's own parts of the template, rendered; which there are says each adapter. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface Delivery {
  /** What the service calls the message, to change or answer it later; empty where it has no name. */
  readonly id: string;
}

export type NotifierErrorCode =
  /** No answer, or one of a broken server; transient. */
  | 'notifier.unreachable'
  /** Asked too often; the cause is a `NotifierPause`. */
  | 'notifier.rate-limited'
  | 'notifier.authentication'
  /** The service does not take this message or knows no such recipient. */
  | 'notifier.rejected'
  /** A part of the template that the service cannot be given: no JSON, no path. */
  | 'notifier.invalid';

/** The cause of `notifier.rate-limited`. */
export interface NotifierPause {
  /** Milliseconds after which sending makes sense again. */
  readonly retryAfter: number;
}

/**
 * Throws `AppError` with a code of `NotifierErrorCode`. Messages name the service's host and nothing else of its address,
 * as addresses of webhooks are secrets. One call is one attempt.
 */
export interface NotifierPort {
  /** `recipient` is a channel, an address …; empty for services that have one only. */
  send(notification: Notification, recipient: string, signal?: AbortSignal): Promise<Delivery>;
}
