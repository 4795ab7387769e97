/** Which addresses are connected to for a remote: as the installation permits, and for what content names neither this machine nor its link. */
import type { LookupFunction } from 'node:net';
import type { GitRemote } from '../../ports/git.ts';

export interface EgressRule {
  /** Throws where the host of a URL is an address that may not be. */
  check(url: URL): void;
  /** Resolves names to addresses that may be. */
  readonly lookup: LookupFunction;
}

export interface EgressRules {
  /** For all; absent: any address. */
  readonly all?: EgressRule | undefined;
  /** For remotes that are `farOnly`, where nothing stricter holds for all. */
  readonly far?: EgressRule | undefined;
  /** For remotes that are `offLink`, likewise. */
  readonly offLink?: EgressRule | undefined;
}

export interface ChosenRule {
  readonly name: keyof EgressRules;
  readonly rule: EgressRule;
}

/** Undefined where any address may be connected to. */
export function ruleFor(
  { all, far, offLink }: EgressRules,
  remote: Pick<GitRemote, 'farOnly' | 'offLink'>,
): ChosenRule | undefined {
  if (all !== undefined) return { name: 'all', rule: all };
  if (remote.farOnly === true && far !== undefined) return { name: 'far', rule: far };
  return remote.offLink === true && offLink !== undefined ? { name: 'offLink', rule: offLink } : undefined;
}
