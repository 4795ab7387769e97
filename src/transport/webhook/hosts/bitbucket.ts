/**
 * Bitbucket's cloud and its server. Neither tells which files were touched, and nobody is asked for them: a message must not
 * choose whom this program calls (features O4).
 */
import { isObject, type Json, memberAt, textAt } from '../../../base/json-value.ts';
import { listAt, shortRef } from '../payload.ts';
import { isSecretItself, isSignedBy } from '../proof.ts';
import type { WebhookEvent } from '../push-event.ts';
import { headerOf, PROVEN, provenIf, type WebhookHost } from '../webhook-host.ts';

export const bitbucket: WebhookHost = {
  sent: (request) => headerOf(request, 'x-hook-uuid') !== '',
  prove(request) {
    const uuid = request.secretOf('bitbucket.uuid');
    if (uuid === undefined) return PROVEN;
    return provenIf(isSecretItself(uuid, headerOf(request, 'x-hook-uuid')), 'bitbucket.uuid');
  },
  read(payload, request) {
    if (headerOf(request, 'x-event-key') !== 'repo:push') return [];
    const url = textAt(payload, 'repository', 'links', 'html', 'href');
    if (url === undefined) return [];
    // What was deleted has only an old name.
    const names = listAt(payload, 'push', 'changes').flatMap(
      (change) => textAt(change, 'new', 'name') ?? textAt(change, 'old', 'name') ?? [],
    );
    return pushes([url], names);
  },
};

export const bitbucketServer: WebhookHost = {
  sent: (request) => headerOf(request, 'x-event-key') !== '',
  prove(request) {
    const secret = request.secretOf('bitbucketserver.secret');
    if (secret === undefined) return PROVEN;
    const signature = headerOf(request, 'x-hub-signature').replace(/^sha256=/, '');
    return provenIf(isSignedBy(secret, request.body, signature), 'bitbucketserver.secret');
  },
  read(payload, request) {
    if (headerOf(request, 'x-event-key') !== 'repo:refs_changed') return [];
    const links = memberAt(payload, 'repository', 'links');
    const urls = ['clone', 'self'].flatMap((name) => listAt(links, name).flatMap(addressOf));
    const names = listAt(payload, 'changes').flatMap((change) => textAt(change, 'ref', 'id') ?? []);
    return urls.length === 0 ? [] : pushes(urls, names.map(shortRef));
  },
};

function addressOf(link: Json): readonly string[] {
  const href = isObject(link) ? link['href'] : undefined;
  return typeof href === 'string' ? [href] : [];
}

/** Which branch is the default one is not told: any may be. */
function pushes(urls: readonly string[], names: readonly string[]): readonly WebhookEvent[] {
  return [...new Set(names)].map((revision) => ({ kind: 'push', urls, revision, touchesHead: true, files: [] }));
}
