/** What each host of repositories has to say for itself: how it is known, how it is believed, what it tells. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Json } from '../../base/json-value.ts';
import type { Secret } from '../../base/secret.ts';
import type { WebhookEvent } from './push-event.ts';

export interface WebhookRequest {
  readonly headers: IncomingHttpHeaders;
  readonly query: URLSearchParams;
  readonly body: string;
  /** The value of `webhook.<key>` in `argocd-secret`; undefined where it is not set. */
  readonly secretOf: (key: string) => Secret | undefined;
}

export type Proof =
  | { readonly kind: 'proven' }
  /** The setting that the message does not fit. */
  | { readonly kind: 'unproven'; readonly setting: string };

export interface WebhookHost {
  /** Whether the message says that it is of this host. */
  readonly sent: (request: WebhookRequest) => boolean;
  /** Whether it is: without a secret a message is believed, as in Argo CD, but where a host says otherwise. */
  readonly prove: (request: WebhookRequest) => Proof;
  /** What the payload tells; empty where that is of no concern. Never throws, whatever the payload is. */
  readonly read: (payload: Json, request: WebhookRequest) => readonly WebhookEvent[];
}

export const PROVEN: Proof = { kind: 'proven' };

export function provenIf(holds: boolean, setting: string): Proof {
  return holds ? PROVEN : { kind: 'unproven', setting: `webhook.${setting}` };
}

/** Empty where the header is missing or was sent more than once. */
export function headerOf({ headers }: Pick<WebhookRequest, 'headers'>, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}
