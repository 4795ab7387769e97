/** GitHub, and Gogs with its descendants Gitea and Forgejo, which send the headers of GitHub beside their own. */
import { type Json, memberAt, textAt } from '../../../base/json-value.ts';
import { listAt, shortRef, touchedFiles } from '../payload.ts';
import { isSignedBy } from '../proof.ts';
import type { WebhookEvent } from '../push-event.ts';
import { headerOf, PROVEN, provenIf, type WebhookHost, type WebhookRequest } from '../webhook-host.ts';

export const github: WebhookHost = {
  sent: (request) => headerOf(request, 'x-github-event') !== '',
  prove: (request) => signature(request, 'github.secret', 'x-hub-signature-256'),
  read(payload, request) {
    const event = headerOf(request, 'x-github-event');
    if (event === 'package') return readPackage(payload);
    return event === 'push' ? readPush(payload) : [];
  },
};

export const gogs: WebhookHost = {
  sent: (request) => headerOf(request, 'x-gogs-event') !== '',
  prove: (request) => signature(request, 'gogs.secret', 'x-gogs-signature'),
  read: (payload, request) => (headerOf(request, 'x-gogs-event') === 'push' ? readPush(payload) : []),
};

function signature(request: WebhookRequest, setting: string, header: string) {
  const secret = request.secretOf(setting);
  if (secret === undefined) return PROVEN;
  return provenIf(isSignedBy(secret, request.body, headerOf(request, header).replace(/^sha256=/, '')), setting);
}

function readPush(payload: Json): readonly WebhookEvent[] {
  const ref = textAt(payload, 'ref');
  const repository = memberAt(payload, 'repository');
  const urls = ['html_url', 'clone_url', 'ssh_url'].flatMap((name) => textAt(repository, name) ?? []);
  if (ref === undefined || urls.length === 0) return [];
  const revision = shortRef(ref);
  const defaultBranch = textAt(repository, 'default_branch') ?? '';
  const touchesHead = defaultBranch === '' || defaultBranch === revision;
  // A push that was forced may have undone commits which it does not list.
  const isPartial = memberAt(payload, 'forced') === true || memberAt(payload, 'created') === true;
  const files = isPartial ? [] : touchedFiles(listAt(payload, 'commits'), memberAt(payload, 'total_commits'));
  return [{ kind: 'push', urls, revision, touchesHead, files }];
}

/** Of GitHub's own registry; other kinds of packages are no sources. */
function readPackage(payload: Json): readonly WebhookEvent[] {
  const found = memberAt(payload, 'package');
  const isContainer = textAt(found, 'package_type')?.toLowerCase() === 'container';
  if (textAt(payload, 'action') !== 'published' || !isContainer) return [];
  const owner = textAt(found, 'owner', 'login') ?? '';
  const name = textAt(found, 'name') ?? '';
  const tag = textAt(found, 'package_version', 'container_metadata', 'tag', 'name') ?? '';
  if (owner === '' || name === '' || tag === '') return [];
  return [{ kind: 'artifact', repository: `ghcr.io/${owner}/${name}`, tag }];
}
