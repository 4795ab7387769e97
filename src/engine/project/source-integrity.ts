/** Which signatures a project wants on the commits of a repository (features A26; user guide, "Source integrity"). */
import type { AppProjectSpec, SourceIntegrityGitPolicy } from '../../api/app-project/fields.ts';
import { normalizeGitUrl } from '../../base/git-url.ts';
import { matchesGlob } from '../../base/glob/glob.ts';
import { isNegation } from './negatable-glob.ts';

export interface SignaturePolicy {
  /** `head`: the revision itself; `strict`: and everything before it, as far back as the last sealed commits. */
  readonly mode: 'head' | 'strict';
  /** Ids of keys of which one must have signed. Empty: none is trusted. */
  readonly keys: readonly string[];
}

/** A policy that cannot be followed is no policy to be passed over: no source of the repository can be had then. */
export type IntegrityWish =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'signatures'; readonly policy: SignaturePolicy }
  | { readonly kind: 'unknown'; readonly problem: string };

/**
 * One policy may speak of a repository; several are a mistake that forbids it, so that none is switched off by it.
 * `signatureKeys`, the older word, wants the revision of every repository signed; it is not looked at beside `sourceIntegrity`.
 */
export function integrityWish(project: AppProjectSpec, repoUrl: string): IntegrityWish {
  const policies = project.sourceIntegrity?.git?.policies;
  if (project.sourceIntegrity === undefined) return legacyWish(project);
  const [policy, ...others] = (policies ?? []).filter((one) => speaksOf(one, repoUrl));
  if (others.length > 0) {
    const count = others.length + 1;
    const problem = `multiple (${count}) git source integrity policies found for repo URL: ${repoUrl}`;
    return { kind: 'unknown', problem };
  }
  if (policy?.gpg === undefined || policy.gpg === null) return { kind: 'nothing' };
  const { mode = '', keys } = policy.gpg;
  if (mode === 'none') return { kind: 'nothing' };
  if (mode === 'head' || mode === 'strict') return { kind: 'signatures', policy: { mode, keys: keys ?? [] } };
  return { kind: 'unknown', problem: `unknown GPG mode ${JSON.stringify(mode)} configured for GIT source integrity` };
}

/** Whether a key, by the fingerprints of it and its primary key, is one that a policy names by long id or fingerprint. */
export function isTrustedKey(policy: SignaturePolicy, fingerprints: readonly string[]): boolean {
  return policy.keys.some((key) => {
    const id = key.replace(/^0x/i, '').toUpperCase();
    return /^(?:[0-9A-F]{16}|[0-9A-F]{40})$/.test(id) && fingerprints.some((one) => one.toUpperCase().endsWith(id));
  });
}

function legacyWish({ signatureKeys }: AppProjectSpec): IntegrityWish {
  if (signatureKeys === undefined || signatureKeys.length === 0) return { kind: 'nothing' };
  return { kind: 'signatures', policy: { mode: 'head', keys: signatureKeys.map(({ keyID }) => keyID ?? '') } };
}

function speaksOf({ repos }: SourceIntegrityGitPolicy, repoUrl: string): boolean {
  const patterns = (repos ?? []).map(({ url }) => url ?? '');
  if (patterns.some((pattern) => isNegation(pattern) && fits(pattern.slice(1), repoUrl))) return false;
  return patterns.some((pattern) => !isNegation(pattern) && fits(pattern, repoUrl));
}

/** Stars match slashes, too. */
function fits(pattern: string, repoUrl: string): boolean {
  return matchesGlob(pattern, repoUrl) || matchesGlob(normalizeGitUrl(pattern), normalizeGitUrl(repoUrl));
}
