/** What a control plane needs before anything runs: namespace, definitions of our kinds, a service account per component. Idempotent. */
import { customResourceDefinitions } from '../../api/crd/definitions.ts';
import { hasCode } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { KubePort, ResourceType } from '../../ports/kube.ts';

export const COMPONENTS = ['argocd-application-controller', 'argocd-server'] as const;
export type Component = (typeof COMPONENTS)[number];

const FIELD_MANAGER = 'tiphys-install';

const NAMESPACES: ResourceType = { group: '', version: 'v1', plural: 'namespaces', namespaced: false };
const SERVICE_ACCOUNTS: ResourceType = { group: '', version: 'v1', plural: 'serviceaccounts', namespaced: true };
const BINDINGS: ResourceType = {
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  plural: 'clusterrolebindings',
  namespaced: false,
};
const DEFINITIONS: ResourceType = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  plural: 'customresourcedefinitions',
  namespaced: false,
};

export async function installDefinitions(kube: KubePort): Promise<void> {
  for (const definition of customResourceDefinitions()) await apply(kube, DEFINITIONS, definition);
}

export async function installNamespace(kube: KubePort, namespace: string): Promise<void> {
  await createOnce(kube, NAMESPACES, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
}

/** Service accounts that may do everything: only for the embedded cluster, which is nobody else's. */
export async function installServiceAccounts(kube: KubePort, namespace: string): Promise<void> {
  for (const name of COMPONENTS) {
    await createOnce(kube, SERVICE_ACCOUNTS, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name, namespace },
    });
    await createOnce(kube, BINDINGS, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    });
  }
}

async function createOnce(kube: KubePort, type: ResourceType, object: KubeObject): Promise<void> {
  await kube.create(type, object, { fieldManager: FIELD_MANAGER }).catch((error: unknown) => {
    if (!hasCode(error, 'kube.already-exists')) throw error;
  });
}

async function apply(kube: KubePort, type: ResourceType, object: KubeObject): Promise<void> {
  const address = { type, namespace: '', name: object.metadata.name ?? '' };
  await kube.patch(address, 'apply', JSON.stringify(object), { fieldManager: FIELD_MANAGER, force: true });
}
