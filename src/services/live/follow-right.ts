/** Whether a cluster lets us follow a kind (`resource.respectRBAC: strict` asks before, features B8). */
import { AppError } from '../../base/errors.ts';
import { type Json, memberAt } from '../../base/json-value.ts';
import type { ApiResource, KubePort, ResourceType } from '../../ports/kube.ts';

const REVIEWS: ResourceType = {
  group: 'authorization.k8s.io',
  version: 'v1',
  plural: 'selfsubjectaccessreviews',
  namespaced: false,
};
const VERBS = ['list', 'watch'] as const;

/** A kind in a namespace, or in all with the empty one. */
export interface Followed {
  readonly kube: KubePort;
  readonly resource: ApiResource;
  readonly namespace: string;
  readonly signal: AbortSignal;
}

/** Undefined where list and watch are allowed, else the refusal. Throws where the question cannot be asked. */
export async function followRefusal(followed: Followed): Promise<AppError | undefined> {
  for (const verb of VERBS) {
    if (await isAllowed(followed, verb)) continue;
    const { resource, namespace } = followed;
    const where = namespace === '' ? 'in all namespaces' : `in the namespace ${namespace}`;
    const what = resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`;
    const message = `the credentials of the cluster may not ${verb} ${what} ${where}`;
    return new AppError({ code: 'kube.forbidden', kind: 'user', message });
  }
  return undefined;
}

async function isAllowed({ kube, resource, namespace, signal }: Followed, verb: string): Promise<boolean> {
  const { group, version, plural } = resource;
  const resourceAttributes = { group, version, resource: plural, verb, ...(namespace === '' ? {} : { namespace }) };
  const review = await kube.create(
    REVIEWS,
    {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      metadata: {},
      spec: { resourceAttributes },
    },
    { signal },
  );
  return memberAt(review as Json, 'status', 'allowed') === true;
}
