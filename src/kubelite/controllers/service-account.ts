/** What every namespace gets by itself: the service account `default` and the ConfigMap with the cluster's root certificate. */

import { memberAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ClusterResource } from './cluster-access.ts';
import { type Controller, controllerOf, NOTHING, onSelf, type Trigger } from './controller.ts';
import { observed } from './owned-objects.ts';
import { CONFIG_MAPS, NAMESPACES, SERVICE_ACCOUNTS } from './resources.ts';

const ROOT_CERTIFICATE = 'kube-root-ca.crt';
const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

export interface ObservedNamespaceContent {
  readonly namespace: KubeObject;
  readonly content: KubeObject | undefined;
}

export const serviceAccountController: Controller = controllerOf<ObservedNamespaceContent>({
  name: 'service-account',
  triggers: [onSelf(NAMESPACES), inNamespace(SERVICE_ACCOUNTS, 'default')],
  observe(reader, key) {
    const namespace = observed(reader, key);
    return namespace && { namespace, content: reader.get(SERVICE_ACCOUNTS, key.name, 'default') };
  },
  step: ({ namespace, content }) => {
    if (content !== undefined || namespace.metadata.deletionTimestamp !== undefined) return NOTHING;
    const metadata = { name: 'default', namespace: namespace.metadata.name ?? '' };
    return { actions: [{ kind: 'create', object: { apiVersion: 'v1', kind: 'ServiceAccount', metadata } }] };
  },
});

/** `certificate` is the PEM text that verifies the API's own certificate. */
export function rootCertificateController(certificate: string): Controller {
  return controllerOf<ObservedNamespaceContent>({
    name: 'root-certificate',
    triggers: [onSelf(NAMESPACES), inNamespace(CONFIG_MAPS, ROOT_CERTIFICATE)],
    observe(reader, key) {
      const namespace = observed(reader, key);
      return namespace && { namespace, content: reader.get(CONFIG_MAPS, key.name, ROOT_CERTIFICATE) };
    },
    step: ({ namespace, content }) => {
      if (namespace.metadata.deletionTimestamp !== undefined) return NOTHING;
      if (memberAt(content, 'data', 'ca.crt') === certificate) return NOTHING;
      const data = { 'ca.crt': certificate };
      if (content !== undefined) return { actions: [{ kind: 'update', object: { ...content, data } }] };
      const metadata = {
        name: ROOT_CERTIFICATE,
        namespace: namespace.metadata.name ?? '',
        annotations: { 'kubernetes.io/description': DESCRIPTION },
      };
      return { actions: [{ kind: 'create', object: { apiVersion: 'v1', kind: 'ConfigMap', metadata, data } }] };
    },
  });
}

/** A change of an object of this name is work on its namespace. */
function inNamespace(resource: ClusterResource, name: string): Trigger {
  return {
    resource,
    keys: ({ object }) =>
      object.metadata.name === name
        ? [{ resource: NAMESPACES, namespace: '', name: object.metadata.namespace ?? '' }]
        : [],
  };
}
