/**
 * A webhook request of GitHub, GitLab or Gogs to the push it tells of (features O1). Pure: the request's headers and body, and
 * the secrets that are set, come in. A host without a secret is believed without proof, as in Argo CD.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { parseJson } from '../../base/json/parse.ts';
import { type Json, memberAt, textAt } from '../../base/json-value.ts';
import type { Secret } from '../../base/secret.ts';
import { isSecretItself, isSignedBy } from './proof.ts';
import type { WebhookReading } from './push-event.ts';

export type WebhookHost = 'github' | 'gitlab' | 'gogs';

export interface WebhookRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly secretOf: (host: WebhookHost) => Secret | undefined;
}

interface HostRules {
  readonly name: WebhookHost;
  readonly eventHeader: string;
  readonly events: readonly string[];
  readonly isProven: (request: WebhookRequest, secret: Secret) => boolean;
  /** Where the payload keeps the repository, and its addresses in there. */
  readonly repository: string;
  readonly addresses: readonly string[];
}

/** In this order: Gogs and its descendants send GitHub's headers, too, with a body of their own. */
const HOSTS: readonly HostRules[] = [
  {
    name: 'gogs',
    eventHeader: 'x-gogs-event',
    events: ['push'],
    isProven: ({ headers, body }, secret) => isSignedBy(secret, body, header(headers, 'x-gogs-signature')),
    repository: 'repository',
    addresses: ['html_url', 'clone_url'],
  },
  {
    name: 'github',
    eventHeader: 'x-github-event',
    events: ['push'],
    isProven: ({ headers, body }, secret) =>
      isSignedBy(secret, body, header(headers, 'x-hub-signature-256').replace(/^sha256=/, '')),
    repository: 'repository',
    addresses: ['html_url', 'clone_url'],
  },
  {
    name: 'gitlab',
    eventHeader: 'x-gitlab-event',
    events: ['Push Hook', 'Tag Push Hook', 'System Hook'],
    isProven: ({ headers }, secret) => isSecretItself(secret, header(headers, 'x-gitlab-token')),
    repository: 'project',
    addresses: ['web_url', 'git_http_url'],
  },
];

/** Never throws: what cannot be believed or read is refused with a sentence for the sender. */
export function readWebhook(request: WebhookRequest): WebhookReading {
  const host = HOSTS.find(({ eventHeader }) => request.headers[eventHeader] !== undefined);
  if (host === undefined) return { kind: 'refused', message: 'Unknown webhook event' };
  const secret = request.secretOf(host.name);
  if (secret !== undefined && !host.isProven(request, secret)) {
    return { kind: 'refused', message: `the signature does not fit webhook.${host.name}.secret` };
  }
  if (!host.events.includes(header(request.headers, host.eventHeader))) return { kind: 'ignored' };
  const payload = parsed(request.body);
  if (payload === undefined) return { kind: 'refused', message: 'the payload is no JSON' };
  return readPush(host, payload);
}

function readPush(host: HostRules, payload: Json): WebhookReading {
  const ref = textAt(payload, 'ref');
  const repository = memberAt(payload, host.repository);
  const urls = host.addresses.flatMap((name) => textAt(repository, name) ?? []);
  // A system hook of GitLab tells of much else.
  if (ref === undefined || urls.length === 0) return { kind: 'ignored' };
  const revision = ref.replace(/^refs\/(?:heads|tags)\//, '');
  const defaultBranch = textAt(repository, 'default_branch') ?? '';
  return { kind: 'push', push: { urls, revision, touchesHead: defaultBranch === '' || defaultBranch === revision } };
}

function header(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

function parsed(body: string): Json | undefined {
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}
