/** The first password of the administrator, as people read it with kubectl. */
import { textAt } from '../../base/json-value.ts';
import type { KubePort } from '../../ports/kube.ts';

const SECRETS = { group: '', version: 'v1', plural: 'secrets', namespaced: true };

/** Empty where it was removed, as is advised after changing the password. */
export async function readInitialPassword(kube: KubePort, namespace: string): Promise<string> {
  const secret = await kube.get({ type: SECRETS, namespace, name: 'argocd-initial-admin-secret' });
  return Buffer.from(textAt(secret, 'data', 'password') ?? '', 'base64').toString('utf8');
}
