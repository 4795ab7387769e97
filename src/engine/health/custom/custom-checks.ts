/** The installation's own checks by kind, from its settings. A script is compiled when the first object asks for it. */
import { compileGlob, type GlobMatcher } from '../../../base/glob/glob.ts';
import { type GroupVersionKind, gvkOf, type KubeObject } from '../../../kube/object/kube-object.ts';
import type { ResourceOverride } from '../../settings/resource-overrides.ts';
import type { HealthOverrides, Verdict } from '../health-of.ts';
import { scriptedCheck } from './scripted-check.ts';

type Check = (object: KubeObject) => Verdict;

interface PatternCheck {
  readonly matches: GlobMatcher;
  readonly check: Check;
}

export interface CustomCheckOptions {
  /** Milliseconds since 1970, for scripts that ask for the time. */
  readonly now: () => number;
}

/**
 * Checks of `resource.customizations.health`. A key that names a kind wins over patterns (`*.crossplane.io/*`), and of two
 * patterns the one with more letters wins. Kinds of the core group are matched by their bare name.
 */
export function customChecks(overrides: readonly ResourceOverride[], options: CustomCheckOptions): HealthOverrides {
  const exact = new Map<string, Check>();
  const patterns: (PatternCheck & { readonly letters: number })[] = [];
  for (const override of overrides) {
    if (override.health === '') continue;
    const name = nameOf(override.group, override.kind);
    const check = scriptedCheck(override, options);
    if (!/[*?[{]/.test(name)) exact.set(name, check);
    else patterns.push({ matches: compileGlob(name), check, letters: name.replace(/[*?]/g, '').length });
  }
  patterns.sort((left, right) => right.letters - left.letters);
  if (exact.size === 0 && patterns.length === 0) return () => undefined;
  return byKind(({ group, kind }) => {
    const name = nameOf(group, kind);
    return exact.get(name) ?? patterns.find(({ matches }) => matches(name))?.check;
  });
}

/** The check of a kind is looked for once: objects are many, kinds are few. */
function byKind(find: (of: GroupVersionKind) => Check | undefined): HealthOverrides {
  const known = new Map<string, Map<string, Check | undefined>>();
  return (object) => {
    const { apiVersion, kind } = object;
    let kinds = known.get(apiVersion);
    if (kinds === undefined) known.set(apiVersion, (kinds = new Map()));
    if (!kinds.has(kind)) kinds.set(kind, find(gvkOf(object)));
    return kinds.get(kind)?.(object);
  };
}

function nameOf(group: string, kind: string): string {
  return group === '' ? kind : `${group}/${kind}`;
}
