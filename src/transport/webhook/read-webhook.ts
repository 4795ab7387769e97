/**
 * A webhook request to what it tells of (features O1, O3). Pure: the request's headers, address and body, and the secrets that
 * are set, come in.
 */
import { parseJson } from '../../base/json/parse.ts';
import type { Json } from '../../base/json-value.ts';
import { azureDevops } from './hosts/azure-devops.ts';
import { bitbucket, bitbucketServer } from './hosts/bitbucket.ts';
import { github, gogs } from './hosts/github.ts';
import { gitlab } from './hosts/gitlab.ts';
import { dockerHub, harbor } from './hosts/registries.ts';
import type { WebhookReading } from './push-event.ts';
import type { WebhookHost, WebhookRequest } from './webhook-host.ts';

/** In this order: some send the headers of others, too. */
const HOSTS: readonly WebhookHost[] = [
  harbor,
  dockerHub,
  azureDevops,
  gogs,
  github,
  gitlab,
  bitbucket,
  bitbucketServer,
];

/** Never throws: what cannot be believed or read is refused with a sentence for the sender. */
export function readWebhook(request: WebhookRequest): WebhookReading {
  const host = HOSTS.find(({ sent }) => sent(request));
  if (host === undefined) return { kind: 'refused', message: 'Unknown webhook event' };
  const proof = host.prove(request);
  if (proof.kind === 'unproven') return failed(`the signature does not fit ${proof.setting}`);
  const payload = parsed(request.body);
  if (payload === undefined) return failed('the payload is no JSON');
  const events = host.read(payload, request);
  return events.length === 0 ? { kind: 'ignored' } : { kind: 'events', events };
}

function failed(message: string): WebhookReading {
  return { kind: 'refused', message: `Webhook processing failed: ${message}` };
}

function parsed(body: string): Json | undefined {
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}
