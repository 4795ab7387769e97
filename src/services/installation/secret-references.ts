/** `$key` and `$name:key` in settings (Argo CD user management, "Sensitive Data and SSO Client Secrets"). Pure. */
import type { Secret } from '../../base/secret.ts';

/** Decoded Secrets that carry the part-of label, by name. */
export type LabelledSecrets = ReadonlyMap<string, ReadonlyMap<string, Secret>>;

export const ARGOCD_SECRET = 'argocd-secret';

/** Undefined where the text is no reference, or names nothing that is there. Spaces around the parts do not count. */
export function resolveReference(reference: string, secrets: LabelledSecrets): Secret | undefined {
  if (!reference.startsWith('$')) return undefined;
  const text = reference.slice(1).trim();
  const colon = text.indexOf(':');
  if (colon < 0) return secrets.get(ARGOCD_SECRET)?.get(text);
  return secrets.get(text.slice(0, colon).trim())?.get(text.slice(colon + 1).trim());
}
