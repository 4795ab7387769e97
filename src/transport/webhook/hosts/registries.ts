/**
 * Container registries besides GitHub's: Harbor, known by the header that an operator gives it, and Docker Hub, known by a
 * word in the address that an operator gives it. Neither signs.
 */
import { type Json, memberAt, textAt } from '../../../base/json-value.ts';
import { listAt } from '../payload.ts';
import { isSecretItself } from '../proof.ts';
import type { WebhookEvent } from '../push-event.ts';
import { headerOf, PROVEN, provenIf, type WebhookHost } from '../webhook-host.ts';

/** Without a secret of ours there is no Harbor: nothing else tells it from anybody. */
export const harbor: WebhookHost = {
  sent(request) {
    const secret = request.secretOf('harbor.secret');
    return secret !== undefined && isSecretItself(secret, headerOf(request, 'authorization'));
  },
  prove: () => PROVEN,
  read(payload) {
    if (textAt(payload, 'type') !== 'PUSH_ARTIFACT') return [];
    const repository = memberAt(payload, 'event_data', 'repository');
    const path = [textAt(repository, 'namespace') ?? '', textAt(repository, 'name') ?? ''];
    const name = textAt(repository, 'repo_full_name') || (path.includes('') ? '' : path.join('/'));
    return listAt(payload, 'event_data', 'resources').flatMap((resource) => artifact(resource, name));
  },
};

/** Pushes by digest alone move no tag. */
function artifact(resource: Json, name: string): readonly WebhookEvent[] {
  const tag = textAt(resource, 'tag') ?? '';
  const [host = ''] = (textAt(resource, 'resource_url') ?? '').replace(/^[a-z]+:\/\//, '').split('/');
  return tag === '' || host === '' || name === '' ? [] : [{ kind: 'artifact', repository: `${host}/${name}`, tag }];
}

/** `/api/webhook?type=dockerhub&secret=…` */
export const dockerHub: WebhookHost = {
  sent: ({ query }) => query.get('type') === 'dockerhub',
  prove({ query, secretOf }) {
    const secret = secretOf('dockerhub.secret');
    if (secret === undefined) return PROVEN;
    return provenIf(isSecretItself(secret, query.get('secret') ?? ''), 'dockerhub.secret');
  },
  read(payload) {
    const repository = memberAt(payload, 'repository');
    const parts = ['namespace', 'name'].flatMap((key) => textAt(repository, key) || []);
    const name = textAt(repository, 'repo_name') || (textAt(repository, 'name') ? parts.join('/') : '');
    const tag = textAt(payload, 'push_data', 'tag') ?? '';
    if (name === '' || tag === '') return [];
    // Official images have no namespace in the payload.
    return [{ kind: 'artifact', repository: `docker.io/${name.includes('/') ? name : `library/${name}`}`, tag }];
  },
};
