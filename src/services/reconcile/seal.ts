/**
 * The place of secrets that are resolved at apply time. Manifests may hold `SecretRef` leaves: caches, messages, diffs and the
 * API carry only those, and the guarded write path alone opens them. Today it is the identity: what is rendered holds none.
 */
import type { KubeObject } from '../../kube/object/kube-object.ts';

/** A leaf that stands for a value kept elsewhere; the digest tells whether the value has changed. */
export interface SecretRef {
  readonly $secretRef: { readonly store: string; readonly key: string; readonly digest: string };
}

/** Manifests as they travel on: with references instead of values. */
export function sealManifests(manifests: readonly KubeObject[]): readonly KubeObject[] {
  return manifests;
}

/** True for a leaf that must be opened before it is written. */
export function isSecretRef(value: unknown): value is SecretRef {
  if (typeof value !== 'object' || value === null || !('$secretRef' in value)) return false;
  const reference = value.$secretRef;
  return typeof reference === 'object' && reference !== null && 'store' in reference && 'key' in reference;
}

/** True where a reference stands anywhere in an object: it must not be written like that. */
export function holdsSecretRef(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return isSecretRef(value) || Object.values(value).some(holdsSecretRef);
}
