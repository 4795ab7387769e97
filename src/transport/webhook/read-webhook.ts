/**
 * A webhook request to what it tells of (features O1, O3). Pure: the request's headers, address and body, and the secrets that
 * are set, come in.
 */
import { isDeeperThan } from '../../base/json/depth.ts';
import type { Json } from '../../base/json-value.ts';
import { boundedEvents, hasTooManyValues, MOST_VALUES } from './bounds.ts';
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
  if (hasTooManyValues(request.body)) return failed(`the payload has more than ${MOST_VALUES} values`);
  const payload = parsed(request.body);
  if (payload === undefined) return failed('the payload is no JSON');
  const events = boundedEvents(host.read(payload, request));
  if (events === undefined) return failed('the payload tells of too much');
  return events.length === 0 ? { kind: 'ignored' } : { kind: 'events', events };
}

function failed(message: string): WebhookReading {
  return { kind: 'refused', message: `Webhook processing failed: ${message}` };
}

const DEEPEST = 1000;

/** Undefined for what is no JSON, or nested without end. Digits beyond those of a double mean nothing here. */
function parsed(body: string): Json | undefined {
  try {
    const value: Json = JSON.parse(body);
    return isDeeperThan(value, DEEPEST) ? undefined : value;
  } catch {
    return undefined;
  }
}
