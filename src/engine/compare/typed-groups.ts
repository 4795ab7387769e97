/** API groups whose kinds Argo CD compares in the form of their Go types; all others it compares as custom ones. */
import { splitApiVersion } from '../../kube/object/kube-object.ts';

const TYPED: ReadonlySet<string> = new Set([
  '',
  'admissionregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
]);

/**
 * False for custom kinds, and for CustomResourceDefinitions and APIServices, whose types are not in its scheme: a
 * `preserveUnknownFields: false`, which no server keeps, is a difference there (upgrade notes of 3.0). Devices are compared
 * by their types on purpose: what a server fills into their lists would be a difference that no sync takes away.
 */
export function isTyped(apiVersion: string): boolean {
  return TYPED.has(splitApiVersion(apiVersion).group);
}
